// Package contract loads the published contract of the API from testdata/spec: one
// file for each action, and one for the errors that any action may give. Tests compare
// the server with it, and the documentation is generated from it; the server itself
// never reads it.
//
// The contract says what is published, not what Sesame does. Facts come from public
// documentation, published metadata and client libraries, 2021 to 2026.
package contract

// Contract is what is published about one action.
type Contract struct {
	Action       string      `json:"action"`
	Product      string      `json:"product"` // as on the wire: "Ecs", "ResourceManager"
	Version      string      `json:"version"`
	Access       string      `json:"access"`               // read, write or list
	RAMAction    string      `json:"ram_action,omitempty"` // "ecs:CopyImage", empty where no policy applies
	Deprecated   bool        `json:"deprecated,omitempty"`
	Parameters   []Parameter `json:"parameters"`
	Response     []Element   `json:"response"` // the elements below <Action>Response
	Errors       []Error     `json:"errors"`
	FormerErrors []Error     `json:"former_errors,omitempty"` // in older tables only
}

// Parameter is one request parameter; what all actions share (Action, Version,
// Signature, ...) is not among them.
type Parameter struct {
	Name         string   `json:"name"` // flat, with N for a list index: "Tag.N.Key"
	Type         string   `json:"type"` // string, integer, long, boolean or float
	Required     bool     `json:"required,omitempty"`
	Enum         []string `json:"enum,omitempty"`
	Default      string   `json:"default,omitempty"`
	Min          *int64   `json:"min,omitempty"`
	Max          *int64   `json:"max,omitempty"`
	MinLen       int      `json:"min_len,omitempty"`
	MaxLen       int      `json:"max_len,omitempty"` // 0: no limit is published
	MaxN         int      `json:"max_n,omitempty"`   // how many entries a list may have, 0 likewise
	Example      string   `json:"example,omitempty"` // a value as published; ids in it may end in ****
	Deprecated   bool     `json:"deprecated,omitempty"`
	Undocumented bool     `json:"undocumented,omitempty"` // in client libraries only
}

// Element is one element of an answer. A list has Items; one with a Wrapper is an
// object with a single array of that name in JSON and repeated elements of that name
// in XML, one without is a plain array in JSON. An object has Fields, a map has members whose
// names only the answer knows.
type Element struct {
	Name       string    `json:"name,omitempty"` // empty for the items of a list
	Type       string    `json:"type"`           // string, integer, long, boolean, float, object, map, list or array
	Wrapper    string    `json:"wrapper,omitempty"`
	Deprecated bool      `json:"deprecated,omitempty"`
	Older      bool      `json:"older,omitempty"` // in older documents only
	Fields     []Element `json:"fields,omitempty"`
	Items      *Element  `json:"items,omitempty"`
}

// Error is one published error. Message is empty where only the code is known.
type Error struct {
	HTTP    int    `json:"http"`
	Code    string `json:"code"`
	Message string `json:"message,omitempty"`
	When    string `json:"when,omitempty"`
	Group   string `json:"-"` // of a common error: "gateway", "ecs" or "templates"
}

// Parameter returns the parameter with this name.
func (c *Contract) Parameter(name string) (Parameter, bool) {
	for _, p := range c.Parameters {
		if p.Name == name {
			return p, true
		}
	}
	return Parameter{}, false
}
