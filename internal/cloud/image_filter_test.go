package cloud_test

import (
	"testing"
	"time"

	"sesame/internal/cloud"
)

func TestFilterMatch(t *testing.T) {
	yes, no := true, false
	prod, empty := "prod", ""
	i := cloud.NewImage("1", "r", "m-1", cloud.WorkCreate, epoch, time.Minute)
	i.Name, i.Family, i.OSType, i.ResourceGroup = "web-1", "web", "linux", "rg-1"
	i.Disks = []cloud.DiskMapping{{Kind: cloud.SystemDisk, Snapshot: "s-1"}, {Kind: cloud.DataDisk, Snapshot: "s-2"}}
	i.Tags = []cloud.Tag{{Key: "env", Value: "prod"}, {Key: "none"}}
	for _, c := range []struct {
		name   string
		filter cloud.ImageFilter
		want   bool
	}{
		{"nothing asked", cloud.ImageFilter{}, true},
		{"id", cloud.ImageFilter{IDs: []string{"m-0", "m-1"}}, true},
		{"other id", cloud.ImageFilter{IDs: []string{"m-0"}}, false},
		{"name", cloud.ImageFilter{Name: "web-1"}, true},
		{"part of the name", cloud.ImageFilter{Name: "web"}, false},
		{"pattern", cloud.ImageFilter{Name: "web*"}, true},
		{"family", cloud.ImageFilter{Family: "web"}, true},
		{"family is no pattern", cloud.ImageFilter{Family: "w*"}, false},
		{"status", cloud.ImageFilter{Statuses: []cloud.Status{cloud.Creating}}, true},
		{"a later status", cloud.ImageFilter{Statuses: []cloud.Status{cloud.Available}}, false},
		{"any of two", cloud.ImageFilter{Statuses: []cloud.Status{cloud.Available, cloud.Creating}}, true},
		{"a status that is none", cloud.ImageFilter{Statuses: []cloud.Status{"Nonsense"}}, false},
		{"usable", cloud.ImageFilter{Usable: &yes}, false},
		{"not usable", cloud.ImageFilter{Usable: &no}, true},
		{"in use", cloud.ImageFilter{InUse: &yes}, false},
		{"not in use", cloud.ImageFilter{InUse: &no}, true},
		{"shared", cloud.ImageFilter{Shared: &yes}, false},
		{"not shared", cloud.ImageFilter{Shared: &no}, true},
		{"cloudinit", cloud.ImageFilter{Cloudinit: &yes}, true},
		{"no cloudinit", cloud.ImageFilter{Cloudinit: &no}, false},
		{"optimized", cloud.ImageFilter{IoOptimized: &yes}, true},
		{"not optimized", cloud.ImageFilter{IoOptimized: &no}, false},
		{"system", cloud.ImageFilter{OSType: "linux"}, true},
		{"other system", cloud.ImageFilter{OSType: "windows"}, false},
		{"architecture", cloud.ImageFilter{Architecture: "x86_64"}, true},
		{"other architecture", cloud.ImageFilter{Architecture: "arm64"}, false},
		{"a machine that boots it", cloud.ImageFilter{Machine: cloud.NewMachine([]string{"i386", "x86_64"}, nil, false)}, true},
		{"a machine that needs NVMe", cloud.ImageFilter{Machine: cloud.NewMachine([]string{"x86_64"}, nil, true)}, false},
		{"group", cloud.ImageFilter{ResourceGroup: "rg-1"}, true},
		{"other group", cloud.ImageFilter{ResourceGroup: "rg-2"}, false},
		{"snapshot of the system", cloud.ImageFilter{Snapshot: "s-1"}, true},
		{"snapshot of data", cloud.ImageFilter{Snapshot: "s-2"}, true},
		{"other snapshot", cloud.ImageFilter{Snapshot: "s-3"}, false},
		{"system disk alone", cloud.ImageFilter{SystemDiskOnly: true}, false},
		{"tag", cloud.ImageFilter{Tags: []cloud.TagMatch{{Key: "env"}}}, true},
		{"tag and value", cloud.ImageFilter{Tags: []cloud.TagMatch{{Key: "env", Value: &prod}, {Key: "none", Value: &empty}}}, true},
		{"tag and other value", cloud.ImageFilter{Tags: []cloud.TagMatch{{Key: "none", Value: &prod}}}, false},
		{"one tag of two", cloud.ImageFilter{Tags: []cloud.TagMatch{{Key: "env"}, {Key: "team"}}}, false},
		{"created in time", cloud.ImageFilter{CreatedFrom: epoch, CreatedTo: epoch}, true},
		{"created before", cloud.ImageFilter{CreatedFrom: epoch.Add(1)}, false},
		{"created after", cloud.ImageFilter{CreatedTo: epoch.Add(-1)}, false},
		{"one of many is not so", cloud.ImageFilter{Name: "web*", Family: "web", OSType: "windows"}, false},
	} {
		if got := c.filter.Match(i, epoch); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
