package server

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"

	"sesame/internal/apierr"
	"sesame/internal/explain"
	"sesame/internal/rpc"
)

// begin opens the record of a request, whose trace is written from now on.
func (s *Server) begin(c *rpc.Call) *explain.Record {
	r := s.Requests.Begin()
	if r != nil {
		c.Trace = &r.Trace
	}
	return r
}

// end keeps the request with what was answered. Nothing of the call is written afterwards.
func (s *Server) end(rec *explain.Record, r *http.Request, req *rpc.Request, c *rpc.Call, err *apierr.Error, status int, answer []byte) {
	if rec == nil {
		return
	}
	rec.RequestID, rec.At, rec.Took = c.RequestID, c.Now, s.Clock().Sub(c.Now)
	rec.Action, rec.Version, rec.Scheme = c.Action, "", scheme(r)
	if c.Action == "" { // a text of its own: it must not hold the whole request
		rec.Action, rec.Version = strings.Clone(shortened(req.Action)), strings.Clone(shortened(req.Version))
	}
	rec.AccountID, rec.AccessKeyID = c.AccountID, c.AccessKeyID
	if p := s.products[req.Version]; p != nil {
		rec.Product, rec.Version = p.Name, p.Version
	}
	if err != nil {
		rec.Code, rec.Message = err.Code, err.Message
	}
	rec.SetRequest(r, req.Body)
	rec.SetAnswer(status, answer)
	s.Requests.End(rec)
}

// shortened is a text as far as anybody reads it, who made it up.
func shortened(s string) string { return strings.ToValidUTF8(s[:min(len(s), 128)], "") }

// recommend is the address of the explanation of an answer, at the host as it was called.
// A server that keeps no requests gives the real service's.
func (s *Server) recommend(r *http.Request, req *rpc.Request, c *rpc.Call, e *apierr.Error) string {
	if s.Requests == nil {
		return "https://api.aliyun.com/troubleshoot?q=" + e.Code + "&product=" + s.productName(req) + "&requestId=" + c.RequestID
	}
	host := shownHost(r.Host)
	if at, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok && !s.Exposure.Others && !namesThisMachine(host) {
		host = at.String() // under another name, own pages are not told here
	}
	return scheme(r) + "://" + host + explainPath + c.RequestID
}

// productName is what is called: Ecs, where nothing else is.
func (s *Server) productName(req *rpc.Request) string {
	if p := s.products[req.Version]; p != nil {
		return p.Name
	}
	return "Ecs"
}

const explainPath = "/_sesame/explain/"

func (s *Server) explainer() *explain.Explainer {
	return &explain.Explainer{Ring: s.Requests, DB: s.DB, Products: s.Products, Now: s.Clock}
}

// explain tells why a request was answered as it was.
func (s *Server) explain(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if strings.Contains(r.Header.Get("Accept"), "text/html") {
		http.Redirect(w, r, "/console/requests/"+url.PathEscape(id), http.StatusSeeOther)
		return
	}
	x, err := s.explainer().Explain(r.Context(), id)
	switch {
	case err != nil:
		s.Log.LogAttrs(r.Context(), slog.LevelError, "explanation", slog.String("request", id), slog.String("error", err.Error()))
		http.Error(w, "the explanation failed", http.StatusInternalServerError)
		return
	case x == nil:
		http.Error(w, fmt.Sprintf("request %.64q is not kept: it never came to this server, or too many came after it", id), http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	encodeJSON(w, x)
}

func scheme(r *http.Request) string {
	if overTLS(r) {
		return "https"
	}
	return "http"
}
