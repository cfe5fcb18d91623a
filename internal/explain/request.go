package explain

import (
	"bytes"
	"io"
	"iter"
	"net/http"
	"net/url"

	"sesame/internal/rpc"
	"sesame/internal/sign"
)

// Request is a request as people read it, without secrets.
type Request struct {
	Method     string  `json:"method"`
	Host       string  `json:"host"`
	Scheme     string  `json:"scheme"`
	Parameters []Value `json:"parameters"`
	Headers    []Value `json:"headers"`
	// Signature is the way it was signed, "" when nothing can be computed: it is not
	// signed, its frame is incomplete, or it was too large to be kept.
	Signature        string `json:"signature,omitempty"`
	CanonicalRequest string `json:"canonicalRequest,omitempty"`
	StringToSign     string `json:"stringToSign,omitempty"`
	Cut              bool   `json:"cut,omitempty"` // it was too large to be kept whole
}

// Value is a name with what stands under it.
type Value struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// read parses a request again, as it was parsed when it came.
func (r *Record) read() *rpc.Request {
	u, err := url.ParseRequestURI(r.Target)
	if err != nil {
		u = &url.URL{Path: "/"}
	}
	h := &http.Request{
		Method: r.Method, URL: u, Host: r.Host, Header: r.Header,
		Body: io.NopCloser(bytes.NewReader(r.Body)), ContentLength: int64(len(r.Body)),
	}
	read, _ := rpc.Read(nil, h) // as far as it was good
	return read
}

func (r *Record) request(read *rpc.Request) Request {
	out := Request{Method: r.Method, Host: r.Host, Scheme: r.Scheme, Headers: headers(r.Header), Cut: r.Cut}
	for name, value := range read.Params.All() {
		out.Parameters = append(out.Parameters, Value{name, rpc.Shown(name, value)})
	}
	if !r.Cut {
		out.sign(read)
	}
	return out
}

// sign fills in what the signature is of. Of ACS3 the string to sign is a hash, which is
// told as it was; what it is the hash of is told without secrets.
func (q *Request) sign(read *rpc.Request) {
	quiet, err := sign.Parse(&sign.Request{
		Method: read.Method, Host: read.Host, Header: quietHeader(read.Header),
		Query: quietly(read.Query.All()), Form: quietly(read.Form.All()), Body: read.Body,
	})
	if err != nil {
		return
	}
	c := quiet.Canonical()
	q.Signature, q.CanonicalRequest, q.StringToSign = quiet.Scheme.String(), c.Request, c.StringToSign
	if quiet.Scheme == sign.SchemeV1 {
		return
	}
	claim, err := sign.Parse(&sign.Request{
		Method: read.Method, Host: read.Host, Header: read.Header, Query: read.Query.All(), Form: read.Form.All(), Body: read.Body,
	})
	if err == nil {
		q.StringToSign = claim.Canonical().StringToSign
	}
}

func quietly(all iter.Seq2[string, string]) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for name, value := range all {
			if !yield(name, rpc.Shown(name, value)) {
				return
			}
		}
	}
}

func quietHeader(h http.Header) http.Header {
	if len(h["X-Acs-Security-Token"]) > 0 {
		h = h.Clone()
		h.Set("X-Acs-Security-Token", rpc.Masked)
	}
	return h
}
