package rpc

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"sesame/internal/apierr"
	"sesame/internal/trace"
)

// kind is what a value is on the wire.
type kind int

const (
	kindString kind = iota
	kindBool
	kindInt
	kindFloat
	kindMap // of texts, or of lists of texts, by names that only the answer knows
	kindObject
	kindList
)

// shape is what a Go type looks like on the wire, with everything about it that would
// otherwise be worked out again for every request.
type shape struct {
	kind    kind
	typ     reflect.Type // without the pointer
	pointer bool
	elem    *shape  // of a list
	fields  []field // of an object, those of embedded structs included
}

type field struct {
	shape    *shape
	name     string
	index    []int
	required bool
	given    *trace.Check // of what is required

	dotted, lower, lowerDotted string // "Tag.", "tag", "tag."
	jsonKey                    string // `"Tag":`
	open, close                string // "<Tag>", "</Tag>"
}

// in returns the field's value in an object.
func (f *field) in(object reflect.Value) reflect.Value {
	if len(f.index) == 1 {
		return object.Field(f.index[0])
	}
	return object.FieldByIndex(f.index)
}

// shapes holds the shape of every type seen, by reflect.Type.
var shapes sync.Map

// shapeOf returns the shape of t. It panics if t cannot go over the wire.
func shapeOf(t reflect.Type) *shape {
	if s, ok := shapes.Load(t); ok {
		return s.(*shape)
	}
	s, _ := shapes.LoadOrStore(t, buildShape(t, nil))
	return s.(*shape)
}

// buildShape works t out; outer are the structs that it stands in.
func buildShape(t reflect.Type, outer []reflect.Type) *shape {
	s := &shape{typ: t}
	if t.Kind() == reflect.Pointer {
		s.pointer, s.typ = true, t.Elem()
	}
	switch s.typ.Kind() {
	case reflect.String:
		s.kind = kindString
	case reflect.Bool:
		s.kind = kindBool
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		s.kind = kindInt
	case reflect.Float32, reflect.Float64:
		s.kind = kindFloat
	case reflect.Struct:
		s.kind = kindObject
		s.fields = buildFields(s.typ, nil, outer)
		s.refuseTwins()
	case reflect.Map:
		if s.pointer || s.typ != reflect.TypeFor[map[string]string]() && s.typ != reflect.TypeFor[map[string][]string]() {
			panic(fmt.Sprintf("rpc: %v: a map has texts, or lists of texts, by names", t))
		}
		s.kind = kindMap
	case reflect.Slice:
		s.kind = kindList
		s.elem = buildShape(s.typ.Elem(), outer)
		if s.pointer || s.elem.kind == kindList {
			panic(fmt.Sprintf("rpc: %v: a list of lists or a pointer to a list has no form on the wire", t))
		}
	default:
		panic(fmt.Sprintf("rpc: %v has no form on the wire", t))
	}
	return s
}

func buildFields(t reflect.Type, index []int, outer []reflect.Type) []field {
	for _, o := range outer {
		if o == t {
			panic(fmt.Sprintf("rpc: %v contains itself", t))
		}
	}
	outer = append(outer[:len(outer):len(outer)], t)
	fields := make([]field, 0, t.NumField())
	for i := range t.NumField() {
		f := t.Field(i)
		at := append(index[:len(index):len(index)], i)
		switch {
		case f.Anonymous && f.Type.Kind() == reflect.Struct:
			fields = append(fields, buildFields(f.Type, at, outer)...)
		case f.Anonymous || !f.IsExported():
			panic(fmt.Sprintf("rpc: %v.%s: neither an exported field nor an embedded struct", t, f.Name))
		default:
			fields = append(fields, newField(t, f, at, outer))
		}
	}
	return fields
}

func newField(t reflect.Type, f reflect.StructField, index []int, outer []reflect.Type) field {
	out := field{name: f.Name, index: index, shape: buildShape(f.Type, outer)}
	if tag := f.Tag.Get("rpc"); tag != "" {
		for word := range strings.SplitSeq(tag, ",") {
			name, isName := strings.CutPrefix(word, "name=")
			switch {
			case word == "required":
				out.required = true
			case isName && isWireName(name):
				out.name = name
			default:
				panic(fmt.Sprintf("rpc: %v.%s: unknown word %q in its tag", t, f.Name, word))
			}
		}
	}
	if out.required {
		out.given = &trace.Check{Says: "there is " + out.name, Rules: []string{"A-008"}, Codes: []string{apierr.MissingParameter.Code}}
	}
	first, size := utf8.DecodeRuneInString(out.name)
	out.dotted = out.name + "."
	out.lower = string(unicode.ToLower(first)) + out.name[size:]
	out.lowerDotted = out.lower + "."
	out.jsonKey = `"` + out.name + `":`
	out.open, out.close = "<"+out.name+">", "</"+out.name+">"
	return out
}

// isWireName accepts what is a name in parameters, JSON and XML alike.
func isWireName(s string) bool {
	for i, r := range s {
		letter := r == '_' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z'
		if !letter && (i == 0 || r != '.' && r != '-' && (r < '0' || r > '9')) {
			return false
		}
	}
	return s != ""
}

func (s *shape) refuseTwins() {
	seen := make(map[string]bool, len(s.fields))
	for i := range s.fields {
		name := s.fields[i].name
		if seen[name] {
			panic(fmt.Sprintf("rpc: %v has two fields named %s", s.typ, name))
		}
		seen[name] = true
	}
}

// root returns the shape of the struct t, or of the struct that t points to.
func root(t reflect.Type) *shape {
	s := shapeOf(t)
	if s.kind != kindObject {
		panic(fmt.Sprintf("rpc: %v is not a struct", t))
	}
	return s
}

// leaf is one flat name of a shape and what stands there.
type leaf struct {
	Name, Kind string
	Required   bool
}

// leaves lists the flat names of an object in field order.
func (s *shape) leaves(prefix string) []leaf {
	var out []leaf
	for i := range s.fields {
		f := &s.fields[i]
		at, name := f.shape, prefix+f.name
		if at.kind == kindList {
			at, name = at.elem, name+".N"
		}
		if at.kind != kindObject {
			out = append(out, leaf{name, at.kindName(), f.required})
			continue
		}
		out = append(out, at.leaves(name+".")...)
	}
	return out
}

// kindName is what the contract calls a scalar.
func (s *shape) kindName() string {
	switch {
	case s.kind == kindMap:
		return "map"
	case s.kind == kindBool:
		return "boolean"
	case s.kind == kindFloat:
		return "float"
	case s.kind == kindInt && s.typ.Kind() == reflect.Int64:
		return "long"
	case s.kind == kindInt:
		return "integer"
	}
	return "string"
}
