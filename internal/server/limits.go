package server

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"runtime"
	"sync/atomic"
	"time"

	"sesame/internal/rpc"
)

// Limits bound what the server takes on at once. Past them calls are answered with
// ServiceUnavailable. Zero values are the usual limits.
type Limits struct {
	Connections int           // open at once
	Calls       int           // at work at once, of all accounts
	Waiting     int           // of one account, until there is room to work; of all, four times as many
	Time        time.Duration // that a call may take, from its headers on
	// Commit is how long it may take beyond that until nothing comes of a call any more: while the
	// database is away. It has no usual limit.
	Commit time.Duration
}

// The usual limits.
const (
	usualConnections  = 10_000
	callsPerProcessor = 32 // enough to fill the store's commits
	usualWaiting      = 1000
	usualTime         = 30 * time.Second

	// otherHandles are those of files that are no connection within the limit: of the store, and
	// of connections that are told of the limit.
	otherHandles = extraConnections + 100

	// Large bodies are rare. They are counted before anybody knows who sends them.
	largeBody   = 64 << 10
	largeBodies = 16

	// Large answers are kept until they were read: all together so many bytes.
	largeAnswer  = 64 << 10
	largeAnswers = 64 << 20
)

func (l Limits) withDefaults() Limits {
	if l.Connections == 0 {
		l.Connections = usualConnections
	}
	if l.Calls == 0 {
		l.Calls = callsPerProcessor * runtime.GOMAXPROCS(0)
	}
	if l.Waiting == 0 {
		l.Waiting = usualWaiting
	}
	if l.Time == 0 {
		l.Time = usualTime
	}
	return l
}

// LongestCall is how long it may take until nothing comes of a call any more.
func (l Limits) LongestCall() time.Duration { return l.withDefaults().Time + l.Commit }

// errBusy is told as ServiceUnavailable.
var errBusy = errors.New("server: as much to do as it takes on")

// slots are things of which there are so many.
type slots struct {
	most  int64
	taken atomic.Int64
}

// take reports whether there was one.
func (s *slots) take() bool { return s.takeMany(1) }

func (s *slots) takeMany(n int64) bool {
	if s.taken.Add(n) > s.most {
		s.taken.Add(-n)
		return false
	}
	return true
}

func (s *slots) free() { s.freeMany(1) }

func (s *slots) freeMany(n int64) { s.taken.Add(-n) }

// busy refuses what comes over a connection too many, which is closed, and a large body too many.
// done must follow what was not refused.
func (s *Server) busy(w http.ResponseWriter, r *http.Request) (done func(), err error) {
	c, _ := r.Context().Value(connectionKey{}).(*bothConn)
	large := r.ContentLength < 0 || r.ContentLength >= largeBody
	switch {
	case c != nil && c.extra, large && !s.bodies.take():
		w.Header().Set("Connection", "close") // and what is still to come is not read
		r.Body = http.NoBody
		return nil, errBusy
	case large:
		return s.bodies.free, nil
	}
	return func() {}, nil
}

// roomFor refuses a large answer, of so many bytes, when many are waiting to be read. The large ones are
// of calls that changed nothing. done must follow when it was sent.
func (s *Server) roomFor(size int) (done func(), err error) {
	switch {
	case size < largeAnswer:
		return func() {}, nil
	case s.answers.takeMany(int64(size)):
		return func() { s.answers.freeMany(int64(size)) }, nil
	}
	return func() {}, errBusy
}

// invoke performs a call when its turn has come, and within the time that it may take. Its answer is
// written in its turn, too: however many are called for, so many are made at once. done must follow
// when it was sent.
func (s *Server) invoke(ctx context.Context, o *rpc.Operation, c *rpc.Call, a *Account, f rpc.Format, answer *bytes.Buffer) (done func(), err error) {
	done = func() {}
	ctx, cancel := context.WithTimeout(ctx, s.Limits.Time-s.Clock().Sub(c.Now))
	defer cancel()
	if err := s.admission.enter(ctx, c.AccountID); err != nil {
		return done, err
	}
	defer s.admission.leave(c.AccountID)
	if err := checkOwner(c, a); err != nil {
		return done, o.Refuse(ctx, c, err)
	}
	response, err := o.Invoke(ctx, c)
	if err != nil {
		return done, err
	}
	rpc.Encode(answer, f, c.Action+"Response", c.RequestID, response)
	if done, err = s.roomFor(answer.Cap()); err != nil {
		*answer = bytes.Buffer{} // its memory, too
	}
	return done, err
}
