package conformance

import "testing"

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
	})
}
