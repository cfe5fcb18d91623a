package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// Exposure says who can reach the server. The zero value is this machine alone: everything
// is open, and told over HTTP as well.
type Exposure struct {
	// Others: not only this machine. The API answers over TLS alone, the own pages to the
	// Token alone, the console to access keys, and accounts whose secrets are public are refused.
	Others bool
	// PlainHTTP lets others use plain HTTP, too.
	PlainHTTP bool
	// Token opens the own pages to others.
	Token string
}

// minToken is the length of the shortest token that is taken: nobody guesses 16 characters.
const minToken = 16

func (e *Exposure) check(accounts []Account) error {
	switch key, public := PublicKey(accounts); {
	case !e.Others:
		return nil
	case public:
		return fmt.Errorf("the secret of key %s is public", key)
	case len(e.Token) < minToken:
		return fmt.Errorf("the token of the own pages has fewer than %d characters", minToken)
	}
	return nil
}

// needsTLS reports whether the request came in the clear and must not.
func (s *Server) needsTLS(r *http.Request) bool {
	return s.Exposure.Others && !s.Exposure.PlainHTTP && !overTLS(r)
}

// connectionKey finds the connection of a request in its context.
type connectionKey struct{}

func withConnection(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connectionKey{}, c)
}

// overTLS: the HTTP library does not know, because a connection finds out with its first byte.
func overTLS(r *http.Request) bool {
	c, ok := r.Context().Value(connectionKey{}).(*bothConn)
	return r.TLS != nil || ok && c.tls.Load() != nil
}

var errNotThisMachine = errors.New(`only this machine may ask for this page, by the name of this machine: 127.0.0.1 or localhost`)

// guarded lets through to the own pages who may see them. On a server that others cannot
// reach that is everybody here, but no web page: neither by a name of its own for this
// machine (DNS rebinding), nor by a form or script that changes something.
func (s *Server) guarded(pages http.Handler) http.Handler {
	origin := http.NewCrossOriginProtection()
	refuse := func(w http.ResponseWriter, status int, err error) { http.Error(w, err.Error(), status) }
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ownHeaders(w.Header())
		if openPages[r.URL.Path] {
			pages.ServeHTTP(w, r)
			return
		}
		if err := origin.Check(r); err != nil {
			refuse(w, http.StatusForbidden, err)
			return
		}
		switch {
		case !s.Exposure.Others && !namesThisMachine(r.Host):
			refuse(w, http.StatusForbidden, errNotThisMachine)
		case s.needsTLS(r):
			refuse(w, http.StatusForbidden, errors.New("this page is told over TLS alone: ask for https"))
		case s.Exposure.Others && r.URL.Path == signInPath:
			s.signIn(w, r)
		case s.Exposure.Others && !isConsole(r.URL.Path) && !s.signedIn(r):
			askForToken(w, r)
		default:
			pages.ServeHTTP(w, r)
		}
	})
}

var errAnotherSite = errors.New("a page of another site may not call a server that is for this machine alone")

// fromAnotherSite reports whether a page of another site had a browser call a server of this machine
// alone, whose secrets everybody may know. Old browsers say where from, new ones whether it is another site.
func (s *Server) fromAnotherSite(r *http.Request) bool {
	site, from := r.Header.Get("Sec-Fetch-Site"), r.Header.Get("Origin")
	switch {
	case s.Exposure.Others, site == "" && from == "":
		return false
	case site != "":
		return site == "cross-site"
	}
	u, err := url.Parse(from)
	return err != nil || !namesThisMachine(u.Host)
}

// ownHeaders keep browsers from showing own pages inside others, and from guessing.
func ownHeaders(h http.Header) {
	h.Set("X-Frame-Options", "DENY")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// namesThisMachine: nobody else can make these names lead here.
func namesThisMachine(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.Trim(host, "[]"))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
