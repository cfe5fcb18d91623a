'use strict';

const assert = require('node:assert/strict');

const { region, demoInstance, demoSnapshot, ali, cassim } = require('./server');
const { awayRegion, publicImage, underWay } = require('./workflow');

const ids = (images) => images.map((i) => i.id);

// A new image is built, tried out where it is to be used, and takes over from the old one.
async function goldenImageRelease(w) {
  const old = await w.release({ snapshotId: demoSnapshot, name: `${w.name}-1`, family: w.family });
  const image = { instanceId: demoInstance, name: `${w.name}-2`, family: w.family, tag: w.name, clientToken: w.name };
  const fresh = await w.ali.createImage(image);
  assert.equal(await w.ali.createImage(image), fresh);
  await w.available(w.ali, fresh);

  const there = await w.ali.copyImage(fresh, { region: awayRegion, name: image.name });
  const { copied, family, name } = await w.available(w.away, there);
  assert.deepEqual({ copied, family, name }, { copied: true, family: '', name: image.name });
  await w.head(w.away, w.family, undefined);
  await w.away.modify(there, { family: w.family });

  await w.head(w.ali, w.family, fresh);
  await w.head(w.away, w.family, there);
  await w.boots(w.ali, { family: w.family, amount: 2 }, fresh);
  await w.boots(w.away, { family: w.family }, there);

  await w.ali.modify(old.id, { status: 'Deprecated' });
  assert.deepEqual(ids(await w.ali.images({ family: w.family })), [fresh]);
  await w.boots(w.ali, { image: old.id }, old.id);
}

// The newest image is bad: what it replaced is back at once, and the image when it is mended.
async function rollBack(w) {
  const first = await w.release({ instanceId: demoInstance, name: `${w.name}-1`, family: w.family });
  const second = await w.release({ instanceId: demoInstance, name: `${w.name}-2`, family: w.family });
  const [newest] = await w.ali.images({ family: w.family, status: 'Available' });
  assert.equal(newest.id, second.id);
  await w.ali.modify(newest.id, { status: 'Deprecated' });
  await w.head(w.ali, w.family, first.id);
  await w.ali.modify(newest.id, { status: 'Available' });
  await w.head(w.ali, w.family, second.id);
}

// Others use the image: first they lose it, then it is withdrawn, and in the end deleted.
async function retireASharedImage(w) {
  const image = await w.release({ instanceId: demoInstance, name: w.name, family: w.family });
  const [running] = await w.ali.runInstances({ image: image.id });
  await w.ali.share(image.id, [cassim.account]);
  await w.boots(w.cassim, { image: image.id }, image.id);

  const accounts = await w.ali.sharedWith(image.id);
  assert.deepEqual(accounts, [cassim.account]);
  await w.ali.share(image.id, undefined, accounts);
  await w.none(w.cassim, { id: image.id });
  await w.ali.modify(image.id, { status: 'Deprecated' });

  await w.refused(w.ali, w.ali.deleteSnapshot(image.snapshot), 403, 'SnapshotCreatedImage', /./);
  await w.refused(w.ali, w.ali.deleteImage(image.id), 403, 'ImageUsingByInstance', /^The specified image has been used to create instances\./);
  await w.ali.deleteImage(image.id, true);
  await w.absent(image.id);
  await w.ali.deleteSnapshot(image.snapshot);
  await w.reaches(w.ali, running, 'Running'); // it lives on
  await w.ali.deleteInstance(running);
}

// Packer builds, a script puts the image into the family and tidies up behind it.
async function packerAndCLI(w) {
  const built = [];
  for (const version of [1, 2, 3]) {
    const image = await packerBuild(w, `${w.name}-${version}`);
    await w.ali.modify(image.id, { family: w.family, description: `build ${version}` });
    for (const { id } of await w.ali.images({ family: w.family, owner: 'self', status: 'Available' })) {
      if (id !== image.id) await w.ali.modify(id, { status: 'Deprecated' });
    }
    await w.head(w.ali, w.family, image.id);
    built.push(image);
  }
  const old = await w.ali.images({ family: w.family, status: 'Deprecated' });
  assert.deepEqual(ids(old), [built[1].id, built[0].id]);
  await w.ali.deleteImage(old[1].id);
  await w.absent(old[1].id);
  await w.ali.deleteSnapshot(old[1].snapshot);
  await w.boots(w.ali, { family: w.family }, built[2].id);
}

// packerBuild is what Packer does for an image, without a network and a key pair of its own.
async function packerBuild(w, name) {
  await w.none(w.ali, { name, status: underWay });
  await w.only(w.ali, { id: publicImage });
  const [builder] = await w.ali.runInstances({ image: publicImage });
  await w.reaches(w.ali, builder, 'Running');
  await w.ali.stopInstance(builder);
  await w.reaches(w.ali, builder, 'Stopped');
  const image = await w.release({ instanceId: builder, name, clientToken: name });
  await w.ali.addTag('image', image.id, name);
  await w.ali.addTag('snapshot', image.snapshot, name);
  await w.ali.share(image.id);
  await w.ali.deleteInstance(builder);
  assert.equal((await w.only(w.ali, { tag: name })).id, image.id);
  return image;
}

// An image that has proved itself gets its name.
async function renameAndPromote(w) {
  const temporary = `${w.name}-tmp`;
  await w.release({ instanceId: demoInstance, name: temporary });
  const { id } = await w.only(w.ali, { name: temporary });
  await w.ali.modify(id, { name: w.name, description: 'promoted' });
  const promoted = await w.only(w.ali, { name: w.name });
  assert.deepEqual([promoted.id, promoted.description], [id, 'promoted']);
  await w.none(w.ali, { name: temporary });
}

// A disk image out of a bucket; what it can do is said right away, how it boots when it is there.
async function importForNVMeAndUEFI(w) {
  const id = await w.ali.importImage({ name: w.name, bucket: 'images', object: `${w.name}.qcow2` });
  await w.ali.modify(id, { nvmeSupport: 'supported' });
  await w.available(w.ali, id);
  await w.ali.modify(id, { bootMode: 'UEFI' });
  const { nvmeSupport, bootMode } = await w.only(w.ali, { id });
  assert.deepEqual({ nvmeSupport, bootMode }, { nvmeSupport: 'supported', bootMode: 'UEFI' });
  await w.boots(w.ali, { image: id }, id);
}

// An encrypted copy takes the place of the image that it was made from.
async function encrypt(w) {
  const plain = await w.release({ instanceId: demoInstance, name: `${w.name}-plain`, family: w.family });
  const secret = await w.ali.copyImage(plain.id, { region, name: w.name, encrypted: true });
  await w.available(w.ali, secret);
  await w.ali.modify(secret, { nvmeSupport: 'supported', family: w.family });
  await w.ali.deleteImage(plain.id);
  await w.absent(plain.id);
  await w.ali.deleteSnapshot(plain.snapshot);
  await w.head(w.ali, w.family, secret);
  await w.boots(w.ali, { image: secret }, secret);
}

// Another account uses what was built, as one of its family.
async function shareAfterBuild(w) {
  const { id } = await w.release({ instanceId: demoInstance, name: w.name, family: w.family });
  await w.ali.share(id, [cassim.account]);
  const family = `acs:${ali.account}:${w.family}`;
  assert.deepEqual(ids(await w.cassim.images({ owner: 'others', family })), [id]);
  await w.boots(w.cassim, { family }, id);
  await w.ali.share(id, undefined, [cassim.account]);
  await w.none(w.cassim, { id });
}

module.exports = {
  goldenImageRelease, rollBack, retireASharedImage, packerAndCLI, renameAndPromote, importForNVMeAndUEFI, encrypt, shareAfterBuild,
};
