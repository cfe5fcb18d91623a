package cloud_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sesame/internal/cloud"
)

var epoch = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestStateFollowsTime(t *testing.T) {
	i := &cloud.Image{Created: epoch, Starts: epoch.Add(10 * time.Second), Ready: epoch.Add(110 * time.Second)}
	for _, c := range []struct {
		after    time.Duration
		outcome  cloud.Status
		want     cloud.Status
		progress string
		underWay bool
		usable   bool
	}{
		{-time.Hour, cloud.Available, cloud.Waiting, "0%", true, false},
		{0, cloud.Available, cloud.Waiting, "0%", true, false},
		{10*time.Second - 1, cloud.Available, cloud.Waiting, "0%", true, false},
		{10 * time.Second, cloud.Available, cloud.Creating, "0%", true, false},
		{11 * time.Second, cloud.Available, cloud.Creating, "1%", true, false},
		{60 * time.Second, cloud.CreateFailed, cloud.Creating, "50%", true, false},
		{110*time.Second - 1, cloud.Available, cloud.Creating, "99%", true, false},
		{110 * time.Second, cloud.Available, cloud.Available, "100%", false, true},
		{time.Hour, cloud.Available, cloud.Available, "100%", false, true},
		{time.Hour, cloud.Deprecated, cloud.Deprecated, "100%", false, true},
		{time.Hour, cloud.UnAvailable, cloud.UnAvailable, "100%", false, false},
		{time.Hour, cloud.CreateFailed, cloud.CreateFailed, "100%", false, false},
	} {
		i.Outcome = c.outcome
		now := epoch.Add(c.after)
		if got := i.Status(now); got != c.want {
			t.Errorf("after %v: %s, want %s", c.after, got, c.want)
		}
		if got := i.Progress(now); got != c.progress {
			t.Errorf("after %v: %s, want %s", c.after, got, c.progress)
		}
		if got := i.UnderWay(now); got != c.underWay {
			t.Errorf("after %v: under way %v", c.after, got)
		}
		if got := i.Usable(now); got != c.usable {
			t.Errorf("after %v: usable %v", c.after, got)
		}
	}
}

func TestFailedImage(t *testing.T) {
	i := cloud.NewImage("1", "r", "m-1", cloud.WorkCreate, epoch, time.Hour)
	now := epoch.Add(time.Minute)
	i.Fail(now)
	if s := i.Status(now); s != cloud.CreateFailed || i.UnderWay(now) || i.Usable(now) || !i.Created.Equal(epoch) {
		t.Errorf("%s: %+v", s, i)
	}
}

func TestNewImage(t *testing.T) {
	at := func(pace time.Duration) *cloud.Image {
		return cloud.NewImage("1", "cn-hangzhou", "m-1", cloud.WorkCopy, epoch, pace)
	}
	if i := at(0); i.Status(epoch) != cloud.Available || i.Progress(epoch) != "100%" || !i.Usable(epoch) {
		t.Errorf("without a pace: %s %s", i.Status(epoch), i.Progress(epoch))
	}
	i := at(time.Minute)
	if i.Status(epoch) != cloud.Creating || i.Status(epoch.Add(time.Minute)) != cloud.Available {
		t.Errorf("with a pace: %s, then %s", i.Status(epoch), i.Status(epoch.Add(time.Minute)))
	}
	if i.Account != "1" || i.Region != "cn-hangzhou" || i.ID != "m-1" || i.Work != cloud.WorkCopy || !i.Created.Equal(epoch) {
		t.Errorf("%+v", i)
	}
}

func TestSnapshotProgress(t *testing.T) {
	s := &cloud.Snapshot{Created: epoch, Ready: epoch.Add(4 * time.Second)}
	for after, want := range map[time.Duration]string{0: "0%", time.Second: "25%", 4 * time.Second: "100%"} {
		if got := s.Progress(epoch.Add(after)); got != want {
			t.Errorf("after %v: %s, want %s", after, got, want)
		}
	}
	s.Starts = epoch.Add(2 * time.Second) // of a copy that waits
	for after, want := range map[time.Duration]string{time.Second: "0%", 3 * time.Second: "50%", 4 * time.Second: "100%"} {
		if got := s.Progress(epoch.Add(after)); got != want {
			t.Errorf("waiting, after %v: %s, want %s", after, got, want)
		}
	}
}

func TestCloneIsDeep(t *testing.T) {
	i := &cloud.Image{Name: "a", Disks: []cloud.DiskMapping{{Device: "d"}}, Tags: []cloud.Tag{{Key: "k"}}}
	c := i.Clone()
	if diff := cmp.Diff(i, c); diff != "" {
		t.Error(diff)
	}
	c.Name, c.Disks[0].Device, c.Tags[0].Key = "b", "e", "l"
	if i.Name != "a" || i.Disks[0].Device != "d" || i.Tags[0].Key != "k" {
		t.Errorf("changed with its clone: %+v", i)
	}
}

func TestSetPlatform(t *testing.T) {
	for platform, osType := range map[string]string{"Ubuntu": "linux", "Windows Server 2022": "windows", cloud.DefaultPlatform: "linux"} {
		var i cloud.Image
		i.SetPlatform(platform)
		if i.OSType != osType || i.Platform != platform || i.OSName != platform || i.OSNameEN != platform {
			t.Errorf("%s: %+v", platform, i)
		}
	}
}

func TestSetDisks(t *testing.T) {
	var i cloud.Image
	i.SetDisks([]cloud.DiskMapping{{Kind: cloud.DataDisk, SizeGiB: 100}, {Kind: cloud.SystemDisk, SizeGiB: 40}})
	if i.SizeGiB != 40 || !i.HasDataDisks() {
		t.Errorf("size %d, data disks %v", i.SizeGiB, i.HasDataDisks())
	}
	i.SetDisks([]cloud.DiskMapping{{Kind: cloud.SystemDisk, SizeGiB: 20}})
	if i.SizeGiB != 20 || i.HasDataDisks() {
		t.Errorf("size %d, data disks %v", i.SizeGiB, i.HasDataDisks())
	}
}

func TestInherit(t *testing.T) {
	from := &cloud.Image{
		ID: "m-0", Name: "n", Family: "f", Platform: "p", OSType: "o", OSName: "n", OSNameEN: "e", Architecture: "arm64",
		BootMode: cloud.BootUEFI, NvmeSupport: "supported", ImdsSupport: "v2", LicenseType: "BYOL", NonRootLogins: true, Cloudinit: true,
		Tags: []cloud.Tag{{Key: "k"}}, Shares: 3,
	}
	want := &cloud.Image{
		ID: "m-1", Platform: "p", OSType: "o", OSName: "n", OSNameEN: "e", Architecture: "arm64",
		BootMode: cloud.BootUEFI, NvmeSupport: "supported", ImdsSupport: "v2", LicenseType: "BYOL", NonRootLogins: true, Cloudinit: true,
	}
	got := &cloud.Image{ID: "m-1"}
	got.Inherit(from)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMayShare(t *testing.T) {
	now := epoch
	for _, c := range []struct {
		image cloud.Image
		want  error
	}{
		{cloud.Image{Outcome: cloud.Available}, nil},
		{cloud.Image{Outcome: cloud.Deprecated}, cloud.ErrImageDeprecated},
		{cloud.Image{Outcome: cloud.UnAvailable}, cloud.ErrImageDeprecated},
		{cloud.Image{Outcome: cloud.CreateFailed}, cloud.ErrImageDeprecated},
		{cloud.Image{Outcome: cloud.Available, Ready: now.Add(1)}, nil},
		{cloud.Image{Outcome: cloud.CreateFailed, Starts: now.Add(1), Ready: now.Add(2)}, nil}, // nobody knows yet
	} {
		if got := c.image.MayShare(now); !errors.Is(got, c.want) {
			t.Errorf("%s: %v, want %v", c.image.Status(now), got, c.want)
		}
	}
}
