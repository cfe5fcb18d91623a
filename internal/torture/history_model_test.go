package torture_test

import (
	"math"
	"testing"

	"github.com/anishathalye/porcupine"
)

// step is a call of a history.
type step struct {
	what, image, name string
}

// seen is what a call told. Of one that was not answered, nobody knows whether it was done,
// nor when.
type seen struct {
	code    string
	unknown bool
	is      attributes // to describe
}

// attributes is the state of an image: the zero value is none.
type attributes struct {
	name, description string
	shared            bool
}

const (
	notFound   = "InvalidImageId.NotFound"
	stillGiven = "ImageUseShared"
)

// after is what an image is after a step, and the code that it gives.
func after(s attributes, i step) (next attributes, code string) {
	none := s == attributes{}
	switch {
	case i.what == "create":
		return attributes{name: i.name, description: describing(i.name)}, ""
	case i.what == "describe" || i.what == "delete" && none:
		return s, ""
	case none:
		return s, notFound
	case i.what == "modify":
		s.name, s.description = i.name, describing(i.name)
	case i.what == "delete" && s.shared:
		return s, stillGiven
	case i.what == "delete":
		return attributes{}, ""
	default:
		s.shared = i.what == "share"
	}
	return s, ""
}

// images is the model: each image by itself, one call after the other.
var images = (&porcupine.NondeterministicModel{
	Partition: func(history []porcupine.Operation) (parts [][]porcupine.Operation) {
		by := map[string][]porcupine.Operation{}
		for _, op := range history {
			id := op.Input.(step).image
			by[id] = append(by[id], op)
		}
		for _, part := range by {
			parts = append(parts, part)
		}
		return parts
	},
	Init: func() []any { return []any{attributes{}} },
	Step: func(state, in, out any) []any {
		s, i, o := state.(attributes), in.(step), out.(seen)
		next, code := after(s, i)
		switch {
		case o.unknown:
			return []any{s, next}
		case o.code != code || i.what == "describe" && o.is != s:
			return nil
		}
		return []any{next}
	},
}).ToModel()

// The checker is worth something only if it can fail.
func TestCheckerOfHistories(t *testing.T) {
	op := func(call, ret int64, i step, o seen) porcupine.Operation {
		i.image = "m-1"
		return porcupine.Operation{Call: call, Return: ret, Input: i, Output: o}
	}
	is := func(name string, shared bool) seen {
		return seen{is: attributes{name, describing(name), shared}}
	}
	create, a, b := step{what: "create", name: "new"}, step{what: "modify", name: "a"}, step{what: "modify", name: "b"}
	describe, remove, share := step{what: "describe"}, step{what: "delete"}, step{what: "share"}
	for name, c := range map[string]struct {
		history []porcupine.Operation
		want    bool
	}{
		"one after the other": {[]porcupine.Operation{op(0, 1, create, seen{}), op(2, 3, a, seen{}), op(4, 5, describe, is("a", false))}, true},
		"a lost change":       {[]porcupine.Operation{op(0, 1, create, seen{}), op(2, 3, a, seen{}), op(4, 5, describe, is("new", false))}, false},
		"unknown, done late": {[]porcupine.Operation{
			op(0, 1, create, seen{}), op(2, math.MaxInt64, a, seen{unknown: true}),
			op(4, 5, describe, is("new", false)), op(6, 7, describe, is("a", false)),
		}, true},
		"unknown, done twice": {[]porcupine.Operation{
			op(0, 1, create, seen{}), op(2, math.MaxInt64, a, seen{unknown: true}),
			op(4, 5, describe, is("a", false)), op(6, 7, b, seen{}), op(8, 9, describe, is("b", false)), op(10, 11, describe, is("a", false)),
		}, false},
		"seen and gone": {[]porcupine.Operation{
			op(0, 1, create, seen{}), op(2, math.MaxInt64, a, seen{unknown: true}),
			op(4, 5, describe, is("a", false)), op(6, 7, describe, is("new", false)),
		}, false},
		"back from the dead": {[]porcupine.Operation{
			op(0, 1, create, seen{}), op(2, 3, remove, seen{}), op(4, 5, describe, is("new", false)),
		}, false},
		"a shared one removed": {[]porcupine.Operation{
			op(0, 1, create, seen{}), op(2, 3, share, seen{}), op(4, 5, remove, seen{}),
		}, false},
		"changed after its end": {[]porcupine.Operation{
			op(0, 1, create, seen{}), op(2, 3, remove, seen{}), op(4, 5, a, seen{code: notFound}),
		}, true},
	} {
		if got := porcupine.CheckOperations(images, c.history); got != c.want {
			t.Errorf("%s: linearizable %v, want %v", name, got, c.want)
		}
	}
}
