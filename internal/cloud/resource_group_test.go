package cloud_test

import (
	"testing"

	"sesame/internal/cloud"
)

func TestFirstGroups(t *testing.T) {
	groups := cloud.FirstGroups("1000000000000001")
	if len(groups) != 2 || groups[0].Name != "default" {
		t.Errorf("%v", groups)
	}
	for _, g := range groups {
		if !cloud.IsFirstGroup("1000000000000001", g.ID) {
			t.Errorf("%s is none of them", g.ID)
		}
		if cloud.IsFirstGroup("1000000000000002", g.ID) {
			t.Errorf("%s is another's, too", g.ID)
		}
	}
	if cloud.IsFirstGroup("1000000000000001", "rg-1") {
		t.Error("rg-1 is one of them")
	}
}
