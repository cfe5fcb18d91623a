package openapi

import (
	"encoding/json"
	"slices"
	"strconv"

	"sesame/internal/apierr"
	"sesame/internal/reference"
	"sesame/internal/rpc"
)

// metadata is a product in the shape of the metadata that the real service publishes.
type metadata struct {
	Version string       `json:"version"`
	Info    metadataInfo `json:"info"`
	// Components is always there, and empty for RPC products.
	Components struct {
		Schemas struct{} `json:"schemas"`
	} `json:"components"`
	APIs map[string]api `json:"apis"`
}

type metadataInfo struct {
	Style   string `json:"style"`
	Product string `json:"product"`
	Version string `json:"version"`
}

type api struct {
	Methods       []string               `json:"methods"`
	Schemes       []string               `json:"schemes"`
	Security      []map[string][]string  `json:"security"`
	OperationType string                 `json:"operationType"`
	Deprecated    bool                   `json:"deprecated"`
	Parameters    []apiParameter         `json:"parameters"`
	Responses     map[string]apiResponse `json:"responses"`
	ErrorCodes    map[string][]apiError  `json:"errorCodes,omitempty"`
}

type apiParameter struct {
	Name   string     `json:"name"`
	In     string     `json:"in"`
	Style  string     `json:"style,omitempty"` // repeatList of lists, flat of objects
	Schema *apiSchema `json:"schema"`
}

// apiSchema tells limits as text, and of each field by itself whether it is required.
type apiSchema struct {
	Type       string                `json:"type"`
	Format     string                `json:"format,omitempty"`
	Required   *bool                 `json:"required,omitempty"` // of parameters
	Deprecated bool                  `json:"deprecated,omitempty"`
	Example    string                `json:"example,omitempty"`
	Default    string                `json:"default,omitempty"`
	Enum       []string              `json:"enum,omitempty"`
	Minimum    string                `json:"minimum,omitempty"`
	Maximum    string                `json:"maximum,omitempty"`
	MinLength  int                   `json:"minLength,omitempty"`
	MaxLength  int                   `json:"maxLength,omitempty"`
	MaxItems   int                   `json:"maxItems,omitempty"`
	Properties map[string]*apiSchema `json:"properties,omitempty"`
	Items      *apiSchema            `json:"items,omitempty"`
}

type apiResponse struct {
	Schema *apiSchema `json:"schema"`
}

type apiError struct {
	ErrorCode    string `json:"errorCode"`
	ErrorMessage string `json:"errorMessage"`
}

// Metadata returns what a product serves in the shape of the published metadata.
func Metadata(p *rpc.Product) ([]byte, error) {
	m := metadata{Version: "1.0", Info: metadataInfo{"RPC", p.Name, p.Version}, APIs: map[string]api{}}
	for _, a := range reference.Actions(p) {
		m.APIs[a.Name] = api{
			Methods: []string{"post", "get"}, Schemes: []string{"http", "https"},
			Security:      []map[string][]string{{"AK": {}}},
			OperationType: a.Access.String(), Deprecated: a.Deprecated,
			Parameters: apiParameters(a),
			Responses:  map[string]apiResponse{"200": {apiAnswer(a)}},
			ErrorCodes: errorCodes(a.Errors),
		}
	}
	return json.Marshal(m)
}

func apiParameters(a *reference.Action) []apiParameter {
	names := make([]string, 0, len(a.Parameters))
	for i := range a.Parameters {
		names = append(names, a.Parameters[i].Name)
	}
	all := []apiParameter{}
	leaf := func(i int) *apiSchema { return apiLeaf(&a.Parameters[i]) }
	for _, n := range reference.Tree(names) {
		p := apiParameter{Name: n.Name, In: "query", Schema: apiNode(n, leaf)}
		switch {
		case n.List:
			p.Style = "repeatList"
		case n.Leaf < 0:
			p.Style = "flat"
		}
		all = append(all, p)
	}
	return all
}

func apiAnswer(a *reference.Action) *apiSchema {
	kinds, names := elements(a.Elements)
	leaf := func(i int) *apiSchema { return apiScalar(kinds[i]) }
	s := apiNode(&reference.Node{Leaf: -1, Fields: reference.Tree(names)}, leaf)
	s.Properties["RequestId"] = apiScalar("string")
	return s
}

// apiNode is the schema of a part of a tree, whose leaves leaf describes.
func apiNode(n *reference.Node, leaf func(int) *apiSchema) *apiSchema {
	var s *apiSchema
	if n.Leaf >= 0 {
		s = leaf(n.Leaf)
	} else {
		s = &apiSchema{Type: "object", Properties: map[string]*apiSchema{}}
		for _, f := range n.Fields {
			s.Properties[f.Name] = apiNode(f, leaf)
		}
	}
	if !n.List {
		return s
	}
	list := &apiSchema{Type: "array", Items: s, Required: s.Required, MaxItems: s.MaxItems}
	s.Required, s.MaxItems = nil, 0
	if n.Leaf < 0 { // the limit is told with each field
		for _, f := range s.Properties {
			list.MaxItems, f.MaxItems = max(list.MaxItems, f.MaxItems), 0
		}
	}
	return list
}

func apiScalar(kind string) *apiSchema {
	s := scalar(kind)
	return &apiSchema{Type: s.Type, Format: s.Format}
}

func apiLeaf(p *reference.Parameter) *apiSchema {
	s := apiScalar(p.Kind)
	s.Required, s.Deprecated = &p.Required, p.Deprecated
	s.Example, s.Default, s.Enum = p.Example, p.Default, p.Enum
	s.MinLength, s.MaxLength, s.MaxItems = p.MinLen, p.MaxLen, p.MaxN
	if p.Min != nil {
		s.Minimum = strconv.FormatInt(*p.Min, 10)
	}
	if p.Max != nil {
		s.Maximum = strconv.FormatInt(*p.Max, 10)
	}
	return s
}

func errorCodes(all []*apierr.Error) map[string][]apiError {
	codes := map[string][]apiError{}
	for _, e := range all {
		status, told := strconv.Itoa(e.Status), apiError{e.Code, message(e)}
		if !slices.Contains(codes[status], told) {
			codes[status] = append(codes[status], told)
		}
	}
	return codes
}
