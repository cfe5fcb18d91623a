package torture_test

import (
	"cmp"
	"fmt"
	"testing"
	"time"

	"sesame/internal/store"
)

// notOvertaken: what an image is was written, and no acknowledged write began after that
// one had ended.
func notOvertaken(name string, writes []*write) error {
	is := &write{end: -1} // as it was made
	for _, x := range writes {
		if x.name == name {
			is = x
		}
	}
	if name != "" && is.name == "" {
		return fmt.Errorf("is %q, which nobody wrote", name)
	}
	for _, x := range writes {
		if x.acked && is.end < x.begin && (is.acked || is.name == "") {
			return fmt.Errorf("is %q: the acknowledged write of %q is lost", name, x.name)
		}
	}
	return nil
}

// checkEvents: one event for each change, each goes on from where another ended, and
// the last of them is what the image is.
func checkEvents(name string, events []store.Event, writes []*write) error {
	made := map[string]store.Event{} // by the name that was written
	from := map[string]bool{}
	for _, e := range events[1:] { // the first is the making of the image
		to, _ := e.After["name"].(string)
		before, _ := e.Before["name"].(string)
		if e.After["description"] != describing(to) {
			return fmt.Errorf("the event of %q is of half a change: %v", to, e.After)
		}
		if _, twice := made[to]; twice {
			return fmt.Errorf("two events of %q", to)
		}
		if from[before] {
			return fmt.Errorf("two events begin at %q", before)
		}
		made[to], from[before] = e, true
	}
	for before := range from {
		if _, ok := made[before]; before != "" && !ok {
			return fmt.Errorf("an event begins at %q, which no event made", before)
		}
	}
	if _, ok := made[name]; name != "" && (!ok || from[name]) {
		return fmt.Errorf("is %q, but its events do not end there", name)
	}
	for _, x := range writes {
		e, ok := made[x.name]
		if x.acked && (!ok || e.RequestID != x.request) {
			return fmt.Errorf("the acknowledged write of %q has no event of request %s: %+v", x.name, x.request, e)
		}
		delete(made, x.name)
	}
	if len(made) > 0 {
		return fmt.Errorf("events of what nobody wrote: %v", made)
	}
	return nil
}

// checkTrail: each call that was answered has one event, which tells whether it was refused; the others
// are of calls that were not answered.
func checkTrail(events []store.Event, all []*writer) error {
	codes, unanswered := map[string]string{}, 0
	for _, e := range events {
		if _, twice := codes[e.RequestID]; twice {
			return fmt.Errorf("two events of request %s", e.RequestID)
		}
		codes[e.RequestID] = e.Code
	}
	check := func(writes []*write, want string) error {
		for _, x := range writes {
			code, ok := codes[x.request]
			switch {
			case !x.acked:
				unanswered++
			case !ok:
				return fmt.Errorf("the answered call %s (%q) has no event", x.request, want)
			case code != want:
				return fmt.Errorf("the call %s was answered %q, and its event says %q", x.request, want, code)
			}
			delete(codes, x.request)
		}
		return nil
	}
	for _, w := range all {
		if err := cmp.Or(check(w.writes, ""), check(w.denied, notFound)); err != nil {
			return err
		}
	}
	if len(codes) > unanswered {
		return fmt.Errorf("%d events of calls that nobody made: %v", len(codes)-unanswered, codes)
	}
	return nil
}

// The checks are worth something only if they can fail.
func TestChecksFindWhatIsWrong(t *testing.T) {
	written := func(name string, begin, end time.Duration, acked bool) *write {
		return &write{name: name, begin: begin, end: end, acked: acked, request: "request of " + name}
	}
	event := func(from, to string) store.Event {
		return store.Event{
			RequestID: "request of " + to, Before: map[string]any{"name": from, "description": describing(from)},
			After: map[string]any{"name": to, "description": describing(to)},
		}
	}
	half := event("a", "b")
	half.After["description"] = describing("a")
	made := store.Event{}
	a, b, lost := written("a", 0, 1, true), written("b", 2, 3, true), written("c", 4, 5, false)
	for _, c := range []struct {
		what   string
		name   string
		events []store.Event
		writes []*write
		good   bool
	}{
		{"nothing", "", []store.Event{made}, nil, true},
		{"two writes", "b", []store.Event{made, event("", "a"), event("a", "b")}, []*write{a, b}, true},
		{"events of one moment in any order", "b", []store.Event{made, event("a", "b"), event("", "a")}, []*write{a, b}, true},
		{"a write without an answer, done", "c", []store.Event{made, event("", "a"), event("a", "b"), event("b", "c")}, []*write{a, b, lost}, true},
		{"a write without an answer, not done", "b", []store.Event{made, event("", "a"), event("a", "b")}, []*write{a, b, lost}, true},
		{"a lost write", "a", []store.Event{made, event("", "a")}, []*write{a, b}, false},
		{"all writes lost", "", []store.Event{made}, []*write{a}, false},
		{"a lost event", "b", []store.Event{made, event("a", "b")}, []*write{a, b}, false},
		{"an event twice", "a", []store.Event{made, event("", "a"), event("", "a")}, []*write{a}, false},
		{"an event of half a change", "b", []store.Event{made, event("", "a"), half}, []*write{a, b}, false},
		{"an event of nobody", "b", []store.Event{made, event("", "a"), event("a", "b"), event("b", "x")}, []*write{a, b}, false},
		{"a name of nobody", "x", []store.Event{made}, nil, false},
	} {
		err := notOvertaken(c.name, c.writes)
		if err == nil {
			err = checkEvents(c.name, c.events, c.writes)
		}
		if (err == nil) != c.good {
			t.Errorf("%s: %v", c.what, err)
		}
	}
}

func TestTrailChecksFindWhatIsWrong(t *testing.T) {
	done := &write{acked: true, request: "done"}
	denied := &write{acked: true, request: "denied"}
	lost := &write{}
	writer := []*writer{{writes: []*write{done, lost}, denied: []*write{denied}}}
	event := func(request, code string) store.Event { return store.Event{RequestID: request, Code: code} }
	of := func(events ...store.Event) []store.Event { return events }
	for _, c := range []struct {
		what   string
		events []store.Event
		good   bool
	}{
		{"all there", of(event("done", ""), event("denied", notFound)), true},
		{"a call without an answer", of(event("done", ""), event("denied", notFound), event("lost", "")), true},
		{"a change is missing", of(event("denied", notFound)), false},
		{"a refusal is missing", of(event("done", "")), false},
		{"a refusal is there twice", of(event("done", ""), event("denied", notFound), event("denied", notFound)), false},
		{"a refusal as a change", of(event("done", ""), event("denied", "")), false},
		{"a call of nobody", of(event("done", ""), event("denied", notFound), event("lost", ""), event("x", "")), false},
	} {
		if err := checkTrail(c.events, writer); (err == nil) != c.good {
			t.Errorf("%s: %v", c.what, err)
		}
	}
}
