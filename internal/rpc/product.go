package rpc

import (
	"context"
	"fmt"
	"reflect"
	"runtime/debug"

	"sesame/internal/apierr"
)

// Access is what an operation does to the account's resources.
type Access int

// The kinds of access. (Read is the function that reads requests.)
const (
	ReadOnly Access = iota
	Write
)

// String returns the contract's word for it, "read" or "write".
func (a Access) String() string {
	if a == Write {
		return "write"
	}
	return "read"
}

// Action is one row of a product's table of what is served. Make it with Define.
type Action[S any] struct {
	Name   string
	Access Access
	Errors []*apierr.Error // what it can answer beside the gateway's errors

	request, response reflect.Type
	bind              func(S) invoker
}

// invoker decodes the parameters and calls the method.
type invoker func(context.Context, *Call) (any, error)

// Define makes a row from a method expression:
//
//	rpc.Define("ModifyImageAttribute", (*Service).ModifyImageAttribute, rpc.Write, ...)
//
// Req and Resp are structs; the package comment says of what.
func Define[S, Req, Resp any](name string, method func(S, context.Context, *Call, *Req) (*Resp, error), access Access, errs ...*apierr.Error) Action[S] {
	request := reflect.TypeFor[Req]()
	return Action[S]{
		Name: name, Access: access, Errors: errs,
		request: request, response: reflect.TypeFor[Resp](),
		bind: func(service S) invoker {
			s := root(request)
			return func(ctx context.Context, c *Call) (any, error) {
				req := new(Req)
				if err := decode(reflect.ValueOf(req).Elem(), s, c); err != nil {
					return nil, err
				}
				resp, err := method(service, ctx, c, req)
				if err != nil {
					return nil, err
				}
				return resp, nil
			}
		},
	}
}

// Operation is an action bound to its service.
type Operation struct {
	Name              string
	Access            Access
	Errors            []*apierr.Error
	Request, Response reflect.Type // structs: what Parameters and Elements take

	invoke invoker
	record func(context.Context, *Call, error) error
}

// Recorder is a service that keeps what became of every call that could have changed something.
type Recorder interface {
	// Record keeps a call that ended with err before the store was asked for anything. It gives the error that the
	// caller is told, err unless the call could not be kept.
	Record(ctx context.Context, c *Call, err error) error
}

// Invoke decodes the call's parameters into a new request and calls the method. The
// response is a pointer for Encode. Errors are apierr.MissingParameter for the first
// required parameter that is absent or empty, apierr.InvalidParameter with the key as
// sent for a malformed one, and whatever the method returns, unchanged; a panic is an error.
func (o *Operation) Invoke(ctx context.Context, c *Call) (response any, err error) {
	response, err = o.protected(ctx, c)
	if err := o.Refuse(ctx, c, err); err != nil {
		return nil, err
	}
	return response, nil
}

// Refuse ends a call with err without performing it: its caller is known and may not have it. It gives
// the error to tell.
func (o *Operation) Refuse(ctx context.Context, c *Call, err error) error {
	if o.Access != Write || o.record == nil || c.Recorded {
		return err
	}
	return o.record(ctx, c, err)
}

func (o *Operation) protected(ctx context.Context, c *Call) (response any, err error) {
	defer func() {
		if p := recover(); p != nil {
			response, err = nil, fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return o.invoke(ctx, c)
}

// Product is what is served under one version.
type Product struct {
	Name, Version string
	Operations    map[string]*Operation // by action
	// NotProduced says, by action and code, why published errors are never given.
	NotProduced func() map[string]map[string]string
}

// Bind ties actions to the service that performs them. It panics on a duplicate or
// nameless action and on a request or response that cannot go over the wire. A service that is
// a Recorder is told of calls that it did not keep itself.
func Bind[S any](name, version string, service S, actions []Action[S]) *Product {
	p := &Product{
		Name: name, Version: version, Operations: make(map[string]*Operation, len(actions)),
		NotProduced: func() map[string]map[string]string { return nil },
	}
	var record func(context.Context, *Call, error) error
	if r, ok := any(service).(Recorder); ok {
		record = r.Record
	}
	for _, a := range actions {
		if a.Name == "" || p.Operations[a.Name] != nil {
			panic(fmt.Sprintf("rpc: %s: action %q is nameless or there twice", name, a.Name))
		}
		checkRequest(a.request)
		checkResponse(a.response)
		p.Operations[a.Name] = &Operation{
			Name: a.Name, Access: a.Access, Errors: a.Errors,
			Request: a.request, Response: a.response, invoke: a.bind(service), record: record,
		}
	}
	return p
}

// checkRequest: the names of a map's members are nobody's parameters.
func checkRequest(t reflect.Type) {
	for _, p := range Parameters(t) {
		if p.Kind == "map" {
			panic(fmt.Sprintf("rpc: %v: parameter %s is a map", t, p.Name))
		}
	}
}

// checkResponse builds the shapes that Encode will ask for.
func checkResponse(t reflect.Type) {
	for _, f := range root(reflect.PointerTo(t)).fields {
		if f.name == "RequestId" {
			panic(fmt.Sprintf("rpc: %v has a RequestId, which Encode writes", t))
		}
	}
}
