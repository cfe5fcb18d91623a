'use strict';

const https = require('node:https');

const { RPCClient } = require('@alicloud/pop-core');

const server = require('./server');

// dialer makes clients of @alicloud/pop-core: RPC V1 signatures, parameters by name; all
// of them in the query of a GET or in the body of a POST.
const dialer = (method) => ({ host, secure, key, secret, region = server.region }) => new PopCore(new RPCClient({
  endpoint: `${secure ? 'https' : 'http'}://${host}`,
  apiVersion: '2014-05-26',
  accessKeyId: key,
  accessKeySecret: secret,
  opts: { method, ...(secure && { agent: new https.Agent(secure) }) },
}), region);

const tags = (value) => value && [{ Key: 'story', Value: value }];

class PopCore {
  constructor(client, region) {
    this.client = client;
    this.region = region;
  }

  // call leaves out what is undefined; the client itself would send that as a word.
  call(action, params) {
    const given = Object.entries({ RegionId: this.region, ...params }).filter(([, value]) => value !== undefined);
    return this.client.request(action, Object.fromEntries(given));
  }

  async createImage({ instanceId, snapshotId, name, family, tag, clientToken }) {
    const answer = await this.call('CreateImage', {
      InstanceId: instanceId, SnapshotId: snapshotId, ImageName: name, ImageFamily: family, Tag: tags(tag), ClientToken: clientToken,
    });
    return answer.ImageId;
  }

  async modify(imageId, { name, status, family, description, nvmeSupport, bootMode, dryRun }) {
    await this.call('modifyImageAttribute', {
      ImageId: imageId, ImageName: name, Status: status, ImageFamily: family, Description: description,
      'Features.NvmeSupport': nvmeSupport, BootMode: bootMode, DryRun: dryRun,
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
      bootMode: i.BootMode, copied: i.IsCopied,
      snapshot: i.DiskDeviceMappings.DiskDeviceMapping.find((d) => d.Type === 'system')?.SnapshotId,
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

  async deleteImage(imageId, force) {
    await this.call('DeleteImage', { ImageId: imageId, Force: force });
  }

  async copyImage(imageId, { region, name, encrypted }) {
    const answer = await this.call('CopyImage', {
      ImageId: imageId, DestinationRegionId: region, DestinationImageName: name, Encrypted: encrypted,
    });
    return answer.ImageId;
  }

  async importImage({ name, bucket, object }) {
    const answer = await this.call('ImportImage', {
      ImageName: name, OSType: 'linux', Architecture: 'x86_64',
      DiskDeviceMapping: [{ Format: 'QCOW2', OSSBucket: bucket, OSSObject: object, DiskImageSize: 20 }],
    });
    return answer.ImageId;
  }

  async addTag(resourceType, resourceId, value) {
    await this.call('AddTags', { ResourceType: resourceType, ResourceId: resourceId, Tag: tags(value) });
  }

  async deleteSnapshot(snapshotId) {
    await this.call('DeleteSnapshot', { SnapshotId: snapshotId });
  }

  async runInstances({ image, family, amount }) {
    const answer = await this.call('RunInstances', {
      ImageId: image, ImageFamily: family, InstanceType: 'ecs.g7.large', Amount: amount,
    });
    return answer.InstanceIdSets.InstanceIdSet;
  }

  async instances(...ids) {
    const answer = await this.call('DescribeInstances', { InstanceIds: JSON.stringify(ids) });
    return answer.Instances.Instance.map((i) => ({ id: i.InstanceId, image: i.ImageId, status: i.Status }));
  }

  async stopInstance(instanceId) {
    await this.call('StopInstance', { InstanceId: instanceId });
  }

  async deleteInstance(instanceId) {
    await this.call('DeleteInstance', { InstanceId: instanceId, Force: true });
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
