package rpc

import "reflect"

// Parameter is one flat parameter of a request, in the contract's notation.
type Parameter struct {
	Name     string // "Tag.N.Key", "Features.NvmeSupport", "AddAccount.N"
	Kind     string // "string", "boolean", "integer", "long" (int64) or "float"
	Required bool
}

// Parameters lists the flat parameters of a request struct in field order. It panics if t
// is not a struct that can go over the wire.
func Parameters(t reflect.Type) []Parameter {
	var out []Parameter
	for _, l := range root(t).leaves("") {
		out = append(out, Parameter(l))
	}
	return out
}

// Element is one leaf of a response's tree. Its name tells the containers: a dot steps
// into an object, N into a list.
type Element struct {
	Name string // "TotalCount", "Images.Image.N.ImageId"
	Kind string // as of Parameter, or "map"
}

// Elements lists the leaves of a response struct in the order that Encode writes them,
// without RequestId, which every answer has. It panics like Parameters.
func Elements(t reflect.Type) []Element {
	var out []Element
	for _, l := range root(t).leaves("") {
		out = append(out, Element{l.Name, l.Kind})
	}
	return out
}
