package console

import (
	"context"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"sesame/internal/errorcentre"
	"sesame/internal/explain"
	"sesame/internal/reference"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// Account is somebody who owns things.
type Account struct{ ID, Name string }

// Key is an access key with the account that it signs for.
type Key struct {
	Account    Account
	ID, Secret string
}

// Access is who may look, as the accounts are now.
type Access struct {
	// Open are keys that every visitor may use without signing in.
	Open []Key
	// SessionKey seals cookies, so that a session outlives the process and is known to
	// others with the same key. With another one, people sign in again.
	SessionKey []byte
}

// Config is what the console needs. All but Log and PlayExample must be set.
type Config struct {
	DB       *store.DB
	API      http.Handler // answers the signed calls that the pages make
	Products []*rpc.Product
	Clock    func() time.Time
	// RequestID gives what is changed without a call an identifier like that of calls.
	RequestID func() string
	// AllowClear: an empty description or family clears the value.
	AllowClear bool
	// Identify finds the account of an access key, or says why it may not sign in.
	Identify func(accessKeyID, secret string) (Account, error)
	// Access may change while the console serves.
	Access func() *Access
	// ClockSkew is how long a signed call is good for; zero: for good.
	ClockSkew time.Duration
	Log       *slog.Logger // nil: no log
	// Requests are the last requests, and Explain says why one was answered so, nil of one
	// that is not kept. Without Requests none are.
	Requests *explain.Ring
	Explain  func(ctx context.Context, requestID string) (*explain.Explanation, error)
	// Errors knows all errors; PlayExample tries its examples. Nil: they are shown only.
	Errors      *errorcentre.Centre
	PlayExample errorcentre.Player
}

// Console serves the pages.
type Console struct {
	Config
	mux  *http.ServeMux
	seal atomic.Pointer[sealer] // of the last visit

	actions func() []*reference.Action // by product and name
}

// New returns the handler of everything under /console/. It stands behind one that refuses
// the forms of other sites, as http.CrossOriginProtection does; its own forms carry a token
// besides.
func New(config Config) *Console {
	c := &Console{Config: config, mux: http.NewServeMux()}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	c.staticFiles()
	c.sessionPages()
	c.imagePages()
	c.familyPages()
	c.explorerPages()
	c.errorPages()
	c.activityPages()
	c.page("/console/", c.missing)
	return c
}

// policy allows what the pages are made of and nothing else: no inline script or style, no
// other host.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// ServeHTTP answers one request.
func (c *Console) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cache-Control", "no-store") // static files say otherwise
	c.mux.ServeHTTP(w, r)
}
