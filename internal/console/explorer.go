package console

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"sesame/internal/explain"
	"sesame/internal/reference"
	"sesame/internal/samples"
)

func (c *Console) explorerPages() {
	c.actions = sync.OnceValue(func() (all []*reference.Action) {
		for _, p := range c.Products {
			all = append(all, reference.Actions(p)...)
		}
		return all
	})
	c.page("GET /console/explorer", c.listActions)
	c.page("GET /console/explorer/{action}", c.findProduct)
	c.page("GET /console/explorer/{product}/{action}", c.showAction)
	c.page("POST /console/explorer/{product}/{action}", c.tryAction)
}

// actionsPage is the list of what can be called.
type actionsPage struct {
	Query    string
	Products []actionGroup
	Found    int
}

type actionGroup struct {
	Name, Version string
	Actions       []*reference.Action
}

func (c *Console) listActions(v *visit) error {
	p := actionsPage{Query: strings.TrimSpace(v.URL.Query().Get("q"))}
	for _, a := range c.actions() {
		if !strings.Contains(strings.ToLower(a.Name), strings.ToLower(p.Query)) {
			continue
		}
		if n := len(p.Products); n == 0 || p.Products[n-1].Version != a.Version {
			p.Products = append(p.Products, actionGroup{Name: a.Product, Version: a.Version})
		}
		last := &p.Products[len(p.Products)-1]
		last.Actions = append(last.Actions, a)
		p.Found++
	}
	return v.render("explorer", "API explorer", p)
}

// findProduct is for addresses that name the action alone.
func (c *Console) findProduct(v *visit) error {
	for _, a := range c.actions() {
		if a.Name == v.PathValue("action") {
			to := url.URL{Path: "/console/explorer/" + a.Product + "/" + a.Name, RawQuery: v.URL.RawQuery}
			return v.redirect(to.String(), "")
		}
	}
	return errMissing
}

// triedInExplorer is the address of a form with the parameters of a call.
func triedInExplorer(action string, parameters []explain.Value) string {
	query := url.Values{}
	for _, p := range parameters {
		query.Set(p.Name, p.Value)
	}
	return "/console/explorer/" + url.PathEscape(action) + "?" + query.Encode()
}

// trial is a call that somebody puts together.
type trial struct {
	Action *reference.Action
	values map[string]string // by flat name; an empty value is sent only when it is in more
	more   []samples.Parameter
	// Add is the list that is to have another row, such as "Tag".
	Add    string
	Sign   string // v1 or v3
	Format string // JSON or XML
	Real   bool   // the code is for the real service
	Key    Key
}

// readTrial reads the fields of the form, or the parameters of an address. Names of parameters
// begin with a capital letter, those of the form's own fields do not.
func (v *visit) readTrial(fields url.Values) (*trial, error) {
	t := &trial{values: map[string]string{}, Sign: "v3", Format: "JSON", Key: v.key}
	for _, a := range v.c.actions() {
		if a.Product == v.PathValue("product") && a.Name == v.PathValue("action") {
			t.Action = a
		}
	}
	if t.Action == nil {
		return nil, errMissing
	}
	known := t.names()
	for name := range fields {
		value := fields.Get(name)
		switch {
		case name == "" || name[0] < 'A' || name[0] > 'Z' || slices.Contains(explain.Spoken, name):
		case known[generic(name)] && value != "":
			t.values[name] = value
		case v.Method != http.MethodPost: // the form has more for these
			t.more = append(t.more, samples.Parameter{Name: name, Value: strings.ReplaceAll(value, "\n", " ")})
		}
	}
	slices.SortFunc(t.more, func(a, b samples.Parameter) int { return strings.Compare(a.Name, b.Name) })
	t.readOwn(v, fields)
	return t, nil
}

func (t *trial) readOwn(v *visit, fields url.Values) {
	for line := range strings.Lines(fields.Get("more")) {
		if name, value, _ := strings.Cut(strings.TrimRight(line, "\r\n"), "="); strings.TrimSpace(name) != "" {
			t.more = append(t.more, samples.Parameter{Name: strings.TrimSpace(name), Value: value})
		}
	}
	t.Add, _ = strings.CutPrefix(fields.Get("do"), "add:")
	t.Real = fields.Get("for") == "real"
	if fields.Get("sign") == "v1" {
		t.Sign = "v1"
	}
	if strings.EqualFold(fields.Get("format"), "XML") {
		t.Format = "XML"
	}
	for _, k := range v.open {
		if k.ID == fields.Get("as") && v.session.Secret == "" {
			t.Key = k
		}
	}
}

// names are the parameters of the action, with N for each index.
func (t *trial) names() map[string]bool {
	all := map[string]bool{}
	for i := range t.Action.Parameters {
		all[t.Action.Parameters[i].Name] = true
	}
	return all
}

// generic is the name with N in place of each index: Tag.N.Key of Tag.1.Key.
func generic(name string) string {
	words := strings.Split(name, ".")
	for i, w := range words {
		if i > 0 && isIndex(w) {
			words[i] = "N"
		}
	}
	return strings.Join(words, ".")
}

// isIndex: lists have at most some hundred entries; no name makes a form of thousands of rows.
func isIndex(s string) bool {
	digits := strings.Trim(s, "0123456789") == ""
	return digits && s != "" && len(s) <= 2 && s[0] != '0'
}

// parameters are what is sent, in the order of the form.
func (t *trial) parameters() []samples.Parameter {
	var all []samples.Parameter
	for i := range t.Action.Parameters {
		name := t.Action.Parameters[i].Name
		var concrete []string
		for have := range t.values {
			if generic(have) == name {
				concrete = append(concrete, have)
			}
		}
		slices.SortFunc(concrete, byIndex)
		for _, have := range concrete {
			all = append(all, samples.Parameter{Name: have, Value: t.values[have]})
		}
	}
	return append(all, t.more...)
}

// byIndex puts Tag.2 before Tag.10.
func byIndex(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

// address is this call as a link.
func (t *trial) address() string {
	query := url.Values{}
	for _, p := range t.parameters() {
		query.Set(p.Name, p.Value)
	}
	return t.path() + "?" + query.Encode()
}

// path is that of the action's form.
func (t *trial) path() string { return "/console/explorer/" + t.Action.Product + "/" + t.Action.Name }
