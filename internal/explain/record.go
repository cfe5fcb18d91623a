package explain

import (
	"net/http"
	"time"

	"sesame/internal/trace"
)

// Record is one request with its answer.
type Record struct {
	RequestID string
	Seq       uint64 // counts the requests of this process
	At        time.Time
	Took      time.Duration

	Product, Action, Version string // of the operation, once it is known
	AccountID                string // once it is proven
	Source                   string // address and port
	UserAgent                string
	Status                   int
	Code, Message            string // empty: it was answered with what it asked for

	// The rest is packed in the ring: see pack.go.

	AccessKeyID                  string
	Method, Target, Host, Scheme string // as called
	Header                       http.Header
	Body                         []byte
	Cut                          bool // the request is too large to be kept whole
	Answer                       []byte
	AnswerSize                   int // may be more than is kept
	Trace                        trace.Trace
}

// What is kept of one request.
const (
	maxTarget = 16 << 10
	maxHeader = 8 << 10
	maxBody   = 32 << 10
	maxAnswer = 16 << 10
)

// SetRequest takes what arrived, until End has packed it.
func (r *Record) SetRequest(req *http.Request, body []byte) {
	r.Method, r.Target, r.Host, r.Source = req.Method, req.RequestURI, req.Host, req.RemoteAddr
	r.Header, r.Body, r.UserAgent = req.Header, body, req.UserAgent()
	size := 0
	for name, values := range r.Header {
		size += len(name)
		for _, v := range values {
			size += len(v)
		}
	}
	if size > maxHeader {
		r.Header, r.UserAgent = nil, ""
	}
	r.Cut = size > maxHeader || len(r.Target) > maxTarget || len(r.Body) > maxBody
	r.Target, r.Body = r.Target[:min(len(r.Target), maxTarget)], r.Body[:min(len(r.Body), maxBody)]
}

// SetAnswer takes the beginning of what was answered, until End has packed it.
func (r *Record) SetAnswer(status int, body []byte) {
	r.Status, r.AnswerSize, r.Answer = status, len(body), body[:min(len(body), maxAnswer)]
}
