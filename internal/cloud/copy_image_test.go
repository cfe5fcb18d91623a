package cloud_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sesame/internal/cloud"
)

func copyFrom(id string, starts, ready time.Duration) cloud.Copy {
	return cloud.Copy{Image: id, Starts: epoch.Add(starts), Ready: epoch.Add(ready)}
}

func TestCopyStart(t *testing.T) {
	var queue []cloud.Copy
	for n, want := range []time.Duration{0, 0, 0, 0, 0, 10, 11, 12, 13, 14, 20} {
		now := epoch.Add(time.Duration(min(n, 4)))
		start := cloud.CopyStart(queue, now)
		if n < 5 {
			want = time.Duration(n) // a place is free
		}
		if !start.Equal(epoch.Add(want)) {
			t.Errorf("copy %d starts after %v, want %v", n, start.Sub(epoch), want)
		}
		queue = append(queue, cloud.Copy{Starts: start, Ready: start.Add(10)})
	}
}

// TestCopiesAtOnce: whatever is asked for, done and cancelled, five run at most, and while
// one waits five do run.
func TestCopiesAtOnce(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	for round := range 50 {
		var queue []cloud.Copy
		now := epoch
		for step := range 100 {
			now = now.Add(time.Duration(dice.IntN(4)) * time.Second)
			queue = underWay(queue, now)
			if len(queue) > 0 && dice.IntN(3) == 0 {
				gone := dice.IntN(len(queue))
				queue = append(queue[:gone], queue[gone+1:]...)
				queue = replaced(queue, cloud.MoveUp(queue, now))
			} else {
				start := cloud.CopyStart(queue, now)
				queue = append(queue, cloud.Copy{
					Image: fmt.Sprint(step), Starts: start, Ready: start.Add(time.Duration(1+dice.IntN(20)) * time.Second),
				})
			}
			checkPlan(t, round, queue, now)
		}
	}
}

func underWay(all []cloud.Copy, now time.Time) (left []cloud.Copy) {
	for _, c := range all {
		if c.Ready.After(now) {
			left = append(left, c)
		}
	}
	return left
}

func replaced(all, moved []cloud.Copy) []cloud.Copy {
	for _, m := range moved {
		for n := range all {
			if all[n].Image == m.Image {
				all[n] = m
			}
		}
	}
	return all
}

// checkPlan looks at each instant at which something starts.
func checkPlan(t *testing.T, round int, queue []cloud.Copy, now time.Time) {
	t.Helper()
	instants := []time.Time{now}
	for _, c := range queue {
		instants = append(instants, c.Starts)
	}
	for _, at := range instants {
		running, waiting := 0, 0
		for _, c := range queue {
			switch {
			case at.Before(c.Starts):
				waiting++
			case at.Before(c.Ready):
				running++
			}
		}
		if running > cloud.MaxCopiesAtOnce || at.Equal(now) && waiting > 0 && running < cloud.MaxCopiesAtOnce {
			t.Fatalf("round %d: %d run and %d wait: %v", round, running, waiting, queue)
		}
	}
}

func TestMoveUp(t *testing.T) {
	now := epoch.Add(5)
	left := []cloud.Copy{
		copyFrom("late", 20, 30), copyFrom("next", 10, 17), copyFrom("a", 0, 10), copyFrom("b", 0, 20), copyFrom("c", 0, 20), copyFrom("d", 0, 20),
	}
	want := []cloud.Copy{copyFrom("next", 5, 12), copyFrom("late", 10, 20)}
	if diff := cmp.Diff(want, cloud.MoveUp(left, now)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if moved := cloud.MoveUp(left[2:], now); moved != nil {
		t.Errorf("nothing waits, %v moved", moved)
	}
}

func TestMayCopy(t *testing.T) {
	plain := cloud.Image{Account: "1", Region: "here", Outcome: cloud.Available}
	with := func(change func(*cloud.Image)) *cloud.Image {
		i := plain
		change(&i)
		return &i
	}
	secret := with(func(i *cloud.Image) { i.Disks = []cloud.DiskMapping{{Kind: cloud.SystemDisk}, {Encrypted: true}} })
	for _, c := range []struct {
		name            string
		image           *cloud.Image
		account, region string
		encrypt         bool
		want            error
	}{
		{"own, elsewhere", &plain, "1", "there", false, nil},
		{"own, here", &plain, "1", "here", false, cloud.ErrCopySameRegion},
		{"own, here, encrypting", &plain, "1", "here", true, nil},
		{"own, elsewhere, encrypting", &plain, "1", "there", true, cloud.ErrCopyEncryptAcross},
		{"shared, here", &plain, "2", "here", false, nil},
		{"shared, here, encrypting", &plain, "2", "here", true, nil},
		{"shared, elsewhere", &plain, "2", "there", false, cloud.ErrCopySharedAcross},
		{"encrypted, elsewhere", secret, "1", "there", true, nil},
		{"encrypted, here", secret, "1", "here", true, nil},
		{"encrypted, to plain", secret, "1", "there", false, cloud.ErrCopyEncrypted},
		{"community", with(func(i *cloud.Image) { i.Public = true }), "1", "there", false, cloud.ErrImageCommunity},
		{"deprecated", with(func(i *cloud.Image) { i.Outcome = cloud.Deprecated }), "1", "there", false, cloud.ErrImageNotAvailable},
		{"not done", with(func(i *cloud.Image) { i.Ready = epoch.Add(1) }), "1", "there", false, cloud.ErrImageNotAvailable},
		{"failed", with(func(i *cloud.Image) { i.Outcome = cloud.CreateFailed }), "1", "there", false, cloud.ErrImageNotAvailable},
	} {
		if got := c.image.MayCopy(c.account, c.region, c.encrypt, epoch); !errors.Is(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestCopyOf(t *testing.T) {
	source := cloud.NewImage("1", "here", "m-1", cloud.WorkImport, epoch, 0)
	source.Name, source.Family, source.Shares, source.LicenseType, source.IoOptimized = "n", "f", 2, "BYOL", false
	source.SetPlatform("Ubuntu")
	source.Tags = []cloud.Tag{{Key: "k"}}
	source.SetDisks([]cloud.DiskMapping{
		{Device: "a", Kind: cloud.SystemDisk, SizeGiB: 40, Format: "RAW", Bucket: "b", Object: "o"},
		{Device: "b", Kind: cloud.DataDisk, SizeGiB: 20},
		{Device: "c", Kind: cloud.DataDisk, SizeGiB: 30, Snapshot: "s-1", Encrypted: true},
	})
	want := cloud.NewImage("2", "there", "m-2", cloud.WorkCopy, epoch, 0)
	want.SetPlatform("Ubuntu")
	want.Copied, want.LicenseType, want.SizeGiB, want.IoOptimized = true, "BYOL", 40, false
	want.Disks = []cloud.DiskMapping{
		{Device: "a", Kind: cloud.SystemDisk, SizeGiB: 40, Snapshot: "new-1", Encrypted: true},
		{Device: "b", Kind: cloud.DataDisk, SizeGiB: 20, Encrypted: true},
		{Device: "c", Kind: cloud.DataDisk, SizeGiB: 30, Snapshot: "new-2", Encrypted: true},
	}
	n := 0
	got := cloud.NewImage("2", "there", "m-2", cloud.WorkCopy, epoch, 0)
	got.CopyOf(source, true, func() string { n++; return fmt.Sprintf("new-%d", n) })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMayCancelCopy(t *testing.T) {
	soon := epoch.Add(1)
	for _, c := range []struct {
		image cloud.Image
		want  error
	}{
		{cloud.Image{Work: cloud.WorkCopy, Starts: soon, Ready: soon.Add(1)}, nil},
		{cloud.Image{Work: cloud.WorkCopy, Ready: soon, Outcome: cloud.CreateFailed}, nil},
		{cloud.Image{Work: cloud.WorkCopy, Outcome: cloud.Available}, cloud.ErrCopyDone},
		{cloud.Image{Work: cloud.WorkCopy, Outcome: cloud.Deprecated}, cloud.ErrCopyDone},
		{cloud.Image{Work: cloud.WorkCopy, Outcome: cloud.CreateFailed}, cloud.ErrCopyFailed},
		{cloud.Image{Work: cloud.WorkImport, Ready: soon}, cloud.ErrNotCopied},
	} {
		if got := c.image.MayCancelCopy(epoch); !errors.Is(got, c.want) {
			t.Errorf("%s, %s: %v, want %v", c.image.Work, c.image.Status(epoch), got, c.want)
		}
	}
}

func TestMayPublish(t *testing.T) {
	for _, c := range []struct {
		image cloud.Image
		want  error
	}{
		{cloud.Image{Outcome: cloud.Available}, nil},
		{cloud.Image{Outcome: cloud.Available, Shares: 2}, nil},
		{cloud.Image{Outcome: cloud.Available, Public: true}, cloud.ErrImageCommunity},
		{cloud.Image{Outcome: cloud.Available, Ready: epoch.Add(1)}, cloud.ErrImageDeprecated},
		{cloud.Image{Outcome: cloud.Deprecated}, cloud.ErrImageDeprecated},
	} {
		if got := c.image.MayPublish(epoch); !errors.Is(got, c.want) {
			t.Errorf("%s: %v, want %v", c.image.Status(epoch), got, c.want)
		}
	}
}
