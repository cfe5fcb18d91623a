package actiontrail_test

import (
	"slices"
	"strings"
	"testing"

	"sesame/internal/api/actiontrail"
	"sesame/internal/contract"
	"sesame/internal/rpc"
)

// notKept are published elements of events that the trail knows nothing of.
var notKept = []string{
	"Events.N.additionalEventData", "Events.N.responseElements", "Events.N.userIdentity.sessionContext.attributes", "Events.N.vpcId",
}

// TestContract: parameters and elements are those that are published, of the same types.
func TestContract(t *testing.T) {
	p := actiontrail.New(actiontrail.Config{})
	for _, a := range actiontrail.Actions() {
		c := contract.Load(t, p.Name, a.Name)
		if c.Version != p.Version || c.Access != "list" || a.Access != rpc.ReadOnly {
			t.Errorf("%s: version %s, access %s", a.Name, c.Version, c.Access)
		}
		var have, published []string
		for _, q := range rpc.Parameters(p.Operations[a.Name].Request) {
			have = append(have, q.Name+" "+q.Kind)
		}
		for _, q := range c.Parameters {
			published = append(published, q.Name+" "+q.Type)
		}
		compare(t, a.Name+" takes", have, published)

		have, published = []string{"RequestId string"}, nil
		for _, e := range rpc.Elements(p.Operations[a.Name].Response) {
			have = append(have, e.Name+" "+e.Kind)
		}
		for _, e := range c.ResponsePaths() {
			if name := strings.ReplaceAll(e.Path, "[]", ".N"); !slices.Contains(notKept, name) {
				published = append(published, name+" "+e.Type)
			}
		}
		compare(t, a.Name+" answers", have, published)
	}
}

func compare(t *testing.T, about string, have, published []string) {
	t.Helper()
	slices.Sort(have)
	slices.Sort(published)
	if !slices.Equal(have, published) {
		t.Errorf("%s\n%q\npublished are\n%q", about, have, published)
	}
}
