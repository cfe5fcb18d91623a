// Package otlp sends spans to a collector of OpenTelemetry: OTLP over HTTP, in JSON. It is
// that part of the protocol which a server needs that has one span for each request, and
// knows nothing of requests.
package otlp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Span is a piece of work that was done for somebody.
type Span struct {
	TraceID, SpanID string // 32 and 16 hexadecimal digits, small letters
	ParentID        string // empty: the span begins the trace
	Name            string
	Start, End      time.Time
	Attributes      [][2]string
	Failure         string // empty: it went well
}

// Exporter collects spans and sends them. Make it with New.
type Exporter struct {
	url     string
	headers http.Header
	service string
	failed  func(error)
	queue   chan Span
	client  http.Client
}

// What waits is bounded: a collector that is away costs spans, and nothing else.
const (
	maxQueue = 4096
	maxBatch = 512
	pause    = time.Second
	patience = 5 * time.Second
)

// New makes an exporter to an endpoint such as http://collector:4318. headers are
// "name=value" pairs between commas. failed is told why spans were lost.
func New(endpoint, headers, service string, failed func(error)) (*Exporter, error) {
	if u, err := url.Parse(endpoint); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, errors.New("it is not http://host:port or https://host:port") // nor told: it may have a password
	}
	e := &Exporter{
		url: strings.TrimSuffix(endpoint, "/") + "/v1/traces", headers: http.Header{"Content-Type": {"application/json"}},
		service: service, failed: failed, queue: make(chan Span, maxQueue), client: http.Client{Timeout: patience},
	}
	for pair := range strings.SplitSeq(headers, ",") {
		if name, value, ok := strings.Cut(pair, "="); ok {
			e.headers.Set(strings.TrimSpace(name), strings.TrimSpace(value))
		}
	}
	return e, nil
}

// Export takes a span, if there is room. It never waits.
func (e *Exporter) Export(s Span) {
	select {
	case e.queue <- s:
	default:
	}
}

// Run sends what was taken until ctx ends, and then the rest.
func (e *Exporter) Run(ctx context.Context) {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			e.send(ctx)
		case <-ctx.Done():
			e.send(context.WithoutCancel(ctx))
			return
		}
	}
}

func (e *Exporter) send(ctx context.Context) {
	for {
		batch := e.batch()
		if len(batch) == 0 {
			return
		}
		if err := e.post(ctx, batch); err != nil {
			e.failed(fmt.Errorf("%d spans are lost: %w", len(batch), err))
			return
		}
	}
}

func (e *Exporter) batch() (all []Span) {
	for len(all) < maxBatch {
		select {
		case s := <-e.queue:
			all = append(all, s)
		default:
			return all
		}
	}
	return all
}

func (e *Exporter) post(ctx context.Context, batch []Span) error {
	body, err := json.Marshal(e.document(batch))
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, e.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header = e.headers
	answer, err := e.client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<16)) // so that the connection is used again
	if answer.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("the collector answers %s", answer.Status)
	}
	return nil
}

type object = map[string]any

func (e *Exporter) document(batch []Span) object {
	spans := make([]object, len(batch))
	for n, s := range batch {
		spans[n] = s.document()
	}
	return object{"resourceSpans": []object{{
		"resource":   object{"attributes": attributes([][2]string{{"service.name", e.service}})},
		"scopeSpans": []object{{"scope": object{"name": "sesame"}, "spans": spans}},
	}}}
}

// Of the protocol's enumerations.
const (
	kindServer  = 2
	statusError = 2
)

func (s *Span) document() object {
	d := object{
		"traceId": s.TraceID, "spanId": s.SpanID, "name": s.Name, "kind": kindServer,
		"startTimeUnixNano": strconv.FormatInt(s.Start.UnixNano(), 10), "endTimeUnixNano": strconv.FormatInt(s.End.UnixNano(), 10),
		"attributes": attributes(s.Attributes),
	}
	if s.ParentID != "" {
		d["parentSpanId"] = s.ParentID
	}
	if s.Failure != "" {
		d["status"] = object{"code": statusError, "message": s.Failure}
	}
	return d
}

func attributes(all [][2]string) []object {
	out := make([]object, len(all))
	for n, a := range all {
		out[n] = object{"key": a[0], "value": object{"stringValue": a[1]}}
	}
	return out
}

// Parent reads a traceparent header. sampled says whether who calls wants spans; a header
// that cannot be read is none. Versions to come may have more parts than the first.
func Parent(header string) (traceID, spanID string, sampled, ok bool) {
	parts := strings.SplitN(header, "-", 5)
	if len(parts) < 4 || !isHex(parts[0], 2) || parts[0] == "ff" || parts[0] == "00" && len(parts) > 4 ||
		!isID(parts[1], 32) || !isID(parts[2], 16) || !isHex(parts[3], 2) {
		return "", "", false, false
	}
	flags, err := strconv.ParseUint(parts[3], 16, 8)
	return parts[1], parts[2], flags&1 == 1, err == nil
}

func isID(s string, digits int) bool { return isHex(s, digits) && strings.Trim(s, "0") != "" }

func isHex(s string, digits int) bool {
	return len(s) == digits && strings.Trim(s, "0123456789abcdef") == ""
}
