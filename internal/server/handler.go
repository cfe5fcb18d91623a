package server

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"sesame/internal/apierr"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// ServeHTTP answers one request. Whatever Host it names, and in absolute form, it is
// ours: clients use the server as an HTTP_PROXY, too.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if c, ok := r.Context().Value(connectionKey{}).(*bothConn); ok {
		c.header.over()
	}
	if isOwn(r.URL.Path) {
		s.own.ServeHTTP(w, r)
		return
	}
	if s.fromAnotherSite(r) {
		http.Error(w, errAnotherSite.Error(), http.StatusForbidden)
		return
	}
	c := &rpc.Call{RequestID: s.IDs.RequestID(), Host: r.Host, Source: address(r), UserAgent: r.UserAgent(), Now: s.Clock()}
	record := s.begin(c)
	buf := buffers.Get().(*bytes.Buffer)
	defer putBack(buf)
	buf.Reset()
	req, done, err := s.call(w, r, c, buf)
	defer done()
	status, code := http.StatusOK, ""
	var public *apierr.Error
	if err != nil {
		var told func()
		public, told = s.refuse(r, req, c, err, buf)
		defer told()
		status, code = public.Status, public.Code
		announceRetry(w.Header(), err)
	}
	s.end(record, r, req, c, public, status, buf.Bytes()) // before the answer: who has it can ask why at once
	c.Params = nil                                        // nor is what was sent kept until the answer is read
	s.answer(w, req.Format, c, status, buf)
	took := s.Clock().Sub(c.Now)
	s.metrics.answered(c.Action, code, took)
	s.span(r, s.productName(req), c, code, took)
	s.Log.LogAttrs(r.Context(), slog.LevelInfo, "request",
		slog.String("action", c.Action), slog.String("account", c.AccountID), slog.Int("status", status),
		slog.String("code", code), slog.Duration("took", took), slog.String("request", c.RequestID))
}

// call does what the request asks for, in the order of A-001: an unknown action is
// told before anything is known of the caller. done must follow when the answer was sent.
func (s *Server) call(w http.ResponseWriter, r *http.Request, c *rpc.Call, answer *bytes.Buffer) (req *rpc.Request, done func(), err error) {
	nothing := func() {}
	c.Trace.Check(frameRead, slog.String("method", r.Method))
	read, busy := s.busy(w, r)
	if busy == nil {
		defer read()
	}
	req, err = rpc.Read(w, r)
	if err = cmp.Or(busy, err); err != nil {
		return req, nothing, err
	}
	c.Trace.Check(overTLSNeeded, slog.String("scheme", scheme(r)), slog.String("Host", r.Host))
	if s.needsTLS(r) {
		return req, nothing, apierr.NeedTLS
	}
	c.Trace.Check(actionServed, slog.String("Action", req.Action), slog.String("Version", req.Version))
	o, err := s.operation(r, req)
	if err != nil {
		return req, nothing, err
	}
	c.Action, c.Params = o.Name, &req.Params
	a, err := s.authenticate(req, c)
	if err != nil {
		return req, nothing, err
	}
	done, err = s.invoke(r.Context(), o, c, a, req.Format, answer)
	return req, done, err
}

// address is that of who is connected, without the port. What proxies say of others is not believed.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// operation finds what is called. Products share the port: the version tells them apart.
func (s *Server) operation(r *http.Request, req *rpc.Request) (*rpc.Operation, error) {
	if r.URL.Path != "/" && r.URL.Path != "" {
		return nil, apierr.ActionNotFound
	}
	if p := s.products[req.Version]; p != nil && p.Operations[req.Action] != nil {
		return p.Operations[req.Action], nil
	}
	if s.published[publishedAction{req.Version, req.Action}] {
		return nil, apierr.ActionNotServed.With(req.Action)
	}
	return nil, apierr.ActionNotFound
}

// refuse writes what the caller is told of an error. One that quotes much of what was sent needs room,
// like any large answer. done must follow when it was sent.
func (s *Server) refuse(r *http.Request, req *rpc.Request, c *rpc.Call, err error, answer *bytes.Buffer) (public *apierr.Error, done func()) {
	public = s.publicError(r.Context(), c, err)
	done, busy := s.roomFor(2 * len(public.Message)) // as it is, and as it is encoded
	if busy != nil {
		public = apierr.ServiceUnavailable
	}
	rpc.EncodeError(answer, req.Format, c.RequestID, shownHost(r.Host), s.recommend(r, req, c, public), public)
	return public, done
}

// shownHost is as much of a host as a name can have, and a port.
func shownHost(host string) string { return strings.ToValidUTF8(host[:min(len(host), 260)], "") }

// publicError says what the caller is told. What is not of the catalogue is our fault: it
// is logged here, once, and the caller learns only its RequestId.
func (s *Server) publicError(ctx context.Context, c *rpc.Call, err error) *apierr.Error {
	var public *apierr.Error
	switch {
	case errors.As(err, &public):
		return public
	case errors.Is(err, store.ErrReplayed):
		c.Trace.Check(nonceNew, slog.String("SignatureNonce", c.Nonce))
		return apierr.NonceUsed
	}
	c.Trace.Check(serverWell)
	switch {
	case store.Unable(err), errors.Is(err, errBusy), ctx.Err() != nil:
		return apierr.ServiceUnavailable
	}
	s.Log.LogAttrs(ctx, slog.LevelError, "internal error",
		slog.String("action", c.Action), slog.String("request", c.RequestID), slog.String("error", err.Error()))
	return apierr.InternalError
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// putBack keeps no large one: the next answer, small as it may be, would hold it for as long as
// nobody reads.
func putBack(b *bytes.Buffer) {
	if b.Cap() < largeAnswer {
		buffers.Put(b)
	}
}

func (s *Server) answer(w http.ResponseWriter, f rpc.Format, c *rpc.Call, status int, body *bytes.Buffer) {
	h := w.Header()
	h["Content-Type"] = contentTypes[f]
	h["Access-Control-Allow-Origin"] = anyOrigin
	h["X-Acs-Request-Id"] = []string{c.RequestID}
	h["X-Acs-Trace-Id"] = []string{traceID(c.RequestID)}
	h["Content-Length"] = []string{strconv.Itoa(body.Len())}
	if s.draining.Load() {
		h["Connection"] = closeConnection
	}
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // the caller is gone: nobody is left to tell
}

var (
	contentTypes = map[rpc.Format][]string{
		rpc.XML: {rpc.XML.ContentType()}, rpc.JSON: {rpc.JSON.ContentType()},
	}
	anyOrigin = []string{"*"}

	closeConnection = []string{"close"}
)

// traceID has the form of the real header: 32 hexadecimal digits.
func traceID(requestID string) string {
	return strings.ToLower(strings.ReplaceAll(requestID, "-", ""))
}
