package errorcentre

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"

	"sesame/internal/apierr"
	"sesame/internal/rpc"
	"sesame/internal/spelling"
)

// Code is all that there is to say about one code.
type Code struct {
	Code   string
	Causes []Cause
	Never  []Never // published, and not given here
}

// Cause is one thing that can be wrong, with the errors that say so.
type Cause struct {
	*Entry
	Given []Given
}

// Given is an error as it is on the wire, the verbs of its message not filled in.
type Given struct {
	*apierr.Error
	Actions []string // empty: any
}

// Examples gives one for each of the actions, where there is one.
func (g *Given) Examples() (all []*Example) {
	actions := g.Actions
	if len(actions) == 0 {
		actions = []string{""}
	}
	for _, action := range actions {
		if e, ok := FindExample(action, g.Error); ok {
			all = append(all, e)
		}
	}
	return all
}

// Never is why an action never gives a code that is published for it.
type Never struct {
	Action, Reason string
}

// Centre knows the errors of some products.
type Centre struct {
	products []*rpc.Product
	codes    func() []*Code
}

// New returns the errors of products, and the gateway's. They are put together when
// somebody asks for the first time.
func New(products []*rpc.Product) *Centre {
	c := &Centre{products: products}
	c.codes = sync.OnceValue(c.collect)
	return c
}

// Codes lists all, by code.
func (c *Centre) Codes() []*Code { return c.codes() }

// Find finds a code, spelled exactly.
func (c *Centre) Find(code string) (*Code, bool) {
	n, ok := slices.BinarySearchFunc(c.codes(), code, func(k *Code, code string) int { return strings.Compare(k.Code, code) })
	if !ok {
		return nil, false
	}
	return c.codes()[n], true
}

// Near gives the codes that somebody may have meant.
func (c *Centre) Near(code string) []string {
	var all []string
	for _, k := range c.codes() {
		all = append(all, k.Code)
	}
	return spelling.Near(code, all, 5)
}

// collect brings together what the action tables declare and what is written of it.
func (c *Centre) collect() []*Code {
	all := map[string]*Code{}
	of := func(code string) *Code {
		if all[code] == nil {
			all[code] = &Code{Code: code}
		}
		return all[code]
	}
	for _, e := range apierr.Gateway() {
		of(e.Code).add(e, "")
	}
	for _, p := range c.products {
		for _, action := range slices.Sorted(maps.Keys(p.Operations)) {
			for _, e := range p.Operations[action].Errors {
				of(e.Code).add(e, action)
			}
		}
		for action, reasons := range p.NotProduced() {
			for code, reason := range reasons {
				k := of(code)
				k.Never = append(k.Never, Never{action, reason})
			}
		}
	}
	sorted := slices.SortedFunc(maps.Values(all), func(a, b *Code) int { return strings.Compare(a.Code, b.Code) })
	for _, k := range sorted {
		k.sort()
	}
	return sorted
}

// add tells that an action gives an error, any if it is empty.
func (k *Code) add(e *apierr.Error, action string) {
	entry, ok := Find(e.Code, e.Message)
	if !ok {
		entry = &Entry{Code: e.Code} // a test says that there is none
	}
	n := slices.IndexFunc(k.Causes, func(c Cause) bool { return c.Entry == entry })
	if n < 0 {
		n = len(k.Causes)
		k.Causes = append(k.Causes, Cause{Entry: entry})
	}
	cause := &k.Causes[n]
	m := slices.IndexFunc(cause.Given, func(g Given) bool { return *g.Error == *e })
	if m < 0 {
		m = len(cause.Given)
		cause.Given = append(cause.Given, Given{Error: e})
	}
	if g := &cause.Given[m]; action != "" && !slices.Contains(g.Actions, action) {
		g.Actions = append(g.Actions, action)
	}
}

func (k *Code) sort() {
	slices.SortFunc(k.Causes, func(a, b Cause) int { return strings.Compare(a.Entry.Message, b.Entry.Message) })
	for _, c := range k.Causes {
		slices.SortFunc(c.Given, func(a, b Given) int {
			return cmp.Or(cmp.Compare(a.Status, b.Status), strings.Compare(a.Error.Message, b.Error.Message))
		})
	}
	slices.SortFunc(k.Never, func(a, b Never) int { return strings.Compare(a.Action, b.Action) })
}

// Actions are those that give the code; anybody reports whether every action can.
func (k *Code) Actions() (all []string, anybody bool) {
	for _, c := range k.Causes {
		for _, g := range c.Given {
			anybody = anybody || len(g.Actions) == 0
			all = append(all, g.Actions...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all), anybody
}

// Statuses are the HTTP statuses that the code comes with.
func (k *Code) Statuses() (all []int) {
	for _, c := range k.Causes {
		for _, g := range c.Given {
			all = append(all, g.Status)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
