package cloud_test

import (
	"errors"
	"strings"
	"testing"

	"sesame/internal/cloud"
)

func TestValidPassword(t *testing.T) {
	for password, want := range map[string]bool{
		"Secret-1": true, "SECRET-1": true, "secret-1": true, "Secretly1": true,
		"Secret1": false, "secretly": false, "secretly1": false, "Secret 12": false, "": false, "Gehéim-1": false,
		strings.Repeat("Ab1", 10): true, strings.Repeat("Ab1", 10) + "x": false,
	} {
		if got := cloud.ValidPassword(password); got != want {
			t.Errorf("%q: %v", password, got)
		}
	}
}

func TestDiskNames(t *testing.T) {
	for name, want := range map[string][2]bool{
		"ab": {true, true}, "a": {false, false}, "1a": {false, false}, "auto-1": {true, false}, "镜像.1:2_3-4": {true, true},
		"acs:x": {true, true}, "http://x": {false, false}, strings.Repeat("a", 129): {false, false},
	} {
		if got := [2]bool{cloud.ValidDiskName(name), cloud.ValidSnapshotName(name)}; got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

func TestDevicesAndSizes(t *testing.T) {
	for device, want := range map[string]bool{"/dev/xvdb": true, "/dev/xvdz": true, "/dev/xvda": false, "/dev/xvdbb": false, "/dev/sdb": false, "": false} {
		if got := cloud.ValidDataDevice(device); got != want {
			t.Errorf("%q: %v", device, got)
		}
	}
	if got := cloud.FreeDataDevice(map[string]bool{"/dev/xvda": true, "/dev/xvdb": true, "/dev/xvdd": true}); got != "/dev/xvdc" {
		t.Errorf("free: %s", got)
	}
	for _, c := range []struct {
		d    cloud.Disk
		want error
		most int
	}{
		{cloud.Disk{Category: cloud.CategoryESSD, SizeGiB: 20}, nil, 65536},
		{cloud.Disk{Category: cloud.CategoryESSD, SizeGiB: 19}, cloud.ErrPerformanceLevel, 65536},
		{cloud.Disk{Category: cloud.CategoryESSD, SizeGiB: 19, PerformanceLevel: "PL0", Kind: cloud.SystemDisk}, nil, 2048},
		{cloud.Disk{Category: cloud.CategoryBasic, SizeGiB: 2001}, cloud.ErrDiskSize, 2000},
		{cloud.Disk{Category: "floppy", SizeGiB: 1}, cloud.ErrDiskSize, 1},
	} {
		if err := c.d.CheckSize(); !errors.Is(err, c.want) || c.d.MaxGiB() != c.most {
			t.Errorf("%+v: %v, at most %d", c.d, err, c.d.MaxGiB())
		}
	}
}
