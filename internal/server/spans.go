package server

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"sesame/internal/otlp"
	"sesame/internal/rpc"
)

// span tells the collector of a request. Without a trace of the caller's own the RequestId
// is the trace's, as in the header x-acs-trace-id: who has one finds the other.
func (s *Server) span(r *http.Request, product string, c *rpc.Call, code string, took time.Duration) {
	if s.Spans == nil {
		return
	}
	trace, parent, sampled, ok := otlp.Parent(r.Header.Get("Traceparent"))
	switch {
	case !ok:
		trace = traceID(c.RequestID)
	case !sampled:
		return
	}
	s.Spans.Export(otlp.Span{
		TraceID: trace, SpanID: fmt.Sprintf("%016x", rand.Uint64()|1), ParentID: parent, // never zero
		Name: product + " " + c.Action, Start: c.Now, End: c.Now.Add(took), Failure: code,
		Attributes: [][2]string{
			{"rpc.system", "alibaba"}, {"rpc.method", c.Action}, {"sesame.account", c.AccountID}, {"sesame.request", c.RequestID}, {"sesame.code", code},
		},
	})
}

// sendSpans sends them until it is told to stop, when the last request has been answered.
func (s *Server) sendSpans(ctx context.Context) (stop func()) {
	if s.Spans == nil {
		return func() {}
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var sending sync.WaitGroup
	sending.Go(func() { s.Spans.Run(ctx) })
	return func() {
		cancel()
		sending.Wait()
	}
}
