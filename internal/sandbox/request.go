package sandbox

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"sesame/internal/errorcentre"
	"sesame/internal/sign"
)

const (
	ecsVersion = "2014-05-26"
	host       = "sesame.example"
)

// send signs and sends the request of an exchange and keeps the answer. How it differs from
// a good one was said by a line before it:
//
//	send v3                  with an ACS3 signature
//	send method=PUT path=/x  to another place
//	send late=20m            signed with a time that long ago
//	send secret=wrong        signed with another secret
//	send Signature=x         another value, put in after signing; empty: none
//	send body=x              another body than was signed
//	send twice               the same request again
//	send closed              to a server whose store is gone
func (w *World) send(ctx context.Context, x *errorcentre.Exchange) error {
	how := w.sending
	w.sending = nil
	if slices.Contains(how, "closed") {
		if err := w.db.Close(); err != nil {
			return err
		}
	}
	r, err := w.signed(x, how)
	if err != nil {
		return err
	}
	if len(how) > 0 {
		x.Request = shown(r)
	}
	times := 1
	if slices.Contains(how, "twice") {
		times = 2
	}
	for range times {
		again := r.Clone(ctx)
		again.Body = io.NopCloser(strings.NewReader(r.body))
		a := &answer{header: http.Header{}, status: http.StatusOK}
		w.server.ServeHTTP(a, again)
		x.Status, x.Answer = a.status, indented(a.body.Bytes())
		w.Names.Hide(x.Answer) // learns what was made
	}
	return nil
}

// request is a signed one that can be read several times.
type request struct {
	*http.Request
	body string
}

// signed makes the request of an exchange.
func (w *World) signed(x *errorcentre.Exchange, how []string) (*request, error) {
	key := w.keys[w.caller]
	if key.ID == "" {
		key.ID, key.Secret = w.caller, "none"
	}
	values := url.Values{"Action": {x.Action}, "Version": {ecsVersion}, "Format": {"JSON"}}
	for _, p := range x.Parameters {
		values.Set(p.Name, p.Value)
	}
	t := tampering{method: http.MethodPost, path: "/", at: w.now, secret: key.Secret, values: map[string]string{}}
	if err := t.read(how); err != nil {
		return nil, err
	}
	r := &request{Request: &http.Request{
		Method: t.method, Host: host, URL: &url.URL{Path: t.path}, Header: http.Header{},
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}}
	if t.v3 {
		r.URL.RawQuery = values.Encode()
		sign.V3(r.Request, nil, x.Action, ecsVersion, key.ID, t.secret, rand.Text(), t.at)
	} else {
		values = sign.V1(t.method, values, key.ID, t.secret, rand.Text(), t.at)
	}
	t.change(r, values)
	if !t.v3 {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.body = values.Encode()
	}
	r.ContentLength = int64(len(r.body))
	return r, nil
}

// tampering is how a request differs from a good one.
type tampering struct {
	v3           bool
	method, path string
	at           time.Time
	secret, body string
	values       map[string]string // of parameters, or of headers under V3; put in after signing
}

func (t *tampering) read(how []string) error {
	for _, word := range how {
		name, value, assigned := strings.Cut(word, "=")
		switch {
		case name == "v3":
			t.v3 = true
		case name == "twice", name == "closed":
		case name == "method":
			t.method = value
		case name == "path":
			t.path = value
		case name == "secret":
			t.secret = value
		case name == "body":
			t.body = value
		case name == "late":
			d, err := time.ParseDuration(value)
			if err != nil {
				return err
			}
			t.at = t.at.Add(-d)
		case assigned:
			t.values[name] = value
		default:
			return fmt.Errorf("send: what is %q?", word)
		}
	}
	return nil
}

func (t *tampering) change(r *request, values url.Values) {
	r.body = t.body
	for name, value := range t.values {
		switch {
		case name == "Host":
			r.Host = value
		case t.v3 && value == "":
			r.Header.Del(name)
		case t.v3:
			r.Header.Set(name, value)
		case value == "":
			values.Del(name)
		default:
			values.Set(name, value)
		}
	}
}

// shown is a request as it goes over the wire.
func shown(r *request) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\nHost: %s\n", r.Method, r.URL.RequestURI(), r.Host)
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		fmt.Fprintf(&b, "%s: %s\n", name, r.Header.Get(name))
	}
	if r.body != "" {
		b.WriteString("\n" + strings.ReplaceAll(r.body, "&", "\n&"))
	}
	return b.String()
}

func indented(body []byte) string {
	var b bytes.Buffer
	if json.Indent(&b, body, "", "  ") != nil {
		return string(body)
	}
	return b.String()
}

// answer keeps what the server writes.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) WriteHeader(status int)      { a.status = status }
func (a *answer) Write(b []byte) (int, error) { return a.body.Write(b) }
