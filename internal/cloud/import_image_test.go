package cloud_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sesame/internal/cloud"
)

func TestValidBucket(t *testing.T) {
	for s, want := range map[string]bool{
		"": false, "ab": false, "abc": true, "a-1": true, "123": true, "-ab": false, "ab-": false, "aB1": false, "a.b": false, "a_b": false,
		strings.Repeat("b", 63): true, strings.Repeat("b", 64): false, "küb": false,
	} {
		if cloud.ValidBucket(s) != want {
			t.Errorf("ValidBucket(%q) is not %v", s, want)
		}
	}
}

func TestValidObject(t *testing.T) {
	for s, want := range map[string]bool{
		"": false, "o": true, "/o": false, `\o`: false, "a/b.raw": true, "镜像.vhd": true, "\xff": false,
		strings.Repeat("o", 1023): true, strings.Repeat("o", 1024): false,
	} {
		if cloud.ValidObject(s) != want {
			t.Errorf("ValidObject(%q) is not %v", s, want)
		}
	}
}

func TestImportFormat(t *testing.T) {
	for object, want := range map[string]string{
		"a.raw": "RAW", "a.b/c.VHD": "VHD", "qcow2": "QCOW2", "a.qcow2": "QCOW2", "a.vmdk": "VMDK", "a.img": "RAW", "a": "RAW", "a.": "RAW", "a.raw.tar.gz": "RAW",
	} {
		if got := cloud.ImportFormat(object); got != want {
			t.Errorf("ImportFormat(%q) = %q, want %q", object, got, want)
		}
	}
	for format, want := range map[string]bool{"RAW": true, "qcow2": true, "Vhd": true, "": false, "ISO": false} {
		if cloud.ValidImportFormat(format) != want {
			t.Errorf("ValidImportFormat(%q) is not %v", format, want)
		}
	}
}

func TestImportSystem(t *testing.T) {
	for _, c := range []struct{ platform, osType, architecture, bootMode, want string }{
		{"", "", "", "", "Others Linux linux x86_64 BIOS"},
		{"", "linux", "", "", "Others Linux linux x86_64 BIOS"},
		{"", "windows", "", "UEFI", "Other Windows windows x86_64 UEFI"},
		{"Ubuntu", "windows", "", "", "Ubuntu linux x86_64 BIOS"},
		{"Windows Server 2022", "linux", "", "", "Windows Server 2022 windows x86_64 BIOS"},
		{"Kylin", "", "arm64", "", "Kylin linux arm64 UEFI"},
		{"", "", "i386", "", "Others Linux linux i386 BIOS"},
	} {
		i := cloud.NewImage("1", "r", "m-1", cloud.WorkImport, epoch, 0)
		i.ImportSystem(c.platform, c.osType, c.architecture, c.bootMode)
		got := strings.Join([]string{i.Platform, i.OSType, i.Architecture, i.BootMode}, " ")
		if got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
		if !cloud.BootsOn(i.BootMode, i.Architecture) {
			t.Errorf("%+v does not boot", c)
		}
	}
}

func TestImportDisks(t *testing.T) {
	i := cloud.NewImage("1", "r", "m-1", cloud.WorkImport, epoch, 10)
	n := 0
	i.ImportDisks([]cloud.DiskMapping{
		{Device: "/dev/xvda", Kind: cloud.SystemDisk, SizeGiB: 20}, {Device: "/dev/xvdb", Kind: cloud.DataDisk, SizeGiB: 30},
	}, func() string { n++; return fmt.Sprint("s-", n) })
	if i.SizeGiB != 20 {
		t.Errorf("its size is %d", i.SizeGiB)
	}
	snapshot := func(id string, kind cloud.DiskKind, gib int) *cloud.Snapshot {
		return &cloud.Snapshot{
			Account: "1", Region: "r", ID: id, Kind: kind, Category: cloud.SnapshotStandard, SizeGiB: gib, Image: "m-1",
			Created: epoch, Modified: epoch, Starts: epoch, Ready: epoch.Add(10),
		}
	}
	want := []*cloud.Snapshot{snapshot("s-1", cloud.SystemDisk, 20), snapshot("s-2", cloud.DataDisk, 30)}
	if diff := cmp.Diff(want, i.NewSnapshots()); diff != "" {
		t.Error(diff)
	}
}
