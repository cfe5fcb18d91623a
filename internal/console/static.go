package console

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

//go:embed static
var staticFS embed.FS

// assets are the addresses of the static files, by name. The hash in them lets browsers keep
// the files for good.
var assets = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	entries, err := staticFS.ReadDir("static")
	if err != nil {
		panic(err) // it is part of the program
	}
	for _, e := range entries {
		text, err := staticFS.ReadFile("static/" + e.Name())
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(text)
		all[e.Name()] = "/console/static/" + hex.EncodeToString(sum[:6]) + "/" + e.Name()
	}
	return all
})

var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
	".LICENSE": "text/plain; charset=utf-8",
}

func (c *Console) staticFiles() {
	c.mux.HandleFunc("GET /console/static/{hash}/{name}", func(w http.ResponseWriter, r *http.Request) {
		name := r.PathValue("name")
		if assets()[name] != r.URL.Path {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", contentTypes[path.Ext(name)])
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		text, err := staticFS.ReadFile("static/" + name)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		http.ServeContent(w, r, name, time.Time{}, strings.NewReader(string(text)))
	})
}
