package console

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"sesame/internal/sign"
)

// params are the parameters of a call. RegionId is that of the visit unless it is there.
type params map[string]string

// userAgent tells the calls that pages are made of from those of others.
const userAgent = "Sesame-Console"

// apiError is how the API refused a call.
type apiError struct {
	Status    int    `json:"-"`
	Action    string `json:"-"`
	Code      string
	Message   string
	RequestID string `json:"RequestId"`
	Recommend string
}

func (e *apiError) Error() string { return e.Action + ": " + e.Code + ": " + e.Message }

// call asks the API for an action, signed with the visitor's key, and decodes the answer
// into what into points to, unless that is nil. A refusal is an *apiError.
func (v *visit) call(action string, p params, into any) error {
	values := url.Values{"RegionId": {v.region}}
	for name, value := range p {
		values.Set(name, value)
	}
	r := v.signed(action, values)
	w := &answer{header: http.Header{}, status: http.StatusOK}
	v.c.API.ServeHTTP(w, r)
	if w.status != http.StatusOK {
		e := &apiError{Status: w.status, Action: action}
		if err := json.Unmarshal(w.body.Bytes(), e); err != nil {
			return fmt.Errorf("%s: %w", action, err)
		}
		return e
	}
	if into == nil {
		return nil
	}
	if err := json.Unmarshal(w.body.Bytes(), into); err != nil {
		return fmt.Errorf("%s: %w", action, err)
	}
	return nil
}

// signed is the request as a client would send it, from where the visitor is.
func (v *visit) signed(action string, values url.Values) *http.Request {
	values.Set("Action", action)
	values.Set("Version", v.c.versionOf(action))
	values.Set("Format", "JSON")
	form := sign.V1(http.MethodPost, values, v.key.ID, v.key.Secret, rand.Text(), v.now).Encode()
	r := (&http.Request{
		Method: http.MethodPost, URL: &url.URL{Path: "/"}, RequestURI: "/", Host: v.Host, RemoteAddr: v.RemoteAddr,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, ContentLength: int64(len(form)),
		Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "User-Agent": {userAgent}},
		Body:   body{strings.NewReader(form)}, TLS: v.TLS,
	}).WithContext(v.Context())
	return r
}

// versionOf is that of the product which serves the action; of several, the first.
func (c *Console) versionOf(action string) string {
	for _, p := range c.Products {
		if p.Operations[action] != nil {
			return p.Version
		}
	}
	return c.Products[0].Version
}

type body struct{ *strings.Reader }

func (body) Close() error { return nil }

// answer keeps what the API writes.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) WriteHeader(status int)      { a.status = status }
func (a *answer) Write(b []byte) (int, error) { return a.body.Write(b) }
