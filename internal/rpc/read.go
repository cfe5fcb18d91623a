package rpc

import (
	"errors"
	"io"
	"net/http"
	"unicode"
	"unicode/utf8"

	"sesame/internal/apierr"
)

// Request is one RPC call as it arrived, before anybody knows whether it is allowed.
type Request struct {
	Method string // as received
	Host   string // as the client called it, port included
	Header http.Header
	// Query and Form are the parameters as sent. Form is filled from bodies of type
	// application/x-www-form-urlencoded, and with a flat view of those of type
	// application/json (A.B for nested objects, A.1 for arrays) when the request claims
	// an ACS3 signature, which covers the body as a whole. Others are not looked into.
	Query, Form Params
	Params      Params // query and form merged, the query winning: what operations read
	Body        []byte // raw, after de-chunking; nil when there was none
	// Action and Version are the parameters of that name, else the x-acs-action and
	// x-acs-version headers. Some clients send the action uncapitalised in the header.
	Action, Version string
	Format          Format
}

// Read parses r, for whose connection w is (it may be nil). It always returns a usable
// *Request, so that an error can be answered in the caller's format; the error is an
// *apierr.Error. The first of these that applies is reported:
//
//   - UnsupportedHTTPMethod: neither GET nor POST
//   - InvalidParameter: a query or body that cannot be read, is not well formed (broken
//     percent-encoding or JSON, invalid UTF-8, NUL bytes) or is beyond a limit: 1 MiB of
//     query, 1 MiB of body, 2,000 parameters, 512 bytes of a key, 16 levels of JSON
//   - InvalidParameter.Format: a Format that is neither XML nor JSON
//
// Text is never repaired: what arrives in Params is what was sent.
func Read(w http.ResponseWriter, r *http.Request) (*Request, error) {
	req := &Request{Method: r.Method, Host: r.Host, Header: r.Header}
	err := req.read(w, r)
	req.Params = Params{merged(req.Query.pairs, req.Form.pairs)}
	req.Action = firstOf(&req.Params, "Action", capitalised(r.Header.Get("X-Acs-Action")))
	req.Version = firstOf(&req.Params, "Version", r.Header.Get("X-Acs-Version"))
	format, ok := formatOf(&req.Params, r.Header)
	req.Format = format
	if err == nil && !ok {
		err = apierr.InvalidFormat
	}
	if err != nil { // a nil *apierr.Error must not become a non-nil error
		return req, err
	}
	return req, nil
}

// read fills Query, Body and Form as far as they are good.
func (q *Request) read(w http.ResponseWriter, r *http.Request) *apierr.Error {
	if len(r.URL.RawQuery) > maxQuery {
		return errQueryTooLarge
	}
	query, sent, err := parseURLEncoded(r.URL.RawQuery, "Query", maxParameters)
	q.Query = query
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		return apierr.UnsupportedHTTPMethod
	}
	if err != nil {
		return err
	}
	if q.Body, err = readBody(w, r); err != nil || len(q.Body) == 0 {
		return err
	}
	switch mediaType(r.Header.Get("Content-Type")) {
	case "application/x-www-form-urlencoded":
		q.Form, _, err = parseURLEncoded(string(q.Body), "Body", maxParameters-sent)
	case "application/json":
		if !isACS3(r.Header) { // no other signature covers it
			break
		}
		q.Form, err = flattenBody(string(q.Body), maxParameters-sent)
	}
	return err
}

func readBody(w http.ResponseWriter, r *http.Request) ([]byte, *apierr.Error) {
	if r.Body == nil || r.Body == http.NoBody {
		return nil, nil
	}
	if r.ContentLength > maxBody {
		return nil, errBodyTooLarge
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err == nil {
		return body, nil
	}
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return nil, errBodyTooLarge
	}
	return nil, apierr.InvalidParameter.With("Body")
}

func firstOf(p *Params, key, otherwise string) string {
	if v, _ := p.Get(key); v != "" {
		return v
	}
	return otherwise
}

func capitalised(s string) string {
	if s == "" || 'A' <= s[0] && s[0] <= 'Z' {
		return s
	}
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:]
}
