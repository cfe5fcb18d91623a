package server

import (
	"context"
	"net/http"
	"strings"
	"time"

	"sesame/internal/store"
)

// isOwn reports whether a path is beside the API: nothing of it is on the wire of the real service.
func isOwn(path string) bool {
	return strings.HasPrefix(path, "/_sesame/") || isConsole(path)
}

// openPages are the own pages that anybody may ask for, under any Host: whether the server
// works, and what its TLS handshake tells anyway.
var openPages = map[string]bool{
	"/_sesame/health":          true,
	"/_sesame/ready":           true,
	"/_sesame/certificate.pem": true,
}

// ownPages are the pages beside the API.
func (s *Server) ownPages() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /_sesame/health", s.health)
	mux.HandleFunc("GET /_sesame/certificate.pem", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x-pem-file")
		_, _ = w.Write(s.certificatePEM())
	})
	s.describe(mux)
	s.tellErrors(mux)
	mux.HandleFunc("GET "+explainPath+"{id}", s.explain)
	mux.Handle("/console/", overTLSTold(s.newConsole()))
	return s.guarded(mux)
}

func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	if err := s.DB.View(ctx, func(*store.Tx) error { return nil }); err != nil {
		http.Error(w, "store: unavailable", http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ok\n"))
}
