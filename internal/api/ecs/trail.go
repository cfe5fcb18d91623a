package ecs

import (
	"context"
	"errors"
	"strings"

	"sesame/internal/apierr"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// origin is who asks, for the events of a call.
func (s *Service) origin(c *rpc.Call) store.Origin {
	return store.Origin{
		Account: c.AccountID, AccessKey: c.AccessKeyID, Action: c.Action, RequestID: c.RequestID,
		At: c.Now, Source: c.Source, Agent: c.UserAgent, Request: request{c},
		Nonce: c.Nonce, NonceTime: c.NonceTime, NonceLife: s.NonceLife,
	}
}

// Record keeps a call that ended before its transaction began: because it was refused, or because there
// was nothing to do. Like any other it has an event and leaves its nonce.
func (s *Service) Record(ctx context.Context, c *rpc.Call, cause error) error {
	if cause != nil && (store.Unable(cause) || ctx.Err() != nil) {
		return cause
	}
	c.Recorded = true
	return s.DB.Update(ctx, s.origin(c), func(*store.Tx) error { return cause })
}

// request is what the events of a call tell beside its changes.
type request struct{ c *rpc.Call }

// Parameters are those that were sent, secrets masked.
func (r request) Parameters() string { return r.c.Params.Document() }

// Refusal is how the caller is told of an error: whatever is not of the catalogue is our fault.
func (request) Refusal(err error) (code, message string) {
	public := apierr.InternalError
	errors.As(err, &public)
	return public.Code, public.Message
}

// subjects are the parameters that name what a call is about, before those that name what it uses.
var subjects = []struct{ parameter, kind string }{
	{"DiskId", store.KindDisk},
	{"SnapshotId", store.KindSnapshot},
	{"InstanceId", store.KindInstance},
	{"ImageId", store.KindImage},
}

// Resource is what the call is about: as far as the operation found it, else as the request names it,
// by its id and region. Of several, none is.
func (r request) Resource() string {
	if r.c.Resource != "" {
		return r.c.Resource
	}
	region, _ := r.c.Params.Get("RegionId")
	for _, s := range subjects {
		if id := onlyOne(r.c, s.parameter); id != "" {
			return named(region, s.kind, id)
		}
	}
	kind, _ := r.c.Params.Get("ResourceType")
	return named(region, kind, onlyOne(r.c, "ResourceId"))
}

// onlyOne is the value of a parameter, or the only one of its list.
func onlyOne(c *rpc.Call, parameter string) string {
	v, _ := c.Params.Get(parameter)
	if v == "" && !sent(c, parameter+".2") {
		v, _ = c.Params.Get(parameter + ".1")
	}
	return v
}

// named is the name of a resource among the events, "" unless it could be one.
func named(region, kind, id string) string {
	for _, part := range []string{region, kind, id} {
		if part == "" || len(part) > 64 || strings.ContainsFunc(part, notOfName) {
			return ""
		}
	}
	return region + "/" + kind + "/" + id
}

func notOfName(r rune) bool {
	return r != '-' && r != '_' && r != '.' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
}
