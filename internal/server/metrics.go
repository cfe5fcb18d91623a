package server

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	prom "github.com/VictoriaMetrics/metrics"

	"sesame/internal/rpc"
	"sesame/internal/store"
)

// metrics are what the server counts. No name of an account or a resource is among them:
// who may read figures need not know whose they are.
type metrics struct {
	set     *prom.Set
	actions map[string]actionMetrics // of those that are served, and of "" for all others
}

// actionMetrics are found without putting labels together, on the way of each request.
type actionMetrics struct {
	succeeded *prom.Counter
	latency   *prom.PrometheusHistogram
}

// latencies are the bounds of the histogram, in seconds: from a short answer to the longest call.
var latencies = []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 30}

func newMetrics(products map[string]*rpc.Product) *metrics {
	m := &metrics{set: prom.NewSet(), actions: map[string]actionMetrics{}}
	m.add("")
	for _, p := range products {
		for name := range p.Operations {
			m.add(name)
		}
	}
	return m
}

func (m *metrics) add(action string) {
	m.actions[action] = actionMetrics{
		m.set.GetOrCreateCounter(requestsOf(action, "")),
		m.set.GetOrCreatePrometheusHistogramExt(fmt.Sprintf("sesame_request_seconds{action=%q}", action), latencies),
	}
}

func requestsOf(action, code string) string {
	return fmt.Sprintf("sesame_requests_total{action=%q,code=%q}", action, code)
}

// answered counts a call. No code is success.
func (m *metrics) answered(action, code string, took time.Duration) {
	a := m.actions[action]
	if code == "" {
		a.succeeded.Inc()
	} else {
		m.set.GetOrCreateCounter(requestsOf(action, code)).Inc()
	}
	a.latency.Update(took.Seconds())
}

// tellMetrics writes all figures in the text form that Prometheus reads.
func (s *Server) tellMetrics(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	s.metrics.set.WritePrometheus(w)
	working, waiting := s.admission.depth()
	prom.WriteGaugeUint64(w, "sesame_calls_working", uint64(working))
	prom.WriteGaugeUint64(w, "sesame_calls_waiting", uint64(waiting))
	prom.WriteGaugeUint64(w, "sesame_connections", uint64(s.connections.taken.Load()))
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	figures, err := s.DB.Stats(ctx)
	tellStore(w, figures)
	if err == nil { // else it cannot be asked
		prom.WriteGaugeUint64(w, "sesame_store_bytes", uint64(figures.Bytes))
	}
	prom.WriteProcessMetrics(w)
	prom.WriteFDMetrics(w)
}

func tellStore(w io.Writer, s store.Stats) {
	prom.WriteCounterUint64(w, `sesame_store_transactions_total{kind="read"}`, s.Views)
	prom.WriteCounterUint64(w, `sesame_store_transactions_total{kind="write"}`, s.Updates)
	prom.WriteCounterUint64(w, "sesame_store_retries_total", s.Retries)
	prom.WriteGaugeUint64(w, "sesame_store_queue", uint64(s.Queue))
	prom.WriteCounterUint64(w, "sesame_audit_seals_total", s.Seals)
	if !s.SealedUntil.IsZero() {
		prom.WriteGaugeUint64(w, "sesame_audit_sealed_until_timestamp_seconds", uint64(s.SealedUntil.Unix()))
	}
	commits := uint64(0)
	for n, c := range s.Batches {
		commits += c
		prom.WriteCounterUint64(w, fmt.Sprintf(`sesame_store_commit_updates_bucket{le="%d"}`, 1<<n), commits)
	}
	prom.WriteCounterUint64(w, `sesame_store_commit_updates_bucket{le="+Inf"}`, commits)
	prom.WriteCounterUint64(w, "sesame_store_commit_updates_sum", s.Batched)
	prom.WriteCounterUint64(w, "sesame_store_commit_updates_count", commits)
}
