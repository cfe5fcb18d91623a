package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

func TestImageIsReadAsItWasWritten(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		want := sample("m-1", named("first"), ofFamily("web", 0))
		w.create(want)
		same(t, "image", want, w.image("m-1"))

		bare := &cloud.Image{Account: ali, Region: hangzhou, ID: "m-2", Outcome: cloud.CreateFailed}
		w.create(bare)
		same(t, "image without anything", bare, w.image("m-2"))
	})
}

func TestImageIsFoundOnlyByItsOwnKey(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1"))
		for _, key := range [][3]string{{cassim, hangzhou, "m-1"}, {ali, beijing, "m-1"}, {ali, hangzhou, "M-1"}, {ali, hangzhou, ""}} {
			w.view(func(tx *store.Tx) error {
				if _, err := tx.Image(key[0], key[1], key[2]); !errors.Is(err, store.ErrNotFound) {
					t.Errorf("image %v: %v, want ErrNotFound", key, err)
				}
				return nil
			})
		}
	})
}

func TestUpdateChangesEveryField(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1", named("first")))
		want := &cloud.Image{
			Account: ali, Region: hangzhou, ID: "m-1", Name: "second", Family: "db", Description: "other", Version: "v2",
			Outcome: cloud.UnAvailable, Work: cloud.WorkImport, Created: epoch.Add(1e9), Starts: epoch.Add(2e9), Ready: epoch.Add(3e9),
			Platform: "Windows Server 2022", OSType: "windows", OSName: "Windows 中文", OSNameEN: "Windows", Architecture: "arm64",
			BootMode: cloud.BootUEFI, LicenseType: "Auto", NvmeSupport: "supported", ImdsSupport: "v2", ResourceGroup: "rg-2",
			SizeGiB: 50, Public: true, Tags: []cloud.Tag{{Key: "k", Value: "v"}}, Shares: 3,
			Disks: []cloud.DiskMapping{{Device: "/dev/xvda", Kind: cloud.SystemDisk, Snapshot: "s-other", SizeGiB: 50}},
		}
		w.change("m-1", func(i *cloud.Image) { *i = *want })
		same(t, "image", want, w.image("m-1"))
	})
}

func TestUpdateAndDeleteOfNothing(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		i, is := sample("m-1"), sample("m-1", named("new"))
		if err := w.try(func(tx *store.Tx) error { return tx.UpdateImage(i, is) }); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("update: %v, want ErrNotFound", err)
		}
		if err := w.try(func(tx *store.Tx) error { return tx.DeleteImage(i) }); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("delete: %v, want ErrNotFound", err)
		}
		same(t, "events", 0, w.rows("events"))
	})
}

func TestIndexRowsFollowTheImage(t *testing.T) {
	tagged := func(key string) cloud.ImageFilter { return cloud.ImageFilter{Tags: []cloud.TagMatch{{Key: key}}} }
	of := func(snapshot string) cloud.ImageFilter { return cloud.ImageFilter{Snapshot: snapshot} }
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1"), sample("m-2"))
		same(t, "by tag", []string{"m-2", "m-1"}, w.find(tagged("env")))
		same(t, "by snapshot", []string{"m-1"}, w.find(of("s-m-1-data")))

		w.change("m-1", func(i *cloud.Image) {
			i.Tags = []cloud.Tag{{Key: "other"}}
			i.Disks = []cloud.DiskMapping{{Device: "/dev/xvda", Kind: cloud.SystemDisk, Snapshot: "s-new", SizeGiB: 40}}
		})
		same(t, "by the old tag", []string{"m-2"}, w.find(tagged("env")))
		same(t, "by the new tag", []string{"m-1"}, w.find(tagged("other")))
		same(t, "by the old snapshot", nil, w.find(of("s-m-1-data")))
		same(t, "by the new snapshot", []string{"m-1"}, w.find(of("s-new")))
		same(t, "rows of snapshots", 3, w.rows("image_snapshots"))

		for _, id := range []string{"m-1", "m-2"} {
			w.do(func(tx *store.Tx) error {
				i, err := tx.Image(ali, hangzhou, id)
				if err != nil {
					return err
				}
				return tx.DeleteImage(i)
			})
		}
		same(t, "rows of tags", 0, w.rows("tags"))
		same(t, "rows of snapshots", 0, w.rows("image_snapshots"))
	})
}

func TestNamesAreUniqueInARegion(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1", named("taken")), sample("m-2", named("mine")))
		again := sample("m-3", named("taken"))
		if err := w.try(func(tx *store.Tx) error { return tx.CreateImage(again) }); !errors.Is(err, store.ErrExists) {
			t.Errorf("create: %v, want ErrExists", err)
		}
		if err := w.tryChange("m-2", named("taken")); !errors.Is(err, store.ErrExists) {
			t.Errorf("rename: %v, want ErrExists", err)
		}
		same(t, "name after the refusal", "mine", w.image("m-2").Name)

		w.create(sample("m-4", named("Taken"))) // names differ by case
		w.create(sample("m-1", named("taken"), func(i *cloud.Image) { i.Region = beijing }))
		w.create(sample("m-1", named("taken"), func(i *cloud.Image) { i.Account = cassim }))
		w.change("m-1", named("taken")) // its own
	})
}

func TestNameIsFreeAgain(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1", named("name")))
		w.change("m-1", named("other"))
		w.create(sample("m-2", named("name")))
		w.do(func(tx *store.Tx) error { return tx.DeleteImage(sample("m-2")) })
		w.create(sample("m-3", named("name")))

		// Within one transaction, too.
		w.do(func(tx *store.Tx) error {
			if err := tx.DeleteImage(sample("m-3")); err != nil {
				return err
			}
			return tx.CreateImage(sample("m-4", named("name")))
		})
	})
}

func TestNamelessImagesDoNotClash(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		for n := range 5 {
			w.create(sample(fmt.Sprintf("m-%d", n)))
		}
		w.create(sample("m-named", named("name")))
		w.change("m-named", named(""))
		same(t, "images", 6, len(w.find(cloud.ImageFilter{})))
	})
}

func TestIDsAreUnique(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1", named("a1")))
		err := w.try(func(tx *store.Tx) error { return tx.CreateImage(sample("m-1", named("b1"))) })
		if !errors.Is(err, store.ErrExists) {
			t.Errorf("%v, want ErrExists", err)
		}
		same(t, "name", "a1", w.image("m-1").Name)
	})
}

func TestNameTaken(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1", named("name")), sample("m-2"))
		for _, c := range []struct {
			account, region, name, except string
			want                          bool
		}{
			{ali, hangzhou, "name", "", true},
			{ali, hangzhou, "name", "m-2", true},
			{ali, hangzhou, "name", "m-1", false},
			{ali, hangzhou, "", "m-1", false},
			{ali, hangzhou, "Name", "", false},
			{ali, beijing, "name", "", false},
			{cassim, hangzhou, "name", "", false},
		} {
			w.view(func(tx *store.Tx) error {
				got, err := tx.NameTaken(c.account, c.region, c.name, c.except)
				if got != c.want {
					t.Errorf("%+v: %v", c, got)
				}
				return err
			})
		}
	})
}

func TestCountImagesStopsAtTheLimit(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		for n := range 4 {
			w.create(sample(fmt.Sprintf("m-%d", n)))
		}
		w.view(func(tx *store.Tx) error {
			for limit, want := range []int{0, 1, 2, 3, 4, 4} {
				got, err := tx.CountImages(ali, hangzhou, limit)
				if err != nil {
					return err
				}
				same(t, fmt.Sprintf("up to %d", limit), want, got)
			}
			return nil
		})
	})
}

// Whatever a caller does, a deprecated image is neither shared nor published.
func TestSchemaRefusesASharedDeprecatedImage(t *testing.T) {
	deprecated := func(i *cloud.Image) { i.Outcome = cloud.Deprecated }
	shared := func(i *cloud.Image) { i.Shares = 1 }
	public := func(i *cloud.Image) { i.Public = true }
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-old", deprecated), sample("m-shared", shared), sample("m-public", public))
		for name, fn := range map[string]func(*store.Tx) error{
			"create shared":    func(tx *store.Tx) error { return tx.CreateImage(sample("m-1", deprecated, shared)) },
			"create public":    func(tx *store.Tx) error { return tx.CreateImage(sample("m-1", deprecated, public)) },
			"share":            func(tx *store.Tx) error { return changeImage(tx, "m-old", shared) },
			"publish":          func(tx *store.Tx) error { return changeImage(tx, "m-old", public) },
			"deprecate shared": func(tx *store.Tx) error { return changeImage(tx, "m-shared", deprecated) },
			"deprecate public": func(tx *store.Tx) error { return changeImage(tx, "m-public", deprecated) },
			"less than none":   func(tx *store.Tx) error { return changeImage(tx, "m-old", func(i *cloud.Image) { i.Shares = -1 }) },
		} {
			err := w.try(fn)
			if err == nil || errors.Is(err, store.ErrExists) || !strings.Contains(strings.ToLower(err.Error()), "check") {
				t.Errorf("%s: %v, want the refusal of the CHECK constraint", name, err)
			}
		}
		same(t, "images", 3, w.rows("images"))
	})
}

func TestInUseFollowsTheInstances(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1"))
		same(t, "without", false, w.image("m-1").InUse)
		w.do(func(tx *store.Tx) error {
			return tx.CreateInstance(&cloud.Instance{Account: ali, Region: hangzhou, ID: "i-1", Image: "m-1", Created: epoch})
		})
		same(t, "with an instance", true, w.image("m-1").InUse)
	})
}

func TestMachinesAreReadAsTheyWereWritten(t *testing.T) {
	tags := []cloud.Tag{{Key: "env", Value: "prod"}, {Key: "none"}}
	instance := &cloud.Instance{
		Account: ali, Region: hangzhou, ID: "i-1", Name: "n", Zone: "z", Type: "ecs.g7.large", Image: "m-1",
		Outcome: cloud.InstanceRunning, Locked: true, ResourceGroup: "rg", Created: epoch, Tags: tags,
	}
	disks := []*cloud.Disk{
		{Account: ali, Region: hangzhou, ID: "d-2", Instance: "i-1", Device: "/dev/xvda", Kind: cloud.SystemDisk, Category: "cloud_essd", SizeGiB: 40, Created: epoch, Tags: tags},
		{Account: ali, Region: hangzhou, ID: "d-1", Instance: "i-1", Device: "/dev/xvdb", Kind: cloud.DataDisk, SizeGiB: 9, Encrypted: true, Created: epoch},
	}
	snapshot := &cloud.Snapshot{
		Account: ali, Region: hangzhou, ID: "s-1", Name: "n", Disk: "d-1", Kind: cloud.DataDisk, SizeGiB: 9,
		Encrypted: true, Image: "m-1", ResourceGroup: "rg", Created: epoch, Ready: epoch.Add(1e9), Tags: tags,
	}
	onAll(t, func(t *testing.T, w *world) {
		w.do(func(tx *store.Tx) error {
			return errors.Join(tx.CreateInstance(instance), tx.CreateDisk(disks[1]), tx.CreateDisk(disks[0]), tx.CreateSnapshot(snapshot))
		})
		w.view(func(tx *store.Tx) error {
			i, err1 := tx.Instance(ali, hangzhou, "i-1")
			d, err2 := tx.Disks(ali, hangzhou, "i-1")
			s, err3 := tx.Snapshot(ali, hangzhou, "s-1")
			same(t, "instance", instance, i)
			same(t, "disks", disks, d)
			same(t, "snapshot", snapshot, s)
			_, err := tx.Instance(ali, beijing, "i-1")
			same(t, "elsewhere", true, errors.Is(err, store.ErrNotFound))
			_, err = tx.Snapshot(cassim, hangzhou, "s-1")
			same(t, "of another", true, errors.Is(err, store.ErrNotFound))
			return errors.Join(err1, err2, err3)
		})
		same(t, "events", 4, w.rows("events"))
		same(t, "rows of tags", 6, w.rows("tags"))
	})
}

// Identifiers come back when they are drawn from a seed.
func TestDeleteOfAnIDThatCameBack(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		for range 2 {
			w.create(sample("m-1"))
			w.now = w.now.Add(time.Second)
			w.do(func(tx *store.Tx) error {
				i, err := tx.Image(ali, hangzhou, "m-1")
				if err != nil {
					return err
				}
				return tx.DeleteImage(i)
			})
			same(t, "events", 2, len(w.events("m-1")))
		}
	})
}
