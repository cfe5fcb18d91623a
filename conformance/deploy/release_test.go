package deploy

import (
	"os"
	"strings"
	"testing"

	strict "sigs.k8s.io/yaml"
)

// TestReleases: goreleaser builds what make dist builds, in the same way, with checksums and
// a list of what is in each archive.
func TestReleases(t *testing.T) {
	text, err := os.ReadFile("../../.goreleaser.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var releases struct {
		Builds   []struct{ Env, Targets, Flags, Ldflags []string }
		Checksum struct{ Algorithm string }
		SBOMs    []struct{ Artifacts string } `json:"sboms"`
	}
	if err := strict.Unmarshal(text, &releases); err != nil {
		t.Fatal(err)
	}
	if len(releases.Builds) != 1 || len(releases.Builds[0].Ldflags) != 1 || releases.Checksum.Algorithm != "sha256" || len(releases.SBOMs) != 1 {
		t.Fatalf("%+v", releases)
	}
	source, err := os.ReadFile("../../internal/dist/main.go")
	if err != nil {
		t.Fatal(err)
	}
	build := releases.Builds[0]
	linked, _, _ := strings.Cut(build.Ldflags[0], "{{")
	wanted := append(append(build.Flags, build.Env...), linked)
	for _, target := range build.Targets {
		system, rest, _ := strings.Cut(target, "_")
		architecture, level, _ := strings.Cut(rest, "_")
		wanted = append(wanted, `"`+system+"/"+architecture+`"`, "GO"+strings.ToUpper(architecture)+"="+level)
	}
	for _, want := range wanted {
		if !strings.Contains(string(source), want) {
			t.Errorf("internal/dist does not have %s", want)
		}
	}
	if _, list, _ := strings.Cut(string(source), "var platforms = "); strings.Count(strings.SplitN(list, "\n", 2)[0], "/") != len(build.Targets) {
		t.Error("internal/dist has other platforms")
	}
}
