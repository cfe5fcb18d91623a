'use strict';

// What stories and workflows say of the answers that they get.

const assert = require('node:assert/strict');

const as = (who) => ({ key: who.key, secret: who.secret });

async function only(client, query) {
  const found = await client.images(query);
  assert.equal(found.length, 1, `images(${JSON.stringify(query)}) gives ${JSON.stringify(found)}`);
  return found[0];
}

async function none(client, query) {
  assert.deepEqual(await client.images(query), []);
}

async function head(client, family, want) {
  assert.equal((await client.familyHead(family)) || undefined, want);
}

// refused waits for the call to fail, and compares what the client tells of it.
async function refused(client, call, status, code, message) {
  const err = await call.then(() => assert.fail(`it succeeded, and should answer ${status} ${code}`), (e) => e);
  if (err instanceof assert.AssertionError) throw err;
  const told = client.refusal(err);
  assert.deepEqual({ status: told.status, code: told.code }, { status, code }, err.message);
  if (message instanceof RegExp) assert.match(told.message, message);
  else assert.equal(told.message, message);
  assert.match(told.requestId, /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
}

module.exports = { as, head, none, only, refused };
