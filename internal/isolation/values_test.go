package isolation

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"sesame/internal/rpc"
	"sesame/internal/store"
)

// changeSomething leaves events of ali and of cassim: of a change, and of a refusal.
func (w *world) changeSomething() {
	w.t.Helper()
	for _, o := range []owner{ali, cassim} {
		changed := w.call(o, "ModifyImageAttribute", url.Values{"ImageId": {o.id("m")}, "Description": {"changed"}})
		refused := w.call(o, "ModifyImageAttribute", url.Values{"ImageId": {o.id("m")}, "ImageName": {"1"}})
		if !strings.HasPrefix(changed, "200") || !strings.HasPrefix(refused, "400") {
			w.t.Fatalf("%s: %s, %s", o.name, changed, refused)
		}
	}
}

// knownOf is what others may know of an owner: who that is, what there is, and what ali asked for. Nobody's
// are like ali's, and of nothing.
func (w *world) knownOf(o owner) []string {
	key, _ := o.key()
	all := []string{o.account, o.name, key, "image-" + o.letter, "instance-" + o.letter, "snapshot-" + o.letter}
	kinds := map[string]bool{}
	for _, some := range resources {
		for _, kind := range some {
			kinds[kind] = true
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		all = append(all, o.id(kind))
	}
	for _, request := range w.requests[:2] {
		if o == nobody {
			request = request[:len(request)-4] + "0000"
		}
		event := store.EventsAt(epoch.Add(time.Hour)) + "." + request
		all = append(all, request, event, event+".0")
	}
	return all
}

// beside are the parameters without which one says nothing, each time with other values.
func beside(t *testing.T, parameter string) []url.Values {
	t.Helper()
	switch parameter {
	case "LookupAttribute.N.Value":
		return eachOf("LookupAttribute.1.Key", lookupKeys(t)...)
	case "Tag.N.Value":
		return eachOf("Tag.1.Key", "owner")
	case "NextToken":
		return eachOf("Direction", "FORWARD", "BACKWARD")
	}
	return []url.Values{nil}
}

func eachOf(name string, values ...string) (all []url.Values) {
	for _, v := range values {
		all = append(all, url.Values{name: {v}})
	}
	return all
}

// try sends a value in a parameter of a good call of cassim, and gives the answer without it.
func (w *world) try(a action, parameter, value string, beside url.Values) string {
	v := a.parameters(parameter)
	maps.Copy(v, beside)
	if v.Set(sent(parameter), value); slices.Contains(lists, parameter) {
		v.Set(parameter, `["`+value+`"]`)
	}
	return strings.ReplaceAll(w.call(cassim, a.Name, v), value, "TRIED")
}

// TestNobodyReadsOthers: whatever is known of another account, in whatever text parameter of whatever action
// that reads, the answer is that for the like of nobody: byte for byte, request ids included.
func TestNobodyReadsOthers(t *testing.T) {
	for _, a := range served {
		if a.Access != rpc.ReadOnly {
			continue
		}
		t.Run(a.Name, func(t *testing.T) {
			t.Parallel()
			foreign, missing := newWorld(t), newWorld(t)
			foreign.changeSomething()
			missing.changeSomething()
			alis, nobodys := foreign.knownOf(ali), missing.knownOf(nobody)
			for _, p := range rpc.Parameters(a.Request) {
				if p.Kind != "string" {
					continue
				}
				for _, with := range beside(t, p.Name) {
					for n, known := range alis {
						got, want := foreign.try(a, p.Name, known, with), missing.try(a, p.Name, nobodys[n], with)
						if got != want {
							t.Fatalf("%s=%s with %v: what is another's is told apart from what is not there\n got %s\nwant %s", p.Name, known, with, got, want)
						}
					}
				}
			}
		})
	}
}
