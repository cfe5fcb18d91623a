package cloud_test

import (
	"testing"
	"time"

	"sesame/internal/cloud"
)

func TestDiskStatus(t *testing.T) {
	d := &cloud.Disk{Created: epoch}
	d.Begin(cloud.DiskCreating, epoch, time.Minute)
	for _, c := range []struct {
		after time.Duration
		want  cloud.DiskStatus
	}{{0, cloud.DiskCreating}, {time.Minute - 1, cloud.DiskCreating}, {time.Minute, cloud.DiskAvailable}} {
		if got := d.Status(epoch.Add(c.after)); got != c.want {
			t.Errorf("after %v: %s, want %s", c.after, got, c.want)
		}
	}
	later := epoch.Add(time.Hour)
	d.AttachTo("i-1", "/dev/xvdb", later)
	if got := d.Status(later); got != cloud.DiskInUse || !d.Attached.Equal(later) {
		t.Errorf("attached: %s since %v", got, d.Attached)
	}
	d.Begin(cloud.DiskReIniting, later, time.Minute)
	if got := d.Status(later); got != cloud.DiskReIniting || !d.Busy(later) {
		t.Errorf("set back: %s", got)
	}
	d.Detach(later)
	if got := d.Status(later.Add(time.Hour)); got != cloud.DiskAvailable || d.Device != "" || !d.Detached.Equal(later) {
		t.Errorf("detached: %s %q since %v", got, d.Device, d.Detached)
	}
}

func TestDiskPerformance(t *testing.T) {
	for _, c := range []struct {
		category, level  string
		gib, iops, mibps int
	}{
		{cloud.CategoryESSD, "", 100, 6800, 170},
		{cloud.CategoryESSD, "PL0", 40, 2280, 110},
		{cloud.CategoryESSD, "PL3", 65536, 1000000, 4000},
		{"cloud_efficiency", "", 20, 1960, 103},
		{"cloud_ssd", "", 32768, 25000, 300},
		{"ephemeral_ssd", "", 100, 0, 0},
	} {
		d := &cloud.Disk{Category: c.category, PerformanceLevel: c.level, SizeGiB: c.gib}
		if iops, mibps := d.Performance(); iops != c.iops || mibps != c.mibps {
			t.Errorf("%+v: %d, %d", c, iops, mibps)
		}
	}
	d := &cloud.Disk{Category: cloud.CategoryAuto, SizeGiB: 10, ProvisionedIOPS: 100}
	if iops, _ := d.Performance(); iops != 2400 || d.MaxProvisionedIOPS() != 7700 {
		t.Errorf("auto: %d, at most %d more", iops, d.MaxProvisionedIOPS())
	}
}

func TestSnapshotStates(t *testing.T) {
	d := &cloud.Disk{Account: "1", Region: "r", ID: "d-abc", Kind: cloud.SystemDisk, SizeGiB: 40, Encrypted: true}
	s := cloud.NewSnapshot(d, "s-1", "m-1", epoch, epoch.Add(time.Minute))
	if s.Status(epoch) != cloud.SnapshotProgressing || s.Status(s.Ready) != cloud.SnapshotAccomplished {
		t.Errorf("%s, then %s", s.Status(epoch), s.Status(s.Ready))
	}
	if s.Remaining(epoch) != time.Minute || s.Remaining(s.Ready.Add(1)) != 0 {
		t.Errorf("remaining %v, then %v", s.Remaining(epoch), s.Remaining(s.Ready.Add(1)))
	}
	if disk, ok := cloud.LinkedDisk(s.Link()); !ok || disk != d.ID {
		t.Errorf("%q leads to %q", s.Link(), disk)
	}
	for _, link := range []string{"", "sl-", "s-abc"} {
		if _, ok := cloud.LinkedDisk(link); ok {
			t.Errorf("%q is a chain", link)
		}
	}
}
