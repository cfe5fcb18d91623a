package cloud_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sesame/internal/cloud"
)

func to(s string) *string { return &s }

func TestCheckOfEachValue(t *testing.T) {
	long := strings.Repeat("a", 129)
	for _, c := range []struct {
		name   string
		change cloud.ImageChange
		want   error
	}{
		{"nothing", cloud.ImageChange{}, nil},
		{"name", cloud.ImageChange{Name: to("镜像.v1")}, nil},
		{"empty name", cloud.ImageChange{Name: to("")}, cloud.ErrImageName},
		{"long name", cloud.ImageChange{Name: &long}, cloud.ErrImageName},
		{"family", cloud.ImageChange{Family: to("web")}, nil},
		{"cleared family", cloud.ImageChange{Family: to("")}, nil},
		{"reserved family", cloud.ImageChange{Family: to("acs:web")}, cloud.ErrImageFamily},
		{"long family", cloud.ImageChange{Family: &long}, cloud.ErrImageFamily},
		{"description", cloud.ImageChange{Description: to("ab")}, nil},
		{"cleared description", cloud.ImageChange{Description: to("")}, nil},
		{"short description", cloud.ImageChange{Description: to("a")}, cloud.ErrDescription},
		{"Available", cloud.ImageChange{Status: to("Available")}, nil},
		{"Deprecated", cloud.ImageChange{Status: to("Deprecated")}, nil},
		{"another state", cloud.ImageChange{Status: to("Creating")}, cloud.ErrStatus},
		{"lower case", cloud.ImageChange{Status: to("available")}, cloud.ErrStatus},
		{"empty status", cloud.ImageChange{Status: to("")}, cloud.ErrStatus},
		{"BIOS", cloud.ImageChange{BootMode: to("BIOS")}, nil},
		{"UEFI", cloud.ImageChange{BootMode: to("UEFI")}, nil},
		{"UEFI-Preferred", cloud.ImageChange{BootMode: to("UEFI-Preferred")}, nil},
		{"another boot mode", cloud.ImageChange{BootMode: to("uefi")}, cloud.ErrBootMode},
		{"BYOL", cloud.ImageChange{LicenseType: to("BYOL")}, nil},
		{"another license", cloud.ImageChange{LicenseType: to("Auto")}, cloud.ErrLicenseType},
		{"NVMe", cloud.ImageChange{NvmeSupport: to("supported")}, nil},
		{"no NVMe", cloud.ImageChange{NvmeSupport: to("unsupported")}, nil},
		{"another NVMe", cloud.ImageChange{NvmeSupport: to("true")}, cloud.ErrNvmeSupport},
		{"v1", cloud.ImageChange{ImdsSupport: to("v1")}, nil},
		{"v2", cloud.ImageChange{ImdsSupport: to("v2")}, nil},
		{"v3", cloud.ImageChange{ImdsSupport: to("v3")}, cloud.ErrImdsSupport},
	} {
		if got := c.change.Check(); !errors.Is(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// Each fault is told before those that come after it.
func TestCheckOrder(t *testing.T) {
	c := cloud.ImageChange{
		Name: to("x"), Status: to("x"), Family: to("x"), BootMode: to("x"), LicenseType: to("x"),
		NvmeSupport: to("x"), ImdsSupport: to("x"), Description: to("x"),
	}
	for _, step := range []struct {
		want  error
		field **string
	}{
		{cloud.ErrImageName, &c.Name},
		{cloud.ErrStatus, &c.Status},
		{cloud.ErrImageFamily, &c.Family},
		{cloud.ErrBootMode, &c.BootMode},
		{cloud.ErrLicenseType, &c.LicenseType},
		{cloud.ErrNvmeSupport, &c.NvmeSupport},
		{cloud.ErrImdsSupport, &c.ImdsSupport},
		{cloud.ErrDescription, &c.Description},
	} {
		if got := c.Check(); !errors.Is(got, step.want) {
			t.Errorf("%v, want %v", got, step.want)
		}
		*step.field = nil
	}
	if err := c.Check(); err != nil {
		t.Error(err)
	}
}

func TestApplyRefusals(t *testing.T) {
	now := epoch
	creating := func(i *cloud.Image) { i.Ready = now.Add(1) }
	importing := func(i *cloud.Image) { i.Ready, i.Work = now.Add(1), cloud.WorkImport }
	shared := func(i *cloud.Image) { i.Shares = 1 }
	public := func(i *cloud.Image) { i.Public = true }
	inUse := func(i *cloud.Image) { i.InUse = true }
	outcome := func(s cloud.Status) func(*cloud.Image) { return func(i *cloud.Image) { i.Outcome = s } }
	arch := func(a string) func(*cloud.Image) { return func(i *cloud.Image) { i.Architecture = a } }
	deprecate, restore := cloud.ImageChange{Status: to("Deprecated")}, cloud.ImageChange{Status: to("Available")}
	rename, bios, uefi := cloud.ImageChange{Name: to("new")}, cloud.ImageChange{BootMode: to("BIOS")}, cloud.ImageChange{BootMode: to("UEFI")}
	features := cloud.ImageChange{NvmeSupport: to("supported"), ImdsSupport: to("v2")}
	type with = []func(*cloud.Image)
	for _, c := range []struct {
		name   string
		with   with
		change cloud.ImageChange
		want   error
	}{
		{"deprecate", nil, deprecate, nil},
		{"deprecate again", with{outcome(cloud.Deprecated)}, deprecate, cloud.ErrImageNotAvailable},
		{"deprecate a shared one", with{shared}, deprecate, cloud.ErrImageShared},
		{"deprecate a public one", with{public}, deprecate, cloud.ErrImageShared},
		{"deprecate a failed one", with{outcome(cloud.CreateFailed)}, deprecate, cloud.ErrImageNotAvailable},
		{"deprecate an unavailable one", with{outcome(cloud.UnAvailable)}, deprecate, cloud.ErrImageNotAvailable},
		{"deprecate a shared, failed one", with{shared, outcome(cloud.CreateFailed)}, deprecate, cloud.ErrImageShared},
		{"deprecate one in use", with{inUse}, deprecate, nil},
		{"deprecate one being made", with{creating, shared}, deprecate, cloud.ErrImageCreating},
		{"restore", with{outcome(cloud.Deprecated)}, restore, nil},
		{"restore an available one", nil, restore, cloud.ErrImageNotDeprecated},
		{"restore a shared one", with{shared}, restore, cloud.ErrImageNotDeprecated},
		{"restore a failed one", with{outcome(cloud.CreateFailed)}, restore, cloud.ErrImageNotDeprecated},
		{"restore one being made", with{creating}, restore, cloud.ErrImageCreating},
		{"rename", nil, rename, nil},
		{"rename a deprecated one", with{outcome(cloud.Deprecated)}, rename, nil},
		{"rename a failed one", with{outcome(cloud.CreateFailed)}, rename, nil},
		{"rename an unavailable one", with{outcome(cloud.UnAvailable)}, rename, nil},
		{"rename a shared one", with{shared, public, inUse}, rename, nil},
		{"rename one being made", with{creating}, rename, cloud.ErrImageCreating},
		{"rename one being imported", with{importing}, rename, cloud.ErrImageCreating},
		{"features of one being imported", with{importing}, features, nil},
		{"features of one being made", with{creating}, features, cloud.ErrImageCreating},
		{
			"features and more of one being imported",
			with{importing},
			cloud.ImageChange{NvmeSupport: to("supported"), Description: to("ab")},
			cloud.ErrImageCreating,
		},
		{"nothing of one being made", with{creating}, cloud.ImageChange{}, cloud.ErrImageCreating},
		{"UEFI", nil, uefi, nil},
		{"UEFI on i386", with{arch("i386")}, uefi, cloud.ErrBootModeForArch},
		{"BIOS on arm64", with{arch("arm64")}, bios, cloud.ErrBootModeForArch},
		{"UEFI on arm64", with{arch("arm64")}, uefi, nil},
		{"UEFI of one in use", with{inUse}, uefi, cloud.ErrImageInUse},
		{"BIOS on arm64, in use", with{arch("arm64"), inUse}, bios, cloud.ErrBootModeForArch},
		{"the same mode of one in use", with{inUse}, cloud.ImageChange{BootMode: to(cloud.BootUEFIPreferred)}, nil},
		{"v1 to v2", nil, cloud.ImageChange{ImdsSupport: to("v2")}, nil},
		{"v2 to v1", with{func(i *cloud.Image) { i.ImdsSupport = "v2" }}, cloud.ImageChange{ImdsSupport: to("v1")}, cloud.ErrImdsDowngrade},
		{"v2 to v2", with{func(i *cloud.Image) { i.ImdsSupport = "v2" }}, cloud.ImageChange{ImdsSupport: to("v2")}, nil},
	} {
		i := cloud.NewImage("1", "r", "m", cloud.WorkCreate, now.Add(-time.Hour), 0)
		for _, set := range c.with {
			set(i)
		}
		before := i.Clone()
		got, err := i.Apply(&c.change, now)
		if !errors.Is(err, c.want) || (err == nil) != (got != nil) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
		if diff := cmp.Diff(before, i); diff != "" {
			t.Errorf("%s: Apply changed the old image:\n%s", c.name, diff)
		}
	}
}

// Of several refusals, the first in this order is told.
func TestApplyOrder(t *testing.T) {
	i := cloud.NewImage("1", "r", "m", cloud.WorkCreate, epoch, time.Minute)
	i.Shares, i.InUse, i.ImdsSupport, i.Architecture = 1, true, "v2", "arm64"
	c := cloud.ImageChange{Status: to("Deprecated"), BootMode: to("BIOS"), ImdsSupport: to("v1")}
	for _, step := range []struct {
		want   error
		remedy func()
	}{
		{cloud.ErrImageCreating, func() { i.Ready = epoch }},
		{cloud.ErrImageShared, func() { i.Shares, i.Outcome = 0, cloud.UnAvailable }},
		{cloud.ErrImageNotAvailable, func() { i.Outcome = cloud.Available }},
		{cloud.ErrBootModeForArch, func() { i.Architecture = "x86_64" }},
		{cloud.ErrImageInUse, func() { i.InUse = false }},
		{cloud.ErrImdsDowngrade, func() { i.ImdsSupport = "v1" }},
		{nil, func() {}},
	} {
		if _, err := i.Apply(&c, epoch); !errors.Is(err, step.want) {
			t.Errorf("%v, want %v", err, step.want)
		}
		step.remedy()
	}
}

func TestApplySetsWhatIsGiven(t *testing.T) {
	i := cloud.NewImage("1", "r", "m", cloud.WorkCreate, epoch, 0)
	i.Name, i.Family, i.Description = "old", "old-family", "old text"
	for _, c := range []struct {
		change cloud.ImageChange
		set    func(*cloud.Image)
	}{
		{cloud.ImageChange{}, func(*cloud.Image) {}},
		{cloud.ImageChange{Name: to("new")}, func(i *cloud.Image) { i.Name = "new" }},
		{cloud.ImageChange{Family: to("")}, func(i *cloud.Image) { i.Family = "" }},
		{cloud.ImageChange{Description: to("")}, func(i *cloud.Image) { i.Description = "" }},
		{cloud.ImageChange{Status: to("Deprecated")}, func(i *cloud.Image) { i.Outcome = cloud.Deprecated }},
		{cloud.ImageChange{
			Name: to("new"), Family: to("f2"), Description: to("d2"), Status: to("Deprecated"), BootMode: to("UEFI"),
			LicenseType: to("BYOL"), NvmeSupport: to("supported"), ImdsSupport: to("v2"),
		}, func(i *cloud.Image) {
			i.Name, i.Family, i.Description, i.Outcome, i.BootMode = "new", "f2", "d2", cloud.Deprecated, "UEFI"
			i.LicenseType, i.NvmeSupport, i.ImdsSupport = "BYOL", "supported", "v2"
		}},
	} {
		want := i.Clone()
		c.set(want)
		got, err := i.Apply(&c.change, epoch)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestBootsOn(t *testing.T) {
	for architecture, modes := range map[string][3]bool{
		"x86_64": {true, true, true}, "arm64": {false, true, true}, "i386": {true, false, true},
	} {
		for n, mode := range []string{cloud.BootBIOS, cloud.BootUEFI, cloud.BootUEFIPreferred} {
			if got := cloud.BootsOn(mode, architecture); got != modes[n] {
				t.Errorf("%s on %s: %v", mode, architecture, got)
			}
		}
	}
}
