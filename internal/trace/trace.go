// Package trace keeps what a request was held against, step by step: each check, and what
// it looked at. Recording is cheap enough for every request; a sentence is made of it only
// when somebody asks why.
//
// A step is recorded before, or as, its check decides. So nothing has to say that a check
// was passed: whatever was recorded before another step was, and of a request that was
// refused the last step is the one that decided. Package explain tells it.
//
//	c.Trace.Check(regionExists, slog.String("RegionId", id))
//
// The package knows nothing of requests, rules or answers.
package trace

import (
	"iter"
	"log/slog"
)

// Check is one thing that requests are held against. Its values are made once, as package
// variables; a step points to one.
type Check struct {
	Says  string   // what is so when it is passed: "the region exists". "": what Message tells is not so
	Rules []string // its numbers in docs/assumptions.md
	Codes []string // what it refuses with; none: it may be any code
	Takes []string // the values that it lets pass, where they can be listed

	Message string // of the error that it refuses with, when it has no words of its own
}

// Refuses reports whether the check can be the one that answered with a code.
func (k *Check) Refuses(code string) bool {
	for _, c := range k.Codes {
		if c == code {
			return true
		}
	}
	return len(k.Codes) == 0
}

// Trace is the steps of one request. A nil Trace records nothing. It is written by the one
// goroutine that serves the request.
type Trace struct {
	steps   []step
	looked  []slog.Attr // of all steps, one after the other
	effects []Effect
}

type step struct {
	check *Check
	to    int // where its part of looked ends
}

// Effect is what a call that keeps nothing would have done to a resource. The documents
// are JSON objects of the attributes that differ, "" for none.
type Effect struct{ Resource, Before, After string }

// Check records a check with what it looks at. Values are told as they are now: nothing is
// to be formatted for it, and what is large or changes later is not to be given.
func (t *Trace) Check(k *Check, looked ...slog.Attr) {
	if t == nil {
		return
	}
	t.looked = append(t.looked, looked...)
	t.steps = append(t.steps, step{k, len(t.looked)})
}

// Effect records what the call would have done.
func (t *Trace) Effect(e Effect) {
	if t != nil {
		t.effects = append(t.effects, e)
	}
}

// Effects are those that were recorded.
func (t *Trace) Effects() []Effect {
	if t == nil {
		return nil
	}
	return t.effects
}

// Len is how many steps there are.
func (t *Trace) Len() int {
	if t == nil {
		return 0
	}
	return len(t.steps)
}

// Last is the check of the last step, nil of none.
func (t *Trace) Last() *Check {
	if t == nil || len(t.steps) == 0 {
		return nil
	}
	return t.steps[len(t.steps)-1].check
}

// Cut forgets all steps but the first n, and all effects: a transaction runs again.
func (t *Trace) Cut(n int) {
	if t == nil || n > len(t.steps) {
		return
	}
	t.steps, t.effects = t.steps[:n], t.effects[:0]
	end := 0
	if n > 0 {
		end = t.steps[n-1].to
	}
	clear(t.looked[end:]) // what they point to can go
	t.looked = t.looked[:end]
}

// Steps yields the checks in their order, each with what it looked at.
func (t *Trace) Steps() iter.Seq2[*Check, []slog.Attr] {
	return func(yield func(*Check, []slog.Attr) bool) {
		if t == nil {
			return
		}
		from := 0
		for _, s := range t.steps {
			if !yield(s.check, t.looked[from:s.to:s.to]) {
				return
			}
			from = s.to
		}
	}
}
