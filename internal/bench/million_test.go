package main

import (
	"regexp"
	"strings"
	"testing"

	"sesame/internal/contract"
)

// notFilters are the parameters of DescribeImages by which nothing is selected.
var notFilters = []string{"RegionId", "DryRun", "PageSize", "OwnerId", "OwnerAccount", "ResourceOwnerId", "ResourceOwnerAccount"}

var places = regexp.MustCompile(`\.\d+`)

func TestEachFilterIsAskedFor(t *testing.T) {
	asked := map[string]bool{}
	for _, f := range filters() {
		for name := range f.params(1) {
			asked[strings.ToLower(places.ReplaceAllString(name, ".N"))] = true
		}
	}
	for _, name := range notFilters {
		asked[strings.ToLower(name)] = true
	}
	for _, p := range contract.Load(t, "ecs", "DescribeImages").Parameters {
		if !asked[strings.ToLower(p.Name)] {
			t.Errorf("no row of the table asks by %s", p.Name)
		}
	}
}
