'use strict';

const { after, before, test } = require('node:test');

const ecs20140526 = require('./ecs20140526');
const popCore = require('./pop-core');
const { start } = require('./server');
const { Workflow, pace } = require('./workflow');
const workflows = require('./workflows');

// Clients read these and would go elsewhere.
for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']) {
  delete process.env[name];
  delete process.env[name.toLowerCase()];
}

let server; // where nothing is ready at once
before(async () => { server = await start('--pace', `${pace}ms`); });
after(() => server?.stop());

const sdks = { '@alicloud/pop-core': popCore.dialer('POST'), '@alicloud/ecs20140526': ecs20140526.dialer() };

for (const [name, workflow] of [
  ['Workflow 1, golden image release', workflows.goldenImageRelease],
  ['Workflow 2, roll back', workflows.rollBack],
  ['Workflow 3, retire a shared image', workflows.retireASharedImage],
  ['Workflow 4, Packer and CLI', workflows.packerAndCLI],
  ['Workflow 5, rename and promote', workflows.renameAndPromote],
  ['Workflow 6, import for NVMe and UEFI', workflows.importForNVMeAndUEFI],
  ['Workflow 7, encrypt', workflows.encrypt],
  ['Workflow 8, share after build', workflows.shareAfterBuild],
]) {
  test(name, { concurrency: true }, async (t) => {
    await Promise.all(Object.entries(sdks).map(([sdk, dial]) => t.test(sdk, () => workflow(new Workflow(server, dial)))));
  });
}
