package catalog

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestRegions(t *testing.T) {
	all := Regions()
	if len(all) != 29 || all[0].ID != "cn-qingdao" {
		t.Fatalf("%d regions, the first is %s", len(all), all[0].ID)
	}
	for _, r := range all {
		if r.NameZH == "" || r.NameEN == "" || r.NameJA == "" || r.Status != "available" {
			t.Errorf("%s: something is missing: %+v", r.ID, r)
		}
		if r.Endpoint != "ecs."+r.ID+".aliyuncs.com" {
			t.Errorf("%s: endpoint %s", r.ID, r.Endpoint)
		}
		if got, ok := FindRegion(r.ID); !ok || got != r {
			t.Errorf("FindRegion(%s) = %+v, %v", r.ID, got, ok)
		}
		if closing := strings.Contains(r.NameZH, "关停中"); r.Closing != closing {
			t.Errorf("%s: Closing is %v", r.ID, r.Closing)
		}
	}
	for _, id := range []string{"", "ap-south-1", "ap-southeast-2", "CN-HANGZHOU"} {
		if r, ok := FindRegion(id); ok {
			t.Errorf("FindRegion(%q) = %+v", id, r)
		}
	}
}

func TestZones(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Regions() {
		zones := Zones(r.ID)
		if len(zones) == 0 {
			t.Errorf("%s has no zone", r.ID)
		}
		for _, z := range zones {
			if z.RegionID != r.ID || !strings.HasPrefix(z.ID, r.ID) || z.NameZH == "" || z.NameEN == "" || z.Type == "" {
				t.Errorf("%s: %+v", r.ID, z)
			}
			if seen[z.ID] {
				t.Errorf("%s stands twice", z.ID)
			}
			seen[z.ID] = true
		}
	}
	for region := range zones() {
		if _, ok := FindRegion(region); !ok {
			t.Errorf("zones of %s, which is no region", region)
		}
	}
	if z := Zones("cn-nowhere"); z != nil {
		t.Errorf("zones of no region: %v", z)
	}
}

func TestPublicImages(t *testing.T) {
	all := PublicImages()
	for i, p := range all {
		if p.Name != p.ID || p.OSName == "" || p.OSNameEN == "" || p.Platform == "" || p.Version == "" || p.Created.IsZero() || p.SizeGiB < 20 {
			t.Errorf("something is missing: %+v", p)
		}
		oneOf(t, p.ID, p.OSType, "linux", "windows")
		oneOf(t, p.ID, p.Architecture, "x86_64", "arm64")
		oneOf(t, p.ID, p.BootMode, "BIOS", "UEFI", "UEFI-Preferred")
		oneOf(t, p.ID, p.NvmeSupport, "supported", "unsupported")
		oneOf(t, p.ID, p.ImdsSupport, "v1", "v2")
		if p.Architecture == "arm64" && p.BootMode != "UEFI" {
			t.Errorf("%s: arm64 boots with UEFI only, not %s", p.ID, p.BootMode)
		}
		if p.Family != "" && !strings.HasPrefix(p.Family, "acs:") {
			t.Errorf("%s: family %s", p.ID, p.Family)
		}
		if got, ok := FindPublicImage(p.ID); !ok || got != p {
			t.Errorf("FindPublicImage(%s) = %+v, %v", p.ID, got, ok)
		}
		if i > 0 && !all[i-1].before(p) {
			t.Errorf("%s stands before %s", all[i-1].ID, p.ID)
		}
	}
	if _, ok := FindPublicImage("m-none"); ok {
		t.Error("an image was found that is none")
	}
}

func (p PublicImage) before(q PublicImage) bool {
	return p.Created.After(q.Created) || p.Created.Equal(q.Created) && p.ID < q.ID
}

// TestObservedImage pins the one entry that was seen as a whole.
func TestObservedImage(t *testing.T) {
	p, ok := FindPublicImage("ubuntu_22_04_x64_20G_alibase_20250722.vhd")
	if !ok || p.Inferred || p.Retired || p.OSName != "Ubuntu  22.04 64位" || p.OSNameEN != "Ubuntu  22.04 64 bit" ||
		p.Description != "Kernel version is 5.15.0-144-generic, 2025.7.31" || p.Family != "acs:ubuntu_22_04_x64" ||
		p.Version != "v2025.7.31" || p.Created.Format("2006-01-02T15:04:05Z07:00") != "2025-07-31T09:12:38Z" ||
		!p.LoginAsNonRoot || !p.Cloudinit || !p.IoOptimized || p.BootMode != "UEFI-Preferred" {
		t.Errorf("%+v, %v", p, ok)
	}
}

// TestSeeds holds what clients and their tests take for granted in every region.
// Retired images do not count: a plain listing does not show them.
func TestSeeds(t *testing.T) {
	for _, seed := range []struct {
		id    string
		least int
	}{
		{`^ubuntu_2[0-9]_[0-9]+_x64_20G_alibase`, 2},
		{`^win`, 1},
		{`^centos`, 1},
		{`^debian`, 1},
		{`^opensuse`, 1},
		{`^freebsd`, 1},
		{`^aliyun`, 1},
	} {
		re, n := regexp.MustCompile(seed.id), 0
		for _, p := range PublicImages() {
			if p.Retired || !re.MatchString(p.ID) {
				continue
			}
			n++
			if p.OSType == "windows" && !regexp.MustCompile(`Windows Server .*版`).MatchString(p.OSName) {
				t.Errorf("%s: OSName %s", p.ID, p.OSName)
			}
		}
		if n < seed.least {
			t.Errorf("%d images match %s, clients need %d", n, seed.id, seed.least)
		}
	}
}

func TestPublicFamilyHead(t *testing.T) {
	for family, want := range map[string]string{
		"acs:ubuntu_24_04_x64":                   "ubuntu_24_04_x64_20G_alibase_20250527.vhd",
		"acs:alibaba_cloud_linux_3_2104_lts_x64": "aliyun_3_x64_20G_alibase_20260513.vhd",
		"acs:centos_7_9_x64":                     "", // retired
		"acs:none":                               "",
		"":                                       "",
	} {
		if got, ok := PublicFamilyHead(family); got.ID != want || ok != (want != "") {
			t.Errorf("PublicFamilyHead(%q) = %q, %v, want %q", family, got.ID, ok, want)
		}
	}
}

func TestInstanceTypes(t *testing.T) {
	all := InstanceTypes()
	if len(all) != 599 {
		t.Errorf("%d instance types", len(all))
	}
	for _, it := range all {
		if !strings.HasPrefix(it.ID, "ecs.") || !strings.HasPrefix(it.Family, "ecs.") || it.CPU < 1 || it.MemoryGiB <= 0 || len(it.BootModes) == 0 {
			t.Errorf("something is missing: %+v", it)
		}
		oneOf(t, it.ID, it.Architecture, "X86", "ARM")
		oneOf(t, it.ID, it.NvmeSupport, "required", "unsupported")
		oneOf(t, it.ID, it.FamilyLevel, "EntryLevel", "EnterpriseLevel", "CreditEntryLevel")
		for _, m := range it.BootModes {
			oneOf(t, it.ID, m, "BIOS", "UEFI")
		}
		if it.Architecture == "ARM" && slices.Contains(it.BootModes, "BIOS") {
			t.Errorf("%s: ARM boots with UEFI only", it.ID)
		}
		if (it.GPUs > 0) != (it.GPU != "") {
			t.Errorf("%s: %d GPUs %q", it.ID, it.GPUs, it.GPU)
		}
		if got, ok := FindInstanceType(it.ID); !ok || got.ID != it.ID || got.CPU != it.CPU {
			t.Errorf("FindInstanceType(%s) = %+v, %v: does it stand twice?", it.ID, got, ok)
		}
	}
	if _, ok := FindInstanceType("ecs.none"); ok {
		t.Error("an instance type was found that is none")
	}
}

// TestInstanceSizes holds the sizes that clients look for by vCPUs and memory.
func TestInstanceSizes(t *testing.T) {
	for _, want := range []struct {
		cpu int
		gib float64
	}{{1, 2}, {2, 4}, {2, 8}, {4, 16}} {
		if !slices.ContainsFunc(InstanceTypes(), func(it InstanceType) bool {
			return it.CPU == want.cpu && it.MemoryGiB == want.gib
		}) {
			t.Errorf("no instance type with %d vCPUs and %v GiB", want.cpu, want.gib)
		}
	}
	if it, ok := FindInstanceType("ecs.g8i.large"); !ok || it.CPU != 2 || it.MemoryGiB != 8 || it.NvmeSupport != "required" {
		t.Errorf("ecs.g8i.large: %+v, %v", it, ok)
	}
}

func oneOf(t *testing.T, id, got string, values ...string) {
	t.Helper()
	if !slices.Contains(values, got) {
		t.Errorf("%s: %q is none of %q", id, got, values)
	}
}

func TestFamilies(t *testing.T) {
	seen := map[string]bool{}
	generation := map[string]string{}
	for _, f := range Families() {
		if seen[f.ID] {
			t.Errorf("%s stands twice", f.ID)
		}
		seen[f.ID] = true
		generation[f.ID] = f.Generation
	}
	for family, want := range map[string]string{
		"ecs.g8i": "ecs-6", "ecs.g7": "ecs-6", "ecs.g6": "ecs-5", "ecs.ebmre6p": "ecs-5",
		"ecs.c5": "ecs-4", "ecs.sn1ne": "ecs-3", "ecs.d1ne-c8d3": "ecs-3", "ecs.video-trans": "ecs-3",
	} {
		if generation[family] != want {
			t.Errorf("%s is of %q, want %s", family, generation[family], want)
		}
	}
	if len(seen) != 128 {
		t.Errorf("%d families", len(seen))
	}
}
