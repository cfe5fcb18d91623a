package server

import (
	"net/http"
	"strings"
	"sync"

	"sesame/internal/openapi"
)

// describe serves the descriptions of the API. They are written when somebody first asks.
func (s *Server) describe(mux *http.ServeMux) {
	all := sync.OnceValues(func() ([]byte, error) { return openapi.Document(s.Products) })
	mux.HandleFunc("GET /_sesame/openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		text, err := all()
		answerJSON(w, text, err)
	})
	mux.HandleFunc("GET /_sesame/openapi/{product}/{version}/api-docs.json", func(w http.ResponseWriter, r *http.Request) {
		p := s.products[r.PathValue("version")]
		if p == nil || !strings.EqualFold(p.Name, r.PathValue("product")) {
			http.NotFound(w, r)
			return
		}
		text, err := openapi.Metadata(p)
		answerJSON(w, text, err)
	})
}

func answerJSON(w http.ResponseWriter, text []byte, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header()["Access-Control-Allow-Origin"] = anyOrigin // tools that show it run in browsers
	_, _ = w.Write(text)
}
