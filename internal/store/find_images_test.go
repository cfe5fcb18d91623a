package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

func TestPagesOfImages(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		for _, i := range []*cloud.Image{
			sample("m-b", named("web-1")), sample("m-a", named("web-2")), sample("m-c", named("db-1")),
			sample("m-d", named("web-3"), ofFamily("", time.Second)),
		} {
			w.create(i)
		}
		w.create(sample("m-x", func(i *cloud.Image) { i.Region = beijing }), sample("m-y", func(i *cloud.Image) { i.Account = cassim }))
		for _, c := range []struct {
			name          string
			offset, limit int
			ids           string
			total         int
		}{
			{"", 0, 9, "m-d m-c m-b m-a", 4},
			{"", 1, 2, "m-c m-b", 4},
			{"", 3, 2, "m-a", 4},
			{"", 4, 2, "", 4},
			{"", 99, 2, "", 4},
			{"", 0, 0, "", 4},
			{"web*", 0, 9, "m-d m-b m-a", 3},
			{"web*", 1, 1, "m-b", 3},
			{"web*", 9, 1, "", 3},
			{"*1", 0, 9, "m-c m-b", 2},
			{"web", 0, 9, "", 0},
			{"web-1", 0, 9, "m-b", 1},
		} {
			w.view(func(tx *store.Tx) error {
				all, total, err := tx.FindImages(ali, hangzhou, &cloud.ImageFilter{Name: c.name}, epoch, c.offset, c.limit)
				var ids []string
				for _, i := range all {
					ids = append(ids, i.ID)
				}
				same(t, fmt.Sprintf("%q, %d from %d", c.name, c.limit, c.offset), c.ids, strings.Join(ids, " "))
				same(t, "total", c.total, total)
				return err
			})
		}
	})
}

func TestImagesByID(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1"), sample("m-2"), sample("m-3"))
		w.view(func(tx *store.Tx) error {
			all, err := tx.ImagesByID(ali, hangzhou, []string{"m-3", "none", "m-1"})
			var ids []string
			for _, i := range all {
				ids = append(ids, i.ID)
			}
			same(t, "in the order asked for", []string{"m-3", "m-1"}, ids)
			return err
		})
	})
}

// Small alphabets, so that filters hit.
var (
	someNames    = rapid.SampledFrom([]string{"", "aa", "ab", "aab", "a-b", "镜像", "镜a像", "AA", "a%b", "a_b"})
	someFamilies = rapid.SampledFrom([]string{"", "web", "Web", "db"})
	someOS       = rapid.SampledFrom([]string{"", "linux", "windows"})
	someArch     = rapid.SampledFrom([]string{"x86_64", "i386", "arm64"})
	someModes    = rapid.SampledFrom([]string{cloud.BootBIOS, cloud.BootUEFI, cloud.BootUEFIPreferred})
	someMachines = rapid.Custom(func(t *rapid.T) *cloud.Machine {
		return cloud.NewMachine(
			rapid.SliceOfN(someArch, 1, 2).Draw(t, "archs"), rapid.SliceOfN(someModes, 1, 2).Draw(t, "modes"), rapid.Bool().Draw(t, "nvme"))
	})
	someGroups   = rapid.SampledFrom([]string{"", "rg-1", "rg-2"})
	someSnaps    = rapid.SampledFrom([]string{"", "s-1", "s-2", "s-3"})
	someKeys     = rapid.SampledFrom([]string{"env", "Env", "team"})
	someValues   = rapid.SampledFrom([]string{"", "prod", "test"})
	someStatuses = rapid.SampledFrom([]cloud.Status{
		cloud.Waiting, cloud.Creating, cloud.Available, cloud.UnAvailable, cloud.CreateFailed, cloud.Deprecated, "Nonsense",
	})
	someInstants = rapid.Custom(func(t *rapid.T) time.Time {
		return epoch.Add(time.Duration(rapid.IntRange(-3, 3).Draw(t, "ms")) * time.Millisecond)
	})
	someFlags = rapid.Ptr(rapid.Bool(), true)
)

// Generators name themselves when they are first used, which tests that run at the same time must not
// see happen.
func init() {
	for _, g := range []fmt.Stringer{
		someNames, someFamilies, someOS, someArch, someModes, someMachines, someGroups, someSnaps, someKeys, someValues,
		someStatuses, someInstants, someFlags,
	} {
		_ = g.String()
	}
}

func randomImage(t *rapid.T, id string, taken map[string]bool) *cloud.Image {
	i := cloud.NewImage(ali, hangzhou, id, cloud.WorkCreate, someInstants.Draw(t, "created"), 0)
	if i.Name = someNames.Draw(t, "name"); taken[i.Name] {
		i.Name = ""
	}
	taken[i.Name] = i.Name != ""
	i.Family, i.OSType, i.Architecture = someFamilies.Draw(t, "family"), someOS.Draw(t, "os"), someArch.Draw(t, "arch")
	i.BootMode, i.NvmeSupport = someModes.Draw(t, "mode"), rapid.SampledFrom([]string{"supported", "unsupported"}).Draw(t, "nvme")
	i.ResourceGroup = someGroups.Draw(t, "group")
	i.Outcome = rapid.SampledFrom([]cloud.Status{cloud.Available, cloud.UnAvailable, cloud.CreateFailed, cloud.Deprecated}).Draw(t, "outcome")
	i.Starts = someInstants.Draw(t, "starts")
	i.Ready = i.Starts.Add(time.Duration(rapid.IntRange(0, 3).Draw(t, "work")) * time.Millisecond)
	i.Cloudinit, i.IoOptimized = rapid.Bool().Draw(t, "cloudinit"), rapid.Bool().Draw(t, "optimized")
	for _, kind := range rapid.SliceOfN(rapid.SampledFrom([]cloud.DiskKind{cloud.SystemDisk, cloud.DataDisk}), 0, 3).Draw(t, "disks") {
		i.Disks = append(i.Disks, cloud.DiskMapping{Kind: kind, Snapshot: someSnaps.Draw(t, "snapshot")})
	}
	for _, k := range rapid.SliceOfNDistinct(someKeys, 0, 3, rapid.ID).Draw(t, "keys") {
		i.Tags = append(i.Tags, cloud.Tag{Key: k, Value: someValues.Draw(t, "value")})
	}
	i.InUse = rapid.Bool().Draw(t, "in use")
	if i.Outcome != cloud.Deprecated && rapid.Bool().Draw(t, "shared") {
		i.Shares = 1
	}
	return i
}

// sometimes keeps most conditions away, so that something is selected.
func sometimes[V any](t *rapid.T, what string, g *rapid.Generator[V]) (v V) {
	if rapid.SampledFrom([]int{0, 1, 2, 3, 4, 5, 6, 7}).Draw(t, what+"?") == 7 {
		v = g.Draw(t, what)
	}
	return v
}

func randomFilter(t *rapid.T) *cloud.ImageFilter {
	patterns := rapid.OneOf(someNames, rapid.SampledFrom([]string{"*", "a*", "*b", "a*b", "a**b", "*a*", "aa*ab", "镜*", "**", "A*", "a%*", "a_*"}))
	f := &cloud.ImageFilter{
		IDs:            sometimes(t, "ids", rapid.SliceOfN(rapid.SampledFrom([]string{"m-0", "m-1", "m-2", "m-9"}), 1, 3)),
		Statuses:       sometimes(t, "statuses", rapid.SliceOfN(someStatuses, 1, 3)),
		Name:           sometimes(t, "name", patterns),
		Family:         sometimes(t, "family", someFamilies),
		OSType:         sometimes(t, "os", someOS),
		Architecture:   sometimes(t, "arch", someArch),
		Machine:        sometimes(t, "machine", someMachines),
		ResourceGroup:  sometimes(t, "group", someGroups),
		Snapshot:       sometimes(t, "snapshot", someSnaps),
		CreatedFrom:    sometimes(t, "from", someInstants),
		CreatedTo:      sometimes(t, "to", someInstants),
		InUse:          sometimes(t, "in use", someFlags),
		Shared:         sometimes(t, "shared", someFlags),
		Usable:         sometimes(t, "usable", someFlags),
		Cloudinit:      sometimes(t, "cloudinit", someFlags),
		IoOptimized:    sometimes(t, "optimized", someFlags),
		SystemDiskOnly: sometimes(t, "system disk only", rapid.Bool()),
	}
	for range rapid.IntRange(0, 2).Draw(t, "tags") {
		m := cloud.TagMatch{Key: someKeys.Draw(t, "key")}
		if rapid.Bool().Draw(t, "with value") {
			v := someValues.Draw(t, "value")
			m.Value = &v
		}
		f.Tags = append(f.Tags, m)
	}
	return f
}

// The store answers a filter in SQL, the domain for an image at hand: both must say the
// same of any image and any filter, and pages must be pages of that.
func TestFindImagesSelectsWhatMatches(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		rounds := 0
		rapid.Check(t, func(rt *rapid.T) {
			rounds++
			if rounds > 25 && strings.HasSuffix(t.Name(), "postgres") {
				return // a server that is asked over a socket: fewer rounds
			}
			var images []*cloud.Image
			taken := map[string]bool{}
			for n := range rapid.IntRange(1, 6).Draw(rt, "images") {
				images = append(images, randomImage(rt, fmt.Sprintf("m-%d", n), taken))
			}
			filters := rapid.SliceOfN(rapid.Custom(randomFilter), 20, 20).Draw(rt, "filters")
			now := someInstants.Draw(rt, "now").Add(time.Duration(rapid.IntRange(0, 1).Draw(rt, "half")) * time.Millisecond / 2)
			err := w.try(func(tx *store.Tx) error {
				if err := fillWith(tx, images); err != nil {
					return err
				}
				for _, f := range filters {
					if err := compareFind(tx, images, f, now); err != nil {
						return err
					}
				}
				return errRefused // and away with them
			})
			if !errors.Is(err, errRefused) {
				rt.Fatal(err)
			}
		})
	})
}

func fillWith(tx *store.Tx, images []*cloud.Image) error {
	for _, i := range images {
		made := i.Clone()
		made.Shares = 0
		if err := tx.CreateImage(made); err != nil {
			return err
		}
		if i.Shares > 0 {
			if err := share(tx, i.ID, cassim); err != nil {
				return err
			}
		}
		if !i.InUse {
			continue
		}
		err := tx.CreateInstance(&cloud.Instance{Account: ali, Region: hangzhou, ID: "i-" + i.ID, Image: i.ID})
		if err != nil {
			return err
		}
	}
	return nil
}

func compareFind(tx *store.Tx, images []*cloud.Image, f *cloud.ImageFilter, now time.Time) error {
	var want []*cloud.Image
	for _, i := range images {
		if f.Match(i, now) {
			want = append(want, i)
		}
	}
	slices.SortFunc(want, func(a, b *cloud.Image) int {
		if c := b.Created.Compare(a.Created); c != 0 {
			return c
		}
		return strings.Compare(b.ID, a.ID)
	})
	got, total, err := tx.FindImages(ali, hangzhou, f, now, 0, 100)
	if err != nil {
		return err
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(cloud.Image{}, "Revision")); diff != "" || total != len(want) {
		return fmt.Errorf("filter %+v at %v: total %d of %d (-match +find):\n%s", *f, now, total, len(want), diff)
	}
	page, total, err := tx.FindImages(ali, hangzhou, f, now, 1, 2)
	if err != nil {
		return err
	}
	from, to := min(1, len(want)), min(3, len(want))
	if diff := cmp.Diff(want[from:to], page, cmp.Transformer("ids", func(all []*cloud.Image) (ids []string) {
		for _, i := range all {
			ids = append(ids, i.ID)
		}
		return ids
	})); diff != "" || total != len(want) {
		return fmt.Errorf("filter %+v at %v: page of %d (-match +find):\n%s", *f, now, total, diff)
	}
	return nil
}
