package reference_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sesame/internal/api/ecs"
	"sesame/internal/contract"
	"sesame/internal/reference"
	"sesame/internal/rpc"
)

func actions() []*reference.Action { return reference.Actions(ecs.New(ecs.Config{})) }

func find(t *testing.T, name string) *reference.Action {
	t.Helper()
	for _, a := range actions() {
		if a.Name == name {
			return a
		}
	}
	t.Fatalf("no action %s", name)
	return nil
}

func parameter(t *testing.T, a *reference.Action, name string) reference.Parameter {
	t.Helper()
	for _, p := range a.Parameters {
		if p.Name == name {
			return p
		}
	}
	t.Fatalf("%s has no parameter %s", a.Name, name)
	return reference.Parameter{}
}

func TestActions(t *testing.T) {
	a := find(t, "ModifyImageAttribute")
	if a.Product != "Ecs" || a.Access != rpc.Write || len(a.Errors) == 0 ||
		a.Documentation != "https://api.aliyun.com/document/Ecs/2014-05-26/ModifyImageAttribute" {
		t.Errorf("%+v", a)
	}
	id := parameter(t, a, "ImageId")
	if !id.Required || id.Kind != "string" || !strings.HasPrefix(id.Example, "m-bp") {
		t.Errorf("%+v", id)
	}
	want := reference.Facts{Enum: []string{"Deprecated", "Available"}, Example: "Deprecated"}
	if diff := cmp.Diff(want, parameter(t, a, "Status").Facts); diff != "" {
		t.Errorf("Status (-want +got):\n%s", diff)
	}
	if key := parameter(t, find(t, "AddTags"), "Tag.N.Key"); key.Deprecated || key.MaxN != 20 {
		t.Errorf("the older Tag.N.key stands for Tag.N.Key: %+v", key)
	}
}

// TestEveryAction: what is served is described, in order, with what the contract has.
func TestEveryAction(t *testing.T) {
	all := actions()
	if !slices.IsSortedFunc(all, func(a, b *reference.Action) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("not sorted")
	}
	for _, a := range all {
		c := contract.Load(t, a.Product, a.Name)
		if a.Version != c.Version || a.Deprecated != c.Deprecated {
			t.Errorf("%s: %+v", a.Name, a)
		}
		for _, p := range a.Parameters {
			if have, ok := c.Parameter(p.Name); ok && (have.Example != p.Example || !slices.Equal(have.Enum, p.Enum)) {
				t.Errorf("%s %s: %+v, published: %+v", a.Name, p.Name, p, have)
			}
		}
	}
}

func TestTree(t *testing.T) {
	got := reference.Tree([]string{"ImageId", "Tag.N.Key", "Features.NvmeSupport", "Tag.N.Value", "Ids.N", "Nic.N.Groups.N"})
	want := []*reference.Node{
		{Name: "ImageId", Path: "ImageId"},
		{Name: "Tag", Path: "Tag.N", List: true, Leaf: -1, Fields: []*reference.Node{
			{Name: "Key", Path: "Tag.N.Key", Leaf: 1}, {Name: "Value", Path: "Tag.N.Value", Leaf: 3},
		}},
		{Name: "Features", Path: "Features", Leaf: -1, Fields: []*reference.Node{
			{Name: "NvmeSupport", Path: "Features.NvmeSupport", Leaf: 2},
		}},
		{Name: "Ids", Path: "Ids.N", List: true, Leaf: 4},
		{Name: "Nic", Path: "Nic.N", List: true, Leaf: -1, Fields: []*reference.Node{
			{Name: "Groups", Path: "Nic.N.Groups.N", List: true, Leaf: 5},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
