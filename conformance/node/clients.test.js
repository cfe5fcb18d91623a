'use strict';

const { after, before, test } = require('node:test');

const ecs20140526 = require('./ecs20140526');
const popCore = require('./pop-core');
const { start } = require('./server');
const { testBodies, testClient, testRetries } = require('./story');

// Clients read these and would go elsewhere.
for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']) {
  delete process.env[name];
  delete process.env[name.toLowerCase()];
}

let server;
before(async () => { server = await start(); });
after(() => server?.stop());

for (const method of ['GET', 'POST']) {
  test(`@alicloud/pop-core, ${method}`, (t) => testClient(t, server, popCore.dialer(method)));
}

for (const [signatures, algorithm] of [['V3', undefined], ['V1', 'v2']]) {
  test(`@alicloud/ecs20140526, ${signatures} signatures`, async (t) => {
    const dial = ecs20140526.dialer(algorithm);
    await testClient(t, server, dial);
    await t.test('retries', (t) => testRetries(t, server, dial));
  });
}

test('@alicloud/ecs20140526, parameters in a body', () => testBodies(server, ecs20140526.dialer()));
