package server

import (
	"context"
	"net/http"
	"sync"
	"time"

	"sesame/internal/store"
)

// probe is what the store answered last: anybody may ask for health, as often as they like.
type probe struct {
	mu sync.Mutex
	ok bool
	at time.Time
}

// probeLife is for how long an answer of the store is told again.
const probeLife = 100 * time.Millisecond

// storeAnswers asks the store for nothing, and waits a second for it.
func (s *Server) storeAnswers(ctx context.Context) bool {
	s.probe.mu.Lock()
	defer s.probe.mu.Unlock()
	if time.Since(s.probe.at) < probeLife {
		return s.probe.ok
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second) // others wait for it, too
	defer cancel()
	s.probe.ok = s.DB.View(ctx, func(*store.Tx) error { return nil }) == nil
	s.probe.at = time.Now()
	return s.probe.ok
}

func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	if !s.storeAnswers(r.Context()) {
		http.Error(w, "store: unavailable", http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ok\n"))
}

// ready tells whether to send requests here: not to a server that is about to stop.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	if s.draining.Load() {
		http.Error(w, "draining", http.StatusServiceUnavailable)
		return
	}
	s.health(w, r)
}

// drain prepares for the end: the server says that it is not ready and asks its clients to
// connect anew, elsewhere, while it goes on answering for as long as was asked for.
func (s *Server) drain(failed <-chan error) error {
	s.draining.Store(true)
	if s.Drain == 0 {
		return nil
	}
	s.Log.Info("draining", "for", s.Drain)
	select {
	case err := <-failed:
		return err
	case <-time.After(s.Drain):
		return nil
	}
}
