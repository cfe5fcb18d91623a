package explain

import (
	"net/http"
	"time"

	"sesame/internal/trace"
)

// Record is one request with its answer. Once it is in the ring it does not change.
type Record struct {
	RequestID string
	Seq       uint64 // counts the requests of this process
	At        time.Time
	Took      time.Duration

	Product, Action, Version string // of the operation, once it is known
	AccountID, AccessKeyID   string // once they are proven
	Source                   string // address and port
	Status                   int
	Code, Message            string // empty: it was answered with what it asked for

	Method, Target, Host, Scheme string // as called
	Header                       http.Header
	Body                         []byte
	Cut                          bool // the request is too large to be kept whole
	Answer                       []byte
	AnswerSize                   int // may be more than is kept
	Trace                        trace.Trace

	bytes int
	held  bool // somebody looks at it, so that its memory is not used again
}

// What is kept of one request.
const (
	maxTarget = 16 << 10
	maxHeader = 8 << 10
	maxBody   = 32 << 10
	maxAnswer = 16 << 10
)

// SetRequest keeps what arrived: nothing is copied, so nobody may change it.
func (r *Record) SetRequest(req *http.Request, body []byte) {
	r.Method, r.Target, r.Host, r.Source = req.Method, req.RequestURI, req.Host, req.RemoteAddr
	r.Header, r.Body = req.Header, body
	size := 0
	for name, values := range r.Header {
		size += len(name)
		for _, v := range values {
			size += len(v)
		}
	}
	r.bytes = size + len(r.Target) + len(r.Body)
	if size > maxHeader || len(r.Target) > maxTarget || len(r.Body) > maxBody {
		r.cut(size)
	}
}

// cut keeps the beginning of what is too large, in memory of its own.
func (r *Record) cut(header int) {
	r.Cut = true
	if header > maxHeader {
		r.Header = nil
	}
	r.Target = string([]byte(r.Target[:min(len(r.Target), maxTarget)]))
	r.Body = append([]byte(nil), r.Body[:min(len(r.Body), maxBody)]...)
	r.bytes = min(header, maxHeader) + len(r.Target) + len(r.Body)
}

// SetAnswer copies the beginning of what was answered.
func (r *Record) SetAnswer(status int, body []byte) {
	r.Status, r.AnswerSize = status, len(body)
	body = body[:min(len(body), maxAnswer)]
	if cap(r.Answer) > 2*len(body)+512 { // one long answer must not hold its memory for ever
		r.Answer = nil
	}
	r.Answer = append(r.Answer[:0], body...)
}

// reset lets a record be used again, with the memory of its trace and its answer.
func (r *Record) reset() {
	t, answer := r.Trace, r.Answer
	t.Cut(0)
	*r = Record{Trace: t, Answer: answer[:0]}
}

// size is about how much memory the record holds.
func (r *Record) size() int {
	const fixed = 1500 // itself, the map of its headers, what its parameters were decoded to
	return fixed + r.bytes + cap(r.Answer) + r.Trace.Bytes()
}
