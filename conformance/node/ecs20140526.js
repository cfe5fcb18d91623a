'use strict';

const ecs = require('@alicloud/ecs20140526');
const { $OpenApiUtil } = require('@alicloud/openapi-core');

const server = require('./server');

const Client = ecs.default;

// dialer makes clients of @alicloud/ecs20140526: typed requests, ACS3-HMAC-SHA256
// signatures or, with the algorithm "v2", those of RPC V1.
const dialer = (signatureAlgorithm) => ({ host, secure, key, secret, retries, region = server.region }) => {
  const config = new $OpenApiUtil.Config({
    endpoint: host,
    protocol: secure ? 'https' : 'http',
    accessKeyId: key,
    accessKeySecret: secret,
    regionId: region,
    signatureAlgorithm,
    ca: secure?.ca,
  });
  if (retries) {
    config.retryOptions = {
      retryable: true,
      noRetryCondition: [],
      retryCondition: [{
        maxAttempts: 1 + retries, exception: [], errorCode: ['ServiceUnavailable'],
        backoff: { getDelayTime: () => 1 },
      }],
    };
  }
  return new Ecs(new Client(config), { ignoreSSL: secure?.rejectUnauthorized === false ? true : undefined }, region);
};

const tags = (action, value) => value && [new ecs[action + 'RequestTag']({ key: 'story', value })];

class Ecs {
  constructor(client, runtime, region) {
    this.client = client;
    this.runtime = runtime;
    this.region = region;
  }

  // call makes a request of the action's own type and gives the body of the answer.
  async call(action, params) {
    const method = action[0].toLowerCase() + action.slice(1) + 'WithOptions';
    const request = new ecs[action + 'Request']({ regionId: this.region, ...params });
    return (await this.client[method](request, this.runtime)).body;
  }

  // callWithBody is the call below all types: parameters by name, in a body.
  async callWithBody(action, reqBodyType, body) {
    const params = new $OpenApiUtil.Params({
      action, version: '2014-05-26', protocol: 'HTTPS', method: 'POST', pathname: '/', authType: 'AK', style: 'RPC', reqBodyType, bodyType: 'json',
    });
    await this.client.callApi(params, new $OpenApiUtil.OpenApiRequest({ query: { RegionId: this.region }, body }), this.runtime);
  }

  async createImage({ instanceId, snapshotId, name, family, tag, clientToken }) {
    const answer = await this.call('CreateImage', {
      instanceId, snapshotId, imageName: name, imageFamily: family, tag: tags('CreateImage', tag), clientToken,
    });
    return answer.imageId;
  }

  async modify(imageId, { name, status, family, description, nvmeSupport, bootMode, dryRun }) {
    await this.call('ModifyImageAttribute', {
      imageId, imageName: name, status, imageFamily: family, description, bootMode, dryRun,
      features: nvmeSupport && new ecs.ModifyImageAttributeRequestFeatures({ nvmeSupport }),
    });
  }

  async images({ id, name, family, owner, status, tag }) {
    const answer = await this.call('DescribeImages', {
      imageId: id, imageName: name, imageFamily: family, imageOwnerAlias: owner, status, pageSize: 100,
      tag: tags('DescribeImages', tag),
    });
    return answer.images.image.map((i) => ({
      id: i.imageId, name: i.imageName, family: i.imageFamily, description: i.description, status: i.status,
      usable: i.usable, owner: String(i.imageOwnerId), ownerAlias: i.imageOwnerAlias,
      nvmeSupport: i.features.nvmeSupport, tags: i.tags.tag.map((t) => [t.tagKey, t.tagValue]),
      bootMode: i.bootMode, copied: i.isCopied,
      snapshot: i.diskDeviceMappings.diskDeviceMapping.find((d) => d.type === 'system')?.snapshotId,
    }));
  }

  async familyHead(family) {
    return (await this.call('DescribeImageFromFamily', { imageFamily: family })).image.imageId;
  }

  async share(imageId, add, remove) {
    await this.call('ModifyImageSharePermission', { imageId, addAccount: add, removeAccount: remove });
  }

  async sharedWith(imageId) {
    return (await this.call('DescribeImageSharePermission', { imageId })).accounts.account.map((a) => a.aliyunId);
  }

  async deleteImage(imageId, force) {
    await this.call('DeleteImage', { imageId, force });
  }

  async copyImage(imageId, { region, name, encrypted }) {
    const answer = await this.call('CopyImage', {
      imageId, destinationRegionId: region, destinationImageName: name, encrypted,
    });
    return answer.imageId;
  }

  async importImage({ name, bucket, object }) {
    const disk = new ecs.ImportImageRequestDiskDeviceMapping({
      format: 'QCOW2', OSSBucket: bucket, OSSObject: object, diskImageSize: 20,
    });
    const answer = await this.call('ImportImage', {
      imageName: name, OSType: 'linux', architecture: 'x86_64', diskDeviceMapping: [disk],
    });
    return answer.imageId;
  }

  async addTag(resourceType, resourceId, value) {
    await this.call('AddTags', { resourceType, resourceId, tag: tags('AddTags', value) });
  }

  async deleteSnapshot(snapshotId) {
    await this.call('DeleteSnapshot', { snapshotId });
  }

  async runInstances({ image, family, amount }) {
    const answer = await this.call('RunInstances', {
      imageId: image, imageFamily: family, instanceType: 'ecs.g7.large', amount,
    });
    return answer.instanceIdSets.instanceIdSet;
  }

  async instances(...ids) {
    const answer = await this.call('DescribeInstances', { instanceIds: JSON.stringify(ids) });
    return answer.instances.instance.map((i) => ({ id: i.instanceId, image: i.imageId, status: i.status }));
  }

  async stopInstance(instanceId) {
    await this.call('StopInstance', { instanceId });
  }

  async deleteInstance(instanceId) {
    await this.call('DeleteInstance', { instanceId, force: true });
  }

  // refusal takes the client's message apart: "<code>: code: 404, <message> request id: <id>".
  refusal(err) {
    const [, status, message, requestId] = /^\S+: code: (\d+), (.*) request id: (\S*)$/s.exec(err.message) ?? [];
    return { status: Number(status), code: err.code, message, requestId };
  }
}

module.exports = { dialer };
