'use strict';

const https = require('node:https');

const { RPCClient } = require('@alicloud/pop-core');

const { region } = require('./server');

// dialer makes clients of @alicloud/pop-core: RPC V1 signatures, parameters by name; all
// of them in the query of a GET or in the body of a POST.
const dialer = (method) => ({ host, secure, key, secret }) => new PopCore(new RPCClient({
  endpoint: `${secure ? 'https' : 'http'}://${host}`,
  apiVersion: '2014-05-26',
  accessKeyId: key,
  accessKeySecret: secret,
  opts: { method, ...(secure && { agent: new https.Agent(secure) }) },
}));

const tags = (value) => value && [{ Key: 'story', Value: value }];

class PopCore {
  constructor(client) {
    this.client = client;
  }

  // call leaves out what is undefined; the client itself would send that as a word.
  call(action, params) {
    const given = Object.entries({ RegionId: region, ...params }).filter(([, value]) => value !== undefined);
    return this.client.request(action, Object.fromEntries(given));
  }

  async createImage({ instanceId, name, family, tag }) {
    const answer = await this.call('CreateImage', { InstanceId: instanceId, ImageName: name, ImageFamily: family, Tag: tags(tag) });
    return answer.ImageId;
  }

  async modify(imageId, { name, status, family, description, nvmeSupport, dryRun }) {
    await this.call('modifyImageAttribute', {
      ImageId: imageId, ImageName: name, Status: status, ImageFamily: family, Description: description,
      'Features.NvmeSupport': nvmeSupport, DryRun: dryRun,
    });
  }

  async images({ id, name, family, owner, status, tag }) {
    const answer = await this.call('DescribeImages', {
      ImageId: id, ImageName: name, ImageFamily: family, ImageOwnerAlias: owner, Status: status,
      Tag: tags(tag), PageSize: 100,
    });
    return answer.Images.Image.map((i) => ({
      id: i.ImageId, name: i.ImageName, family: i.ImageFamily, description: i.Description, status: i.Status,
      usable: i.Usable, owner: String(i.ImageOwnerId), ownerAlias: i.ImageOwnerAlias,
      nvmeSupport: i.Features.NvmeSupport, tags: i.Tags.Tag.map((t) => [t.TagKey, t.TagValue]),
    }));
  }

  async familyHead(family) {
    return (await this.call('DescribeImageFromFamily', { ImageFamily: family })).Image.ImageId;
  }

  async share(imageId, add, remove) {
    await this.call('ModifyImageSharePermission', { ImageId: imageId, AddAccount: add, RemoveAccount: remove });
  }

  async sharedWith(imageId) {
    const answer = await this.call('DescribeImageSharePermission', { ImageId: imageId });
    return answer.Accounts.Account.map((a) => a.AliyunId);
  }

  async deleteImage(imageId) {
    await this.call('DeleteImage', { ImageId: imageId });
  }

  // refusal is what the client tells of an answer that is an error.
  refusal(err) {
    return {
      status: err.entry.response.statusCode, code: err.code,
      message: err.message.replace(`, URL: ${err.url}`, ''), requestId: err.data.RequestId,
    };
  }
}

module.exports = { dialer };
