package consistency_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"sesame/internal/store"
)

// input is a call of a history. group is what it can be told apart by: histories of
// different groups know nothing of each other.
type input struct {
	group, image int
	what         string
	name         string // to modify
}

// output is what a call told: a code, or what describe saw.
type output struct {
	code              string
	name, description string
	status            string
	shared            bool
}

// attributes is the state of one image, as a register with rules.
type attributes struct {
	name, description string
	deprecated        bool
	shared            bool
}

// maxImages bounds the images of a group.
const maxImages = 3

type group [maxImages]attributes

// sequential is what a group of images does when calls come one after the other.
func sequential(state, in, out any) (bool, any) {
	s, i, o := state.(group), in.(input), out.(output)
	me := &s[i.image]
	switch i.what {
	case "modify":
		taken := false
		for n := range s {
			taken = taken || n != i.image && s[n].name == i.name
		}
		if taken {
			return o.code == "InvalidImageName.Duplicated", s
		}
		me.name, me.description = i.name, describing(i.name)
	case "deprecate":
		switch {
		case me.shared:
			return o.code == "ImageUseShared", s
		case me.deprecated:
			return o.code == "ImageStatus.NotAvailable", s
		}
		me.deprecated = true
	case "restore":
		if !me.deprecated {
			return o.code == "ImageStatus.NotDeprecated", s
		}
		me.deprecated = false
	case "share":
		if me.deprecated {
			return o.code == "OperationDenied.InvalidImageStatus", s
		}
		me.shared = true
	case "unshare":
		me.shared = false
	case "describe":
		return o == seen(*me), s
	}
	return o.code == "", s
}

// describing is the description that goes with a name: both are written by one call.
func describing(name string) string { return "description of " + name }

func seen(a attributes) output {
	o := output{name: a.name, description: a.description, status: "Available", shared: a.shared}
	if a.deprecated {
		o.status = "Deprecated"
	}
	return o
}

// modelOf is the model of histories that begin with these images.
func modelOf(begin group) porcupine.Model {
	return porcupine.Model{
		Partition: byGroup,
		Init:      func() any { return begin },
		Step:      sequential,
		DescribeOperation: func(in, out any) string {
			return fmt.Sprintf("%+v -> %+v", in, out)
		},
	}
}

func byGroup(history []porcupine.Operation) (parts [][]porcupine.Operation) {
	at := map[int]int{}
	for _, op := range history {
		g := op.Input.(input).group
		n, known := at[g]
		if !known {
			n = len(parts)
			at[g] = n
			parts = append(parts, nil)
		}
		parts[n] = append(parts[n], op)
	}
	return parts
}

// recorder performs calls and writes down when they began and ended.
type recorder struct {
	*world
	begin time.Time
	ids   [][maxImages]string // by group

	mu      sync.Mutex
	history []porcupine.Operation
}

// newRecorder makes so many groups of images, each of an account of its own.
func newRecorder(t *testing.T, dbs []*store.DB, groups int) *recorder {
	t.Helper()
	r := &recorder{world: newWorld(t, dbs, groups, time.Now, 0), begin: time.Now()}
	for g := range groups {
		var ids [maxImages]string
		for n := range ids {
			ids[n] = r.create(t, r.users[g], hangzhou, begin[n].name)
			r.must(t, 0, r.users[g], "ModifyImageAttribute", params{"RegionId": hangzhou, "ImageId": ids[n], "Description": begin[n].description})
		}
		r.ids = append(r.ids, ids)
	}
	return r
}

// begin is how every group begins.
var begin = group{
	{name: "begin-0", description: describing("begin-0")},
	{name: "begin-1", description: describing("begin-1")},
	{name: "begin-2", description: describing("begin-2")},
}

func (r *recorder) do(t *testing.T, client int, in input) {
	u, id := r.users[in.group], r.ids[in.group][in.image]
	p := params{"RegionId": hangzhou, "ImageId": id}
	action := "ModifyImageAttribute"
	switch in.what {
	case "modify":
		p["ImageName"], p["Description"] = in.name, describing(in.name)
	case "deprecate":
		p["Status"] = "Deprecated"
	case "restore":
		p["Status"] = "Available"
	case "share":
		action, p["AddAccount.1"] = "ModifyImageSharePermission", "77"
	case "unshare":
		action, p["RemoveAccount.1"] = "ModifyImageSharePermission", "77"
	case "describe":
		action, p["Status"], p["ImageOwnerAlias"] = "DescribeImages", "ALL", "self"
	}
	op := porcupine.Operation{ClientId: client, Input: in, Call: time.Since(r.begin).Nanoseconds()}
	a := r.call(t, client, u, action, p) // a client talks to one server
	op.Return = time.Since(r.begin).Nanoseconds()
	out := output{code: a.Code}
	if in.what == "describe" && len(a.Images.Image) == 1 {
		i := a.Images.Image[0]
		out = output{name: i.ImageName, description: i.Description, status: i.Status, shared: i.IsSelfShared == "True"}
	}
	op.Output = out
	r.mu.Lock()
	r.history = append(r.history, op)
	r.mu.Unlock()
}

// run lets clients do what next draws for them, all at once.
func (r *recorder) run(t *testing.T, clients, each int, next func(*rand.Rand) input) {
	var wg sync.WaitGroup
	for c := range clients {
		wg.Go(func() {
			chance := rand.New(rand.NewPCG(uint64(c), 7))
			for range each {
				r.do(t, c, next(chance))
			}
		})
	}
	wg.Wait()
}

func (r *recorder) check(t *testing.T) {
	t.Helper()
	result, _ := porcupine.CheckOperationsVerbose(modelOf(begin), r.history, time.Minute)
	if result != porcupine.Ok {
		for _, op := range r.history {
			t.Logf("client %d [%d, %d] %+v -> %+v", op.ClientId, op.Call, op.Return, op.Input, op.Output)
		}
		t.Fatalf("the history of %d calls: %s, want a linearizable one", len(r.history), result)
	}
}

// pick draws one of some words.
func pick(r *rand.Rand, words ...string) string { return words[r.IntN(len(words))] }

func TestHistoriesAreLinearizable(t *testing.T) {
	for _, c := range []struct {
		name string
		next func(*rand.Rand) input
	}{
		{"status and shares of an image", func(r *rand.Rand) input {
			return input{group: r.IntN(2), what: pick(r, "share", "unshare", "deprecate", "restore", "describe")}
		}},
		{"names of images", func(r *rand.Rand) input {
			return input{
				group: r.IntN(2), image: r.IntN(maxImages), what: pick(r, "modify", "modify", "describe"),
				name: pick(r, "one", "two", "three", "four"),
			}
		}},
		{"modify and describe", func(r *rand.Rand) input {
			return input{group: r.IntN(2), what: pick(r, "modify", "describe"), name: fmt.Sprintf("name-%d", r.IntN(1000))}
		}},
		{"everything", func(r *rand.Rand) input {
			return input{
				group: r.IntN(3), image: r.IntN(maxImages),
				what: pick(r, "modify", "share", "unshare", "deprecate", "restore", "describe"), name: pick(r, "one", "two", "three"),
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, dbs []*store.DB) {
				histories := 10
				if testing.Short() || len(dbs) > 1 {
					histories = 4
				}
				for range histories {
					r := newRecorder(t, dbs, 3)
					r.run(t, 6, 15, c.next)
					r.check(t)
				}
			})
		})
	}
}

// The checker is worth something only if it can fail.
func TestCheckerRejectsBrokenHistories(t *testing.T) {
	op := func(call, ret int64, in input, out output) porcupine.Operation {
		return porcupine.Operation{Call: call, Return: ret, Input: in, Output: out}
	}
	describe := func(n int) input { return input{image: n, what: "describe"} }
	shared, deprecated, renamed := begin[0], begin[0], begin[0]
	shared.shared, deprecated.deprecated = true, true
	renamed.name, renamed.description = "one", describing("one")
	both, half := shared, renamed
	both.deprecated = true
	half.description = begin[0].description
	for _, c := range []struct {
		name    string
		history []porcupine.Operation
		want    bool
	}{
		{"one after the other", []porcupine.Operation{
			op(0, 1, input{what: "share"}, output{}), op(2, 3, describe(0), seen(shared)),
			op(4, 5, input{what: "deprecate"}, output{code: "ImageUseShared"}),
		}, true},
		{"either order is fine", []porcupine.Operation{
			op(0, 9, input{what: "share"}, output{code: "OperationDenied.InvalidImageStatus"}),
			op(1, 8, input{what: "deprecate"}, output{}),
		}, true},
		{"shared and deprecated at once", []porcupine.Operation{
			op(0, 9, input{what: "share"}, output{}), op(1, 8, input{what: "deprecate"}, output{}),
		}, false},
		{"seen shared and deprecated", []porcupine.Operation{
			op(0, 9, input{what: "share"}, output{}), op(0, 9, input{what: "unshare"}, output{}),
			op(0, 9, input{what: "deprecate"}, output{}), op(1, 8, describe(0), seen(both)),
		}, false},
		{"a stale answer", []porcupine.Operation{
			op(0, 1, input{what: "deprecate"}, output{}), op(2, 3, describe(0), seen(begin[0])),
		}, false},
		{"back and forth", []porcupine.Operation{
			op(0, 9, input{what: "deprecate"}, output{}),
			op(1, 2, describe(0), seen(deprecated)), op(3, 4, describe(0), seen(begin[0])),
		}, false},
		{"two winners of a name", []porcupine.Operation{
			op(0, 9, input{image: 0, what: "modify", name: "one"}, output{}),
			op(0, 9, input{image: 1, what: "modify", name: "one"}, output{}),
		}, false},
		{"no winner of a name", []porcupine.Operation{
			op(0, 9, input{image: 0, what: "modify", name: "one"}, output{code: "InvalidImageName.Duplicated"}),
			op(0, 9, input{image: 1, what: "modify", name: "one"}, output{code: "InvalidImageName.Duplicated"}),
		}, false},
		{"half a change", []porcupine.Operation{
			op(0, 9, input{what: "modify", name: "one"}, output{}), op(1, 8, describe(0), seen(half)),
		}, false},
		{"a lost change", []porcupine.Operation{
			op(0, 1, input{what: "modify", name: "one"}, output{}), op(2, 3, describe(0), seen(begin[0])),
		}, false},
		{"groups do not know each other", []porcupine.Operation{
			op(0, 1, input{group: 0, what: "modify", name: "one"}, output{}),
			op(2, 3, input{group: 1, image: 1, what: "modify", name: "one"}, output{}),
		}, true},
	} {
		if got := porcupine.CheckOperations(modelOf(begin), c.history); got != c.want {
			t.Errorf("%s: linearizable %v, want %v", c.name, got, c.want)
		}
	}
}

// A real history must not pass for that of a server that lets a shared image be deprecated.
func TestCheckerRejectsABrokenModel(t *testing.T) {
	r := newRecorder(t, []*store.DB{open(t, ":memory:")}, 1)
	for _, what := range []string{"share", "deprecate", "describe"} {
		r.do(t, 0, input{what: what})
	}
	r.check(t)
	broken := modelOf(begin)
	broken.Step = func(state, in, out any) (bool, any) {
		s := state.(group)
		if i := in.(input); i.what == "deprecate" {
			s[i.image].shared = false
			_, next := sequential(s, in, output{})
			return out.(output).code == "", next
		}
		return sequential(state, in, out)
	}
	if porcupine.CheckOperations(broken, r.history) {
		t.Error("the history fits a broken model")
	}
}
