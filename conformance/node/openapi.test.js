'use strict';

// The OpenAPI description, read by tools that know nothing of Sesame, and compared with answers.

const assert = require('node:assert/strict');
const crypto = require('node:crypto');
const { after, before, test } = require('node:test');

const SwaggerParser = require('@apidevtools/swagger-parser').default;
const Ajv = require('ajv/dist/2020').default;

const { start, region, demoInstance, ali } = require('./server');

for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']) {
  delete process.env[name];
  delete process.env[name.toLowerCase()];
}

let server, document;
before(async () => {
  server = await start();
  document = await (await fetch(`http://${server.host}/_sesame/openapi.json`)).json();
});
after(() => server?.stop());

const operation = (action) => document.paths[`/#Action=${action}&Version=2014-05-26`].post;

// call answers the JSON as it is: the SDK would turn long numbers into texts.
async function call(action, params) {
  const encode = (s) => encodeURIComponent(s).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const all = {
    ...params, Action: action, Version: '2014-05-26', Format: 'JSON', AccessKeyId: ali.key, SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0', SignatureNonce: crypto.randomUUID(), Timestamp: new Date().toISOString().replace(/\.\d+Z/, 'Z'),
  };
  const query = Object.keys(all).sort().map((k) => `${encode(k)}=${encode(all[k])}`).join('&');
  const signature = crypto.createHmac('sha1', `${ali.secret}&`).update(`GET&%2F&${encode(query)}`).digest('base64');
  return (await fetch(`http://${server.host}/?${query}&Signature=${encode(signature)}`)).json();
}

// compile makes a check of a schema of the document. Nothing may be there that it does not describe.
function compile(schema) {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  const closed = (s) => {
    if (Array.isArray(s)) return s.map(closed);
    if (typeof s !== 'object' || s === null) return s;
    const copy = Object.fromEntries(Object.entries(s).map(([k, v]) => [k, closed(v)]));
    return s.type === 'object' && s.properties ? { ...copy, additionalProperties: false } : copy;
  };
  return ajv.compile({ ...closed(schema), components: closed(document.components) });
}

function conforms(check, value, what) {
  assert.ok(check(value), `${what}: ${JSON.stringify(check.errors?.slice(0, 3))}`);
}

test('it is OpenAPI 3.1', async () => {
  const parsed = await SwaggerParser.validate(structuredClone(document));
  assert.ok(Object.keys(parsed.paths).length >= 50);
  for (const [path, { post }] of Object.entries(document.paths)) {
    assert.equal(path, `/#Action=${post.summary}&Version=${post.requestBody.content['application/x-www-form-urlencoded'].schema.properties.Version.const}`);
  }
});

test('a document that is none is refused', async () => {
  const broken = structuredClone(document);
  delete Object.values(broken.paths)[0].post.responses['200'].description;
  await assert.rejects(SwaggerParser.validate(broken));
});

for (const action of ['DescribeImages', 'DescribeInstances', 'DescribeDisks', 'DescribeSnapshots', 'DescribeRegions',
  'DescribeZones', 'DescribeInstanceTypes', 'DescribeAccountAttributes', 'DescribeTags', 'DescribeTasks']) {
  test(`answers of ${action} are as described`, async () => {
    const answer = await call(action, { RegionId: region });
    conforms(compile(operation(action).responses['200'].content['application/json'].schema), answer, action);
  });
}

test('errors are as described', async () => {
  const { responses } = operation('CreateImage');
  const error = await call('CreateImage', { RegionId: region, InstanceId: demoInstance, ImageName: 'a' });
  const described = responses['400'].content['application/json'];
  conforms(compile(described.schema), error, 'the error');
  assert.ok(described.examples[error.Code], error.Code);
});

test('requests are as described', () => {
  const check = compile(operation('TagResources').requestBody.content['application/x-www-form-urlencoded'].schema);
  const good = {
    Action: 'TagResources', Version: '2014-05-26', RegionId: region, ResourceType: 'image', 'ResourceId.1': 'm-1', 'Tag.1.Key': 'a', 'Tag.1.Value': 'b',
  };
  conforms(check, good, 'a call');
  for (const wrong of [{ 'ResourceId.1': undefined }, { 'Tag.0.Key': 'x' }, { ResourceType: 'rocket' }, { Action: 'AddTags' }, { 'Tag.1': 'x' }]) {
    const other = Object.fromEntries(Object.entries({ ...good, ...wrong }).filter(([, v]) => v !== undefined));
    assert.ok(!check(other), `${JSON.stringify(wrong)} is taken`);
  }
});
