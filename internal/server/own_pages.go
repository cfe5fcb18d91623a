package server

import (
	"net/http"
	"net/http/pprof"
	"strings"
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
	mux.HandleFunc("GET /_sesame/ready", s.ready)
	mux.HandleFunc("GET /_sesame/metrics", s.tellMetrics)
	if s.Profile {
		profilePages(mux)
	}
	mux.HandleFunc("GET /_sesame/certificate.pem", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x-pem-file")
		_, _ = w.Write(s.certificatePEM())
	})
	s.describe(mux)
	s.tellErrors(mux)
	mux.HandleFunc("GET "+explainPath+"{id}", s.explain)
	mux.HandleFunc("GET "+EventsPath, s.tellEvents)
	mux.Handle("/console/", s.newConsole())
	return s.guarded(mux)
}

// profilePages tell what the process does with its time and memory.
func profilePages(mux *http.ServeMux) {
	const at = "/_sesame/debug/pprof/"
	mux.HandleFunc("GET "+at+"{$}", pprof.Index)
	mux.HandleFunc("GET "+at+"profile", pprof.Profile)
	mux.HandleFunc("GET "+at+"trace", pprof.Trace)
	mux.HandleFunc("GET "+at+"{name}", func(w http.ResponseWriter, r *http.Request) {
		pprof.Handler(r.PathValue("name")).ServeHTTP(w, r)
	})
}
