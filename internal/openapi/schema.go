package openapi

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sesame/internal/reference"
	"sesame/internal/rpc"
)

// schema is a JSON Schema, as far as we need it.
type schema struct {
	Ref               string             `json:"$ref,omitempty"`
	Type              string             `json:"type,omitempty"`
	Format            string             `json:"format,omitempty"`
	Description       string             `json:"description,omitempty"`
	Const             string             `json:"const,omitempty"`
	Enum              []any              `json:"enum,omitempty"`
	Default           any                `json:"default,omitempty"`
	Examples          []any              `json:"examples,omitempty"`
	Minimum           *int64             `json:"minimum,omitempty"`
	Maximum           *int64             `json:"maximum,omitempty"`
	MinLength         int                `json:"minLength,omitempty"`
	MaxLength         int                `json:"maxLength,omitempty"`
	Deprecated        bool               `json:"deprecated,omitempty"`
	Properties        map[string]*schema `json:"properties,omitempty"`
	PatternProperties map[string]*schema `json:"patternProperties,omitempty"`
	Required          []string           `json:"required,omitempty"`
	Items             *schema            `json:"items,omitempty"`
	XML               *xmlName           `json:"xml,omitempty"`
}

type xmlName struct {
	Name string `json:"name"`
}

func refTo(name string) *schema { return &schema{Ref: "#/components/schemas/" + name} }

// scalar is the schema of what the contract calls by this kind.
func scalar(kind string) *schema {
	switch kind {
	case "integer":
		return &schema{Type: "integer", Format: "int32"}
	case "long":
		return &schema{Type: "integer", Format: "int64"}
	case "float":
		return &schema{Type: "number", Format: "float"}
	case "map":
		return &schema{Type: "object"}
	}
	return &schema{Type: kind}
}

// value reads what stands in the contract as text. ok is false when it is none of the kind.
func value(kind, text string) (v any, ok bool) {
	var err error
	switch kind {
	case "integer", "long":
		v, err = strconv.ParseInt(text, 10, 64)
	case "float":
		v, err = strconv.ParseFloat(text, 64)
	case "boolean":
		v, err = strconv.ParseBool(text)
	default:
		v = text
	}
	return v, err == nil && text != ""
}

// requestSchema is the form of a call. Lists have flat names with an index, which patterns describe.
func requestSchema(a *reference.Action) *schema {
	s := &schema{Type: "object", Required: []string{"Action", "Version"}, Properties: map[string]*schema{
		"Action":  {Type: "string", Const: a.Name},
		"Version": {Type: "string", Const: a.Version},
		"Format":  {Type: "string", Enum: []any{"JSON", "XML"}, Default: "XML"},
	}}
	for i := range a.Parameters {
		p := &a.Parameters[i]
		first := firstName(p)
		if p.Required && first != "" {
			s.Required = append(s.Required, first)
		}
		if !strings.Contains(p.Name+".", ".N.") {
			s.Properties[p.Name] = parameterSchema(p)
			continue
		}
		if s.PatternProperties == nil {
			s.PatternProperties = map[string]*schema{}
		}
		s.PatternProperties[indexPattern(p.Name)] = parameterSchema(p)
	}
	return s
}

// firstName is the name under which a required parameter must be there: of a list its first
// entry, and none of what is only required within the entries of a list.
func firstName(p *reference.Parameter) string {
	name, list := strings.CutSuffix(p.Name, ".N")
	switch {
	case strings.Contains(name, ".N."):
		return ""
	case list:
		return name + ".1"
	}
	return name
}

// indexPattern matches Tag.1.Key and its like for Tag.N.Key.
func indexPattern(name string) string {
	words := strings.Split(name, ".")
	for i, w := range words {
		if words[i] = regexp.QuoteMeta(w); w == "N" {
			words[i] = "[1-9][0-9]*"
		}
	}
	return "^" + strings.Join(words, `\.`) + "$"
}

func parameterSchema(p *reference.Parameter) *schema {
	s := scalar(p.Kind)
	s.Deprecated = p.Deprecated
	if v, ok := value(p.Kind, p.Default); ok {
		s.Default = v
	}
	if v, ok := value(p.Kind, p.Example); ok {
		s.Examples = []any{v}
	}
	for _, text := range p.Enum {
		if v, ok := value(p.Kind, text); ok && !slices.Contains(s.Enum, v) {
			s.Enum = append(s.Enum, v)
		}
	}
	switch s.Type {
	case "integer", "number":
		s.Minimum, s.Maximum = p.Min, p.Max
	case "string":
		s.MinLength, s.MaxLength = p.MinLen, p.MaxLen
	}
	return s
}

// answerSchema is the tree of an answer, which has the action's name in XML.
func answerSchema(a *reference.Action) *schema {
	kinds, names := elements(a.Elements)
	s := object(reference.Tree(names), kinds)
	s.Properties["RequestId"] = &schema{Type: "string"}
	s.Required = []string{"RequestId"}
	s.XML = &xmlName{a.Name + "Response"}
	return s
}

func elements(all []rpc.Element) (kinds, names []string) {
	for _, e := range all {
		kinds, names = append(kinds, e.Kind), append(names, e.Name)
	}
	return kinds, names
}

func object(fields []*reference.Node, kinds []string) *schema {
	s := &schema{Type: "object", Properties: map[string]*schema{}}
	for _, n := range fields {
		var f *schema
		if n.Leaf >= 0 {
			f = scalar(kinds[n.Leaf])
		} else {
			f = object(n.Fields, kinds)
		}
		if n.List {
			f = &schema{Type: "array", Items: f}
		}
		s.Properties[n.Name] = f
	}
	return s
}
