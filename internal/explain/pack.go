package explain

import (
	"encoding/binary"
	"net/http"
	"slices"

	"sesame/internal/trace"
)

// packed is a record as the ring keeps it. What lists are filtered by is at hand; the rest
// is in one piece of bytes, in which the garbage collector has nothing to look for, and
// which the next request uses again.
type packed struct {
	Record // but for what is in bytes
	bytes  []byte
	checks []*trace.Check
}

// pack keeps r in the memory of a record that has left.
func pack(r *Record, was packed) packed {
	b := was.bytes[:0]
	for _, s := range [...]string{r.AccessKeyID, r.Method, r.Target, r.Host, r.Scheme} {
		b = trace.AppendString(b, s)
	}
	b = append(b, 0)
	if r.Cut {
		b[len(b)-1] = 1
	}
	b = appendHeader(b, r.Header)
	b = trace.AppendString(b, r.Body)
	b = trace.AppendString(b, r.Answer)
	b = binary.AppendUvarint(b, uint64(r.AnswerSize))
	b = r.Trace.Append(b)
	if cap(b) > 2*len(b)+2048 { // one large request must not hold its memory for ever
		b = slices.Clone(b)
	}
	p := packed{bytes: b, checks: r.Trace.Checks(was.checks[:0])}
	p.Record = Record{
		RequestID: r.RequestID, At: r.At, Took: r.Took, Product: r.Product, Action: r.Action, Version: r.Version,
		AccountID: r.AccountID, Source: r.Source, UserAgent: r.UserAgent, Status: r.Status, Code: r.Code, Message: r.Message,
	}
	return p
}

func appendHeader(b []byte, h http.Header) []byte {
	n := 0
	for _, values := range h {
		n += len(values)
	}
	b = binary.AppendUvarint(b, uint64(n))
	for name, values := range h {
		for _, v := range values {
			b = trace.AppendString(trace.AppendString(b, name), v)
		}
	}
	return b
}

// unpack gives the whole record, in memory of its own.
func (p *packed) unpack() *Record {
	r, b := p.Record, p.bytes
	for _, s := range [...]*string{&r.AccessKeyID, &r.Method, &r.Target, &r.Host, &r.Scheme} {
		*s, b = trace.ReadString(b)
	}
	r.Cut, b = b[0] == 1, b[1:]
	r.Header = http.Header{}
	n, size := binary.Uvarint(b)
	for b = b[size:]; n > 0; n-- {
		var name, value string
		name, b = trace.ReadString(b)
		value, b = trace.ReadString(b)
		r.Header[name] = append(r.Header[name], value)
	}
	var body, answer string
	body, b = trace.ReadString(b)
	answer, b = trace.ReadString(b)
	r.Body, r.Answer = []byte(body), []byte(answer)
	n, size = binary.Uvarint(b)
	r.AnswerSize = int(n)
	t, _ := trace.Read(b[size:], p.checks)
	r.Trace = *t
	return &r
}

// size is about how much memory the record holds.
func (p *packed) size() int {
	const fixed = 800 // itself, and the texts of its fields
	return fixed + cap(p.bytes) + 8*cap(p.checks) + len(p.Message)
}
