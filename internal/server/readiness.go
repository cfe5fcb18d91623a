package server

import (
	"context"
	"net/http"
	"time"

	"sesame/internal/store"
)

// storeAnswers asks the store for nothing, and waits a second for it.
func (s *Server) storeAnswers(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return s.DB.View(ctx, func(*store.Tx) error { return nil }) == nil
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
