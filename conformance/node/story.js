'use strict';

const assert = require('node:assert/strict');

const { as, head, none, only, refused } = require('./checks');
const { startRelay } = require('./relay');
const { demoInstance, ali, cassim } = require('./server');

// testClient is what every client is put through. dial makes a client that aims at
// options.host: over plain HTTP, or over HTTPS as the options secure of node:https say.
async function testClient(t, server, dial) {
  const http = { host: server.host };
  const https = { ...http, secure: { ca: server.certificate } };
  const unverified = { ...http, secure: { rejectUnauthorized: false } };
  await t.test('HTTP', () => tellStory(dial, http));
  await t.test('HTTPS', () => tellStory(dial, https));
  await t.test('HTTPS unverified', () => tellStory(dial, unverified));
  await t.test('credentials', () => testCredentials(dial, http));
}

async function testCredentials(dial, options) {
  const wrong = dial({ ...options, ...as(ali), secret: 'open-wheat' });
  await refused(wrong, wrong.images({}), 400, 'SignatureDoesNotMatch',
    /^Specified signature is not matched with our calculation\. server string to sign is:./);
  const nobody = dial({ ...options, ...as(ali), key: 'nobody' });
  await refused(nobody, nobody.images({}), 404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
}

// testRetries loses the answers of a call that was carried out. The client signs each
// attempt anew, so the server takes none for a replay, but it does take a real one for it.
async function testRetries(t, server, dial) {
  const relay = await startRelay(server);
  t.after(relay.stop);
  const client = dial({ host: relay.host, retries: 3, ...as(ali) });
  const id = await client.createImage({ instanceId: demoInstance });
  relay.sent.length = 0;
  relay.lose = 2;
  await client.modify(id, { description: 'told three times' });
  assert.equal(relay.sent.length, 3);
  const repeated = await relay.pass(relay.sent[2]);
  assert.equal(repeated.status, 400);
  assert.equal(JSON.parse(repeated.body).Code, 'SignatureNonceUsed');
  await client.deleteImage(id);
}

// testBodies sends parameters in a body, as a form or as JSON.
async function testBodies(server, dial) {
  const client = dial({ host: server.host, ...as(ali) });
  const id = await client.createImage({ instanceId: demoInstance });
  for (const type of ['formData', 'json']) {
    const text = `in a body, ${type}: !'()* ~+&= 芝麻`;
    await client.callWithBody('ModifyImageAttribute', type, { ImageId: id, Description: text });
    assert.equal((await only(client, { id })).description, text);
  }
  await client.deleteImage(id);
}

let stories = 0;

// tellStory tells the life of a few images. Its chapters build on one another.
async function tellStory(dial, options) {
  const name = `story-${++stories}`;
  const s = {
    ali: dial({ ...options, ...as(ali) }),
    cassim: dial({ ...options, ...as(cassim) }),
    name,
    family: `${name}-family`,
  };
  for (const chapter of [create, rename, describe, enfamily, rollBack, share, refusals, dryRun, remove]) {
    await chapter(s);
  }
}

async function create(s) {
  s.first = await s.ali.createImage({ instanceId: demoInstance, name: `${s.name}-1`, tag: s.name });
  assert.match(s.first, /^m-[0-9a-z]{20,}$/);
  const { nvmeSupport, bootMode, snapshot, ...image } = await only(s.ali, { id: s.first });
  assert.ok(nvmeSupport && bootMode && snapshot); // the source's
  assert.deepEqual(image, {
    id: s.first, name: `${s.name}-1`, family: '', description: '', status: 'Available', usable: true,
    owner: ali.account, ownerAlias: 'self', tags: [['story', s.name]], copied: false,
  });
}

async function rename(s) {
  await s.ali.modify(s.first, { name: `${s.name}-2` });
  assert.equal((await only(s.ali, { id: s.first })).name, `${s.name}-2`);
  await s.ali.modify(s.first, { name: `${s.name}-2` });
}

async function describe(s) {
  const text = 'Open Sesame! 芝麻开门 ~*\'()+&=%/?: "quoted"';
  await s.ali.modify(s.first, { description: text });
  await s.ali.modify(s.first, { description: '' });
  const found = await only(s.ali, { name: `${s.name}-2` });
  assert.equal(found.id, s.first);
  assert.equal(found.description, text);
  await s.ali.modify(s.first, { nvmeSupport: 'supported' });
  await s.ali.modify(s.first, { nvmeSupport: 'unsupported' });
  const tagged = await only(s.ali, { tag: s.name });
  assert.equal(tagged.id, s.first);
  assert.equal(tagged.nvmeSupport, 'unsupported');
  await none(s.ali, { name: `${s.name}-1` });
  await none(s.ali, { id: 'm-bp1nosuchimage0000000' });
}

async function enfamily(s) {
  await head(s.ali, s.family, undefined);
  await s.ali.modify(s.first, { family: s.family });
  await head(s.ali, s.family, s.first);
  const found = await only(s.ali, { family: s.family, owner: 'self' });
  assert.equal(found.id, s.first);
  assert.equal(found.family, s.family);
  s.second = await s.ali.createImage({ instanceId: demoInstance, name: `${s.name}-3`, family: s.family });
  await head(s.ali, s.family, s.second);
}

async function rollBack(s) {
  await s.ali.modify(s.second, { status: 'Deprecated' });
  await head(s.ali, s.family, s.first);
  await none(s.ali, { id: s.second });
  const deprecated = await only(s.ali, { id: s.second, status: 'Available,Deprecated' });
  assert.equal(deprecated.status, 'Deprecated');
  assert.equal(deprecated.usable, true);
  await refused(s.ali, s.ali.modify(s.second, { status: 'Deprecated' }), 403, 'ImageStatus.NotAvailable',
    'The specified image status is not available.');
  await s.ali.modify(s.second, { status: 'Available' });
  await head(s.ali, s.family, s.second);
}

async function share(s) {
  await s.ali.share(s.second); // some clients do
  await none(s.cassim, { id: s.second });
  await s.ali.share(s.second, [cassim.account]);
  assert.deepEqual(await s.ali.sharedWith(s.second), [cassim.account]);
  const theirs = `acs:${ali.account}:${s.family}`;
  const seen = await only(s.cassim, { id: s.second, owner: 'others' });
  assert.equal(seen.owner, ali.account);
  assert.equal(seen.ownerAlias, 'others');
  assert.equal(seen.family, theirs);
  await head(s.cassim, theirs, s.second);
  await refused(s.cassim, s.cassim.modify(s.second, { name: 'cassims' }), 404, 'InvalidImageId.NotFound',
    'The specified ImageId does not exist.');
  await refused(s.ali, s.ali.modify(s.second, { status: 'Deprecated' }), 403, 'ImageUseShared',
    'The specified image has been shared to others, please remove shared accounts first.');
  await refused(s.ali, s.ali.deleteImage(s.second), 403, 'ImageUseShared', /^The specified image has been shared to others\./);
  await s.ali.share(s.second, undefined, [cassim.account]);
  await none(s.cassim, { id: s.second });
}

// refusals are the errors that the contract names for ModifyImageAttribute.
async function refusals(s) {
  for (const [image, change, status, code, message] of [
    [s.first, { name: '1-starts-with-a-digit' }, 400, 'InvalidImageName.Malformed', 'The specified Image name is wrongly formed.'],
    [s.first, { name: `${s.name}-3` }, 400, 'InvalidImageName.Duplicated', 'The specified Image name has already bean used.'],
    [s.first, { description: 'http://sesame' }, 400, 'InvalidDescription.Malformed', 'The specified description is wrongly formed.'],
    ['m-bp1nosuchimage0000000', { name: s.name }, 404, 'InvalidImageId.NotFound', 'The specified ImageId does not exist.'],
    [undefined, { name: s.name }, 400, 'MissingParameter',
      'The input parameter "ImageId" that is mandatory for processing this request is not supplied.'],
  ]) {
    await refused(s.ali, s.ali.modify(image, change), status, code, message);
  }
}

async function dryRun(s) {
  await refused(s.ali, s.ali.modify(s.first, { name: `${s.name}-dry`, dryRun: true }), 400, 'DryRunOperation',
    'Request validation has been passed with DryRun flag set.');
  assert.equal((await only(s.ali, { id: s.first })).name, `${s.name}-2`);
}

async function remove(s) {
  for (const id of [s.first, s.second]) {
    await s.ali.deleteImage(id);
    await none(s.ali, { id, status: 'ALL' });
  }
  await head(s.ali, s.family, undefined);
}

module.exports = { testClient, testRetries, testBodies };
