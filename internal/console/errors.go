package console

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"sesame/internal/errorcentre"
	"sesame/internal/explain"
	"sesame/internal/story"
)

func (c *Console) errorPages() {
	c.page("GET /console/errors", c.listErrors)
	c.page("GET /console/errors/{code}", c.showError)
	c.page("POST /console/errors/{code}", c.tryError)
}

// errorsPage is the list of codes.
type errorsPage struct {
	Query, Action, Status string
	Never                 bool // those that are never given, too
	Actions               []string
	Statuses              []int
	Codes                 []errorRow
}

// errorRow is a code in the list.
type errorRow struct {
	Code     string
	Statuses []int
	Cause    string
	More     int // causes beside that
	Given    string
}

func (c *Console) listErrors(v *visit) error {
	q := v.URL.Query()
	p := errorsPage{Query: strings.TrimSpace(q.Get("q")), Action: q.Get("action"), Status: q.Get("status"), Never: q.Get("never") != ""}
	for _, k := range c.Errors.Codes() {
		actions, anybody := k.Actions()
		p.Actions = append(p.Actions, actions...)
		p.Statuses = append(p.Statuses, k.Statuses()...)
		if len(k.Causes) == 0 && !p.Never {
			continue
		}
		if p.takes(k) {
			p.Codes = append(p.Codes, rowOf(k, actions, anybody))
		}
	}
	slices.Sort(p.Actions)
	p.Actions = slices.Compact(p.Actions)
	slices.Sort(p.Statuses)
	p.Statuses = slices.Compact(p.Statuses)
	return v.render("errors", "Errors", p)
}

// takes reports whether a code is among those that are asked for. Of an action, those are
// what its row of the table declares, and what it never gives.
func (p *errorsPage) takes(k *errorcentre.Code) bool {
	actions, _ := k.Actions()
	byAction := p.Action == "" || slices.Contains(actions, p.Action) ||
		slices.ContainsFunc(k.Never, func(n errorcentre.Never) bool { return n.Action == p.Action })
	byStatus := p.Status == "" || slices.ContainsFunc(k.Statuses(), func(s int) bool { return strconv.Itoa(s) == p.Status })
	return byAction && byStatus && p.speaksOf(k)
}

// speaksOf: each word that is looked for is somewhere in what is said of the code.
func (p *errorsPage) speaksOf(k *errorcentre.Code) bool {
	text := k.Code
	for _, c := range k.Causes {
		text += "\n" + c.Cause + "\n" + c.Remedy
		for _, g := range c.Given {
			text += "\n" + g.Error.Message
		}
	}
	text = strings.ToLower(text)
	for word := range strings.FieldsSeq(strings.ToLower(p.Query)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

func rowOf(k *errorcentre.Code, actions []string, anybody bool) errorRow {
	r := errorRow{Code: k.Code, Statuses: k.Statuses(), More: len(k.Causes) - 1}
	switch {
	case len(k.Causes) == 0:
		r.Cause, r.Given, r.More = k.Never[0].Reason, "never", 0
		return r
	case anybody:
		r.Given = "any action"
	case len(actions) == 1:
		r.Given = actions[0]
	default:
		r.Given = fmt.Sprintf("%d actions", len(actions))
	}
	r.Cause = k.Causes[0].Cause
	return r
}

// errorPage is all about one code.
type errorPage struct {
	*errorcentre.Code
	Causes   []causeView
	Examples []exampleView
	Chosen   int // which example
	Playable bool
	Played   []errorcentre.Exchange
	Failed   string // why it could not be played
}

// causeView is a cause with the texts of its rules.
type causeView struct {
	errorcentre.Cause
	Rules []explain.Rule
}

// exampleView is an example in the words of a page.
type exampleView struct {
	*errorcentre.Example
	Name    string
	Command string // the last call, for a shell
	Link    string // to the explorer, filled in
}

func (c *Console) showError(v *visit) error {
	p, err := c.errorPage(v)
	if err != nil || p == nil {
		return err
	}
	return v.render("error", p.Code.Code, p)
}

// tryError plays an example. Nothing of the visitor's is touched: see package sandbox.
func (c *Console) tryError(v *visit) error {
	p, err := c.errorPage(v)
	if err != nil || p == nil {
		return err
	}
	if !p.Playable || len(p.Examples) == 0 {
		return errMissing
	}
	p.Played, err = c.PlayExample(v.Context(), p.Examples[p.Chosen].Example)
	if err != nil {
		p.Failed = "The example could not be played: " + err.Error()
		return v.renderStatus(http.StatusServiceUnavailable, "error", p.Code.Code, p)
	}
	return v.render("error", p.Code.Code, p)
}

// errorPage finds the code in the address. One that does not exist is answered here, and
// gives no page.
func (c *Console) errorPage(v *visit) (*errorPage, error) {
	code := v.PathValue("code")
	k, ok := c.Errors.Find(code)
	if !ok {
		return nil, v.renderStatus(http.StatusNotFound, "error_unknown", "No such code", struct {
			Code string
			Near []string
		}{code, c.Errors.Near(code)})
	}
	p := &errorPage{Code: k, Playable: c.PlayExample != nil}
	for _, cause := range k.Causes {
		view := causeView{Cause: cause}
		for _, number := range cause.Entry.Rules {
			if rule, ok := explain.FindRule(number); ok {
				view.Rules = append(view.Rules, rule)
			}
		}
		p.Causes = append(p.Causes, view)
		for _, g := range cause.Given {
			p.Examples = append(p.Examples, examplesOf(g)...)
		}
	}
	slices.SortStableFunc(p.Examples, func(a, b exampleView) int { return strings.Compare(a.Action, b.Action) })
	if n, err := strconv.Atoi(v.FormValue("example")); err == nil && n >= 0 && n < len(p.Examples) {
		p.Chosen = n
	}
	return p, nil
}

// examplesOf gives one for each action that gives the error.
func examplesOf(g errorcentre.Given) (all []exampleView) {
	for _, e := range g.Examples() {
		view := exampleView{Example: e, Name: e.Action}
		if view.Name == "" {
			view.Name = "any request"
		}
		last, err := story.ReadCall(strings.TrimPrefix(e.Steps[len(e.Steps)-1], "> "))
		if err == nil && !slices.ContainsFunc(e.Steps, tampered) {
			view.Command, view.Link = commandLine(last), explorerLink(last)
		}
		all = append(all, view)
	}
	return all
}

// tampered: what is wrong with a request that was changed after signing, no call shows.
func tampered(step string) bool { return strings.HasPrefix(step, "send ") }

func commandLine(c story.Call) string {
	var values []explain.Value
	for _, p := range c.Parameters {
		values = append(values, explain.Value(p))
	}
	return explain.CommandLine("", c.Action, values)
}

// explorerLink leads to the form of the action, filled in but for what only the example's
// world has.
func explorerLink(c story.Call) string {
	q := url.Values{}
	for _, p := range c.Parameters {
		if !strings.Contains(p.Value, "$") {
			q.Set(p.Name, p.Value)
		}
	}
	return "/console/explorer/" + url.PathEscape(c.Action) + "?" + q.Encode()
}
