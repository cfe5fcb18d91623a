package conformance

import (
	"slices"
	"testing"
)

// A new image is built, tried out where it is to be used, and takes over from the old one.
func TestWorkflow1GoldenImageRelease(t *testing.T) {
	eachClient(t, func(w *workflow) {
		old := w.release(newImage{snapshot: demoSnapshot, name: w.name + "-1", family: w.family})
		n := newImage{instance: demoInstance, name: w.name + "-2", family: w.family, tag: w.name, token: w.name}
		fresh := w.got(w.ali.createImage(n))
		if again := w.got(w.ali.createImage(n)); again != fresh {
			w.Errorf("the same token made %s and %s", fresh, again)
		}
		w.available(w.ali, fresh)

		there := w.got(w.ali.copyImage(fresh, newCopy{region: awayRegion, name: n.name}))
		if i := w.available(w.away, there); !i.copied || i.family != "" || i.name != n.name {
			w.Errorf("the copy is %+v", i)
		}
		w.head(w.away, w.family, "")
		w.must(w.away.modify(there, change{family: w.family}))

		w.head(w.ali, w.family, fresh)
		w.head(w.away, w.family, there)
		w.boots(w.ali, newInstances{family: w.family, amount: 2}, fresh)
		w.boots(w.away, newInstances{family: w.family}, there)

		w.must(w.ali.modify(old.id, change{status: "Deprecated"}))
		if all, err := w.ali.images(query{family: w.family}); err != nil || !slices.Equal(ids(all), []string{fresh}) {
			w.Errorf("the family is %+v, %v", all, err)
		}
		w.boots(w.ali, newInstances{image: old.id}, old.id)
	})
}

// The newest image is bad: what it replaced is back at once, and the image when it is mended.
func TestWorkflow2RollBack(t *testing.T) {
	eachClient(t, func(w *workflow) {
		first := w.release(newImage{instance: demoInstance, name: w.name + "-1", family: w.family})
		second := w.release(newImage{instance: demoInstance, name: w.name + "-2", family: w.family})
		all, err := w.ali.images(query{family: w.family, status: "Available"})
		if err != nil || len(all) != 2 || all[0].id != second.id {
			w.Fatalf("newest first, the family is %+v, %v", all, err)
		}
		w.must(w.ali.modify(all[0].id, change{status: "Deprecated"}))
		w.head(w.ali, w.family, first.id)
		w.must(w.ali.modify(all[0].id, change{status: "Available"}))
		w.head(w.ali, w.family, second.id)
	})
}

// Others use the image: first they lose it, then it is withdrawn, and in the end deleted.
func TestWorkflow3RetireASharedImage(t *testing.T) {
	eachClient(t, func(w *workflow) {
		i := w.release(newImage{instance: demoInstance, name: w.name, family: w.family})
		running, err := w.ali.runInstances(newInstances{image: i.id})
		w.must(err)
		w.must(w.ali.share(i.id, []string{cassimID}, nil))
		w.boots(w.cassim, newInstances{image: i.id}, i.id)

		with, err := w.ali.sharedWith(i.id)
		if err != nil || !slices.Equal(with, []string{cassimID}) {
			w.Fatalf("it is shared with %q, %v", with, err)
		}
		w.must(w.ali.share(i.id, nil, with))
		w.none(w.cassim, query{id: i.id})
		w.must(w.ali.modify(i.id, change{status: "Deprecated"}))

		w.refused(w.ali, w.ali.deleteSnapshot(i.snapshot), 403, "SnapshotCreatedImage", "...")
		w.refused(w.ali, w.ali.deleteImage(i.id), 403, "ImageUsingByInstance", "The specified image has been used to create instances....")
		w.must(w.ali.forceDeleteImage(i.id))
		w.absent(i.id)
		w.must(w.ali.deleteSnapshot(i.snapshot))
		w.reaches(w.ali, running[0], "Running") // it lives on
		w.must(w.ali.deleteInstance(running[0]))
	})
}

// Packer builds, a script puts the image into the family and tidies up behind it.
func TestWorkflow4PackerAndCLI(t *testing.T) {
	eachClient(t, func(w *workflow) {
		var built []image
		for _, version := range []string{"1", "2", "3"} {
			i := w.packerBuild(w.name + "-" + version)
			w.must(w.ali.modify(i.id, change{family: w.family, description: ptr("build " + version)}))
			members, err := w.ali.images(query{family: w.family, owner: "self", status: "Available"})
			w.must(err)
			for _, m := range members {
				if m.id != i.id {
					w.must(w.ali.modify(m.id, change{status: "Deprecated"}))
				}
			}
			w.head(w.ali, w.family, i.id)
			built = append(built, i)
		}
		old, err := w.ali.images(query{family: w.family, status: "Deprecated"})
		if err != nil || len(old) != 2 || old[1].id != built[0].id {
			w.Fatalf("newest first, the deprecated ones are %+v, %v", old, err)
		}
		w.must(w.ali.deleteImage(old[1].id))
		w.absent(old[1].id)
		w.must(w.ali.deleteSnapshot(old[1].snapshot))
		w.boots(w.ali, newInstances{family: w.family}, built[2].id)
	})
}

// packerBuild is what Packer does for an image, without a network and a key pair of its own.
func (w *workflow) packerBuild(name string) image {
	w.Helper()
	w.none(w.ali, query{name: name, status: underWay})
	w.only(w.ali, query{id: publicImage})
	builder, err := w.ali.runInstances(newInstances{image: publicImage})
	w.must(err)
	w.reaches(w.ali, builder[0], "Running")
	w.must(w.ali.stopInstance(builder[0]))
	w.reaches(w.ali, builder[0], "Stopped")
	i := w.release(newImage{instance: builder[0], name: name, token: name})
	w.must(w.ali.addTag("image", i.id, name))
	w.must(w.ali.addTag("snapshot", i.snapshot, name))
	w.must(w.ali.share(i.id, nil, nil))
	w.must(w.ali.deleteInstance(builder[0]))
	if tagged := w.only(w.ali, query{tag: name}); tagged.id != i.id {
		w.Errorf("tagged is %+v", tagged)
	}
	return i
}

// An image that has proved itself gets its name.
func TestWorkflow5RenameAndPromote(t *testing.T) {
	eachClient(t, func(w *workflow) {
		temporary, canonical := w.name+"-tmp", w.name
		w.release(newImage{instance: demoInstance, name: temporary})
		i := w.only(w.ali, query{name: temporary})
		w.must(w.ali.modify(i.id, change{name: canonical, description: ptr("promoted")}))
		if got := w.only(w.ali, query{name: canonical}); got.id != i.id || got.name != canonical || got.description != "promoted" {
			w.Errorf("promoted, it is %+v", got)
		}
		w.none(w.ali, query{name: temporary})
	})
}

// A disk image out of a bucket; what it can do is said right away, how it boots when it is there.
func TestWorkflow6ImportForNVMeAndUEFI(t *testing.T) {
	eachClient(t, func(w *workflow) {
		id := w.got(w.ali.importImage(newImport{name: w.name, bucket: "images", object: w.name + ".qcow2"}))
		w.must(w.ali.modify(id, change{nvmeSupport: "supported"}))
		w.available(w.ali, id)
		w.must(w.ali.modify(id, change{bootMode: "UEFI"}))
		if i := w.only(w.ali, query{id: id}); i.nvmeSupport != "supported" || i.bootMode != "UEFI" {
			w.Errorf("the imported image is %+v", i)
		}
		w.boots(w.ali, newInstances{image: id}, id)
	})
}

// An encrypted copy takes the place of the image that it was made from.
func TestWorkflow7Encrypt(t *testing.T) {
	eachClient(t, func(w *workflow) {
		plain := w.release(newImage{instance: demoInstance, name: w.name + "-plain", family: w.family})
		secret := w.got(w.ali.copyImage(plain.id, newCopy{region: region, name: w.name, encrypted: true}))
		w.available(w.ali, secret)
		w.must(w.ali.modify(secret, change{nvmeSupport: "supported", family: w.family}))
		w.must(w.ali.deleteImage(plain.id))
		w.absent(plain.id)
		w.must(w.ali.deleteSnapshot(plain.snapshot))
		w.head(w.ali, w.family, secret)
		w.boots(w.ali, newInstances{image: secret}, secret)
	})
}

// Another account uses what was built, as one of its family.
func TestWorkflow8ShareAfterBuild(t *testing.T) {
	eachClient(t, func(w *workflow) {
		i := w.release(newImage{instance: demoInstance, name: w.name, family: w.family})
		w.must(w.ali.share(i.id, []string{cassimID}, nil))
		theirs, err := w.cassim.images(query{owner: "others", family: "acs:" + aliID + ":" + w.family})
		if err != nil || !slices.Equal(ids(theirs), []string{i.id}) {
			w.Errorf("cassim sees %+v, %v", theirs, err)
		}
		w.boots(w.cassim, newInstances{family: "acs:" + aliID + ":" + w.family}, i.id)
		w.must(w.ali.share(i.id, nil, []string{cassimID}))
		w.none(w.cassim, query{id: i.id})
	})
}
