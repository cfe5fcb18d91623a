'use strict';

const assert = require('node:assert/strict');
const { setTimeout: sleep } = require('node:timers/promises');

const { as, head, none, only, refused } = require('./checks');
const { ali, cassim } = require('./server');

const awayRegion = 'cn-beijing';
const publicImage = 'aliyun_3_x64_20G_alibase_20240819.vhd';
const pace = 300; // ms

// The states that clients wait in.
const underWay = 'Creating,Waiting,Available,CreateFailed';

let workflows = 0;

// Workflow is what pipelines do with images, step after step, as scripts do it: they wait for
// what they need and take nothing for granted.
class Workflow {
  constructor(server, dial) {
    const http = { host: server.host };
    this.ali = dial({ ...http, ...as(ali) }); // at home
    this.away = dial({ ...http, ...as(ali), region: awayRegion });
    this.cassim = dial({ ...http, ...as(cassim) });
    this.name = `workflow-${++workflows}`;
    this.family = `${this.name}-family`;
  }

  only(client, query) { return only(client, query); }
  none(client, query) { return none(client, query); }
  head(client, family, want) { return head(client, family, want); }
  refused(client, call, status, code, message) { return refused(client, call, status, code, message); }

  // until asks again and again.
  async until(what, holds) {
    for (const late = Date.now() + 100 * pace; !await holds(); await sleep(pace / 8)) {
      assert.ok(Date.now() < late, `not yet ${what}`);
    }
  }

  // available waits for an image as Packer does.
  async available(client, id) {
    let image;
    await this.until(`${id} Available`, async () => {
      image = await only(client, { id, status: underWay });
      return image.status === 'Available';
    });
    return image;
  }

  // release makes an image and waits for it.
  async release(image) {
    return this.available(this.ali, await this.ali.createImage(image));
  }

  // absent waits until an image is gone.
  async absent(id) {
    await this.until(`${id} gone`, async () => (await this.ali.images({ id, status: 'ALL' })).length === 0);
  }

  // reaches waits until an instance has the status.
  async reaches(client, id, status) {
    let instance;
    await this.until(`${id} ${status}`, async () => {
      [instance] = await client.instances(id);
      return instance.status === status;
    });
    return instance;
  }

  // boots starts instances, sees which image they are made from, and deletes them.
  async boots(client, request, image) {
    const ids = await client.runInstances(request);
    assert.equal(ids.length, request.amount ?? 1);
    for (const id of ids) {
      assert.equal((await this.reaches(client, id, 'Running')).image, image);
      await client.deleteInstance(id);
    }
  }
}

module.exports = { Workflow, awayRegion, pace, publicImage, underWay };
