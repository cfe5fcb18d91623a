package sandbox_test

import (
	"cmp"
	"encoding/json"
	"encoding/xml"
	"maps"
	"slices"
	"strings"
	"testing"

	"sesame/internal/api"
	"sesame/internal/apierr"
	"sesame/internal/errorcentre"
	"sesame/internal/rpc"
	"sesame/internal/sandbox"
)

// TestExamples plays every example: the last of its requests is answered with the error
// that it is an example of, and those before it are not.
func TestExamples(t *testing.T) {
	for _, e := range errorcentre.Examples() {
		t.Run(cmp.Or(e.Action, "any")+"/"+e.Error.Code, func(t *testing.T) {
			t.Parallel()
			played, err := sandbox.Play(t.Context(), e)
			if err != nil {
				t.Fatal(err)
			}
			if len(played) == 0 {
				t.Fatal("nothing was asked")
			}
			last := played[len(played)-1]
			if answered := refusal(t, last); !e.Error.Matches(answered) || e.Action != "" && e.Action != last.Action {
				t.Errorf("%v\nwas answered with %d %s", e, last.Status, last.Answer)
			}
		})
	}
}

func refusal(t *testing.T, x errorcentre.Exchange) *apierr.Error {
	t.Helper()
	e := &apierr.Error{}
	if err := decode(x.Answer, e); err != nil {
		t.Fatalf("%s: %v", x.Answer, err)
	}
	e.Status = x.Status
	return e
}

func decode(answer string, into any) error {
	if strings.HasPrefix(answer, "<") {
		return xml.Unmarshal([]byte(answer), into)
	}
	return json.Unmarshal([]byte(answer), into)
}

// actions are those of all products.
func actions() (all []*rpc.Operation) {
	for _, p := range api.Products(api.Config{}) {
		all = slices.AppendSeq(all, maps.Values(p.Operations))
	}
	return all
}

// TestEveryErrorHasAnExample: of each action, as its row of the table says, and of the
// gateway.
func TestEveryErrorHasAnExample(t *testing.T) {
	if *update {
		updateExamples(t)
		return
	}
	for _, a := range actions() {
		for _, e := range a.Errors {
			if _, ok := errorcentre.FindExample(a.Name, e); !ok {
				t.Errorf("%s has no example of %d %v: run the tests with -update", a.Name, e.Status, e)
			}
		}
	}
	for _, e := range apierr.Gateway() {
		_, ok := errorcentre.FindExample("", e)
		if !ok && !slices.Contains(withoutExample, e) {
			t.Errorf("the gateway's %d %v has no example in examples/gateway.txt", e.Status, e)
		}
	}
}

// withoutExample are errors that no request can bring about.
var withoutExample = []*apierr.Error{apierr.InternalError}
