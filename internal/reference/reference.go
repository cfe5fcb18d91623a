package reference

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"sesame/internal/apierr"
	"sesame/internal/rpc"
)

// Action is what a caller should know about an operation.
type Action struct {
	Product, Version, Name string
	Access                 rpc.Access
	Deprecated             bool
	Documentation          string // address of the public page
	Parameters             []Parameter
	Elements               []rpc.Element // of the answer, RequestId aside
	Errors                 []*apierr.Error
}

// Parameter is one flat parameter.
type Parameter struct {
	Name string // "Tag.N.Key"
	Kind string // string, boolean, integer, long or float
	Facts
}

// Facts are what is published about a parameter beside its name and type.
type Facts struct {
	// Required is what the operation's type says, too: some operations look by themselves.
	Required   bool     `json:"required,omitempty"`
	Enum       []string `json:"enum,omitempty"`
	Default    string   `json:"default,omitempty"`
	Example    string   `json:"example,omitempty"`
	Min        *int64   `json:"min,omitempty"`
	Max        *int64   `json:"max,omitempty"`
	MinLen     int      `json:"min_len,omitempty"`
	MaxLen     int      `json:"max_len,omitempty"`
	MaxN       int      `json:"max_n,omitempty"` // entries of the list
	Deprecated bool     `json:"deprecated,omitempty"`
}

// Published is what reference.json has of an action.
type Published struct {
	Deprecated bool             `json:"deprecated,omitempty"`
	Parameters map[string]Facts `json:"parameters,omitempty"`
}

// Key finds an action in reference.json.
func Key(product, version, action string) string { return product + "/" + version + "/" + action }

//go:embed reference.json
var published []byte

// facts reads reference.json once, when somebody asks.
var facts = sync.OnceValue(func() map[string]Published {
	all := map[string]Published{}
	if err := json.Unmarshal(published, &all); err != nil {
		panic(fmt.Sprintf("reference: reference.json: %v", err))
	}
	return all
})

// Actions describes the operations of a product, by name.
func Actions(p *rpc.Product) []*Action {
	all := make([]*Action, 0, len(p.Operations))
	for _, o := range p.Operations {
		all = append(all, describe(p, o))
	}
	slices.SortFunc(all, func(a, b *Action) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

func describe(p *rpc.Product, o *rpc.Operation) *Action {
	known := facts()[Key(p.Name, p.Version, o.Name)]
	a := &Action{
		Product: p.Name, Version: p.Version, Name: o.Name, Access: o.Access, Deprecated: known.Deprecated,
		//
		Documentation: "https://api.aliyun.com/document/" + p.Name + "/" + p.Version + "/" + o.Name,
		Elements:      rpc.Elements(o.Response), Errors: o.Errors,
	}
	for _, have := range rpc.Parameters(o.Request) {
		p := Parameter{have.Name, have.Kind, known.Parameters[have.Name]}
		p.Required = p.Required || have.Required
		a.Parameters = append(a.Parameters, p)
	}
	return a
}
