package server_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"sesame/internal/otlp"
	"sesame/internal/server"
)

// sentSpan is a span as a collector reads it.
type sentSpan struct {
	TraceID string `json:"traceId"`
	SpanID  string `json:"spanId"`
	Parent  string `json:"parentSpanId"`
	Name    string
	Status  struct{ Message string }
}

// TestSpans: a collector is told of each request once, in the trace of who calls or in that
// of the RequestId; who does not want to be traced is not.
func TestSpans(t *testing.T) {
	var mu sync.Mutex
	var spans []sentSpan
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var d struct {
			ResourceSpans []struct{ ScopeSpans []struct{ Spans []sentSpan } }
		}
		if err := json.NewDecoder(r.Body).Decode(&d); err != nil || r.URL.Path != "/v1/traces" || r.Header.Get("Api-Key") != "k" {
			t.Errorf("%s %v: %v", r.URL, r.Header, err)
		}
		mu.Lock()
		defer mu.Unlock()
		for _, rs := range d.ResourceSpans {
			for _, ss := range rs.ScopeSpans {
				spans = append(spans, ss.Spans...)
			}
		}
	}))
	defer collector.Close()
	e, err := otlp.New(collector.URL, "api-key=k", "sesame", func(err error) { t.Error(err) })
	if err != nil {
		t.Fatal(err)
	}
	r := start(t, func(c *server.Config) { c.Spans = e })
	const caller, parent = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
	first := r.raw(get(signed("DescribeRegions")))
	r.raw(get(signed("DescribeZones"), "traceparent: 00-"+caller+"-"+parent+"-01"))
	r.raw(get(signed("DescribeDisks"), "traceparent: 00-"+caller+"-"+parent+"-00"))
	r.raw(get(signed("DescribeImages"), "traceparent: 00-"+strings.Repeat("0", 32)+"-"+parent+"-01"))
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	defer mu.Unlock()
	if len(spans) != 3 {
		t.Fatalf("%d spans: %v", len(spans), spans)
	}
	own := strings.ToLower(strings.ReplaceAll(first.RequestID, "-", ""))
	if s := spans[0]; s.TraceID != own || s.Parent != "" || s.Name != "Ecs DescribeRegions" || s.Status.Message != "" || len(s.SpanID) != 16 {
		t.Errorf("%+v, not of %s", s, own)
	}
	if s := spans[1]; s.TraceID != caller || s.Parent != parent || s.Status.Message != "MissingParameter" {
		t.Errorf("%+v, not of %s", s, caller)
	}
	if s := spans[2]; s.Parent != "" || strings.Trim(s.TraceID, "0") == "" {
		t.Errorf("%+v: a trace that is none was taken", s)
	}
}

// A collector that is away costs spans, and no call.
func TestNoCollector(t *testing.T) {
	gone := httptest.NewServer(nil)
	gone.Close()
	lost := make(chan error, 10)
	e, err := otlp.New(gone.URL, "", "sesame", func(err error) { lost <- err })
	if err != nil {
		t.Fatal(err)
	}
	r := start(t, func(c *server.Config) { c.Spans = e })
	r.raw(get(signed("DescribeRegions"))).want(t, "without a collector", 200, "")
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	if err := <-lost; !strings.Contains(err.Error(), "1 spans are lost") {
		t.Error(err)
	}
	if _, err := otlp.New("collector:4318", "", "", nil); err == nil {
		t.Error("an endpoint without a scheme is taken")
	}
}
