package server

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"crypto/tls"
	"net/http"
	"slices"
	"strings"
	"sync"

	"sesame/internal/apierr"
	"sesame/internal/console"
)

// isConsole reports whether a path is of the pages for people.
func isConsole(path string) bool { return strings.HasPrefix(path, "/console/") || path == "/console" }

// newConsole is the pages for people. They call the API through ServeHTTP, like anybody. They
// are put together when the first is asked for: most servers are never looked at.
func (s *Server) newConsole() http.Handler {
	config := console.Config{
		DB: s.DB, API: s, Products: s.Products, Clock: s.Clock, ClockSkew: s.ClockSkew, RequestID: s.IDs.RequestID, AllowClear: s.AllowClear, Log: s.Log,
		Errors: s.errors, PlayExample: s.PlayExample,
		Requests: s.Requests, Explain: s.explainer().Explain,
		Identify: s.identify, Access: s.access.Load,
	}
	pages := sync.OnceValue(func() http.Handler { return console.New(config) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if overTLS(r) && r.TLS == nil { // the pages' cookies depend on it
			r.TLS = &tls.ConnectionState{HandshakeComplete: true}
		}
		ctx, cancel := context.WithTimeout(r.Context(), s.Limits.Time) // as a call: the audit trail is sealed behind it
		defer cancel()
		pages().ServeHTTP(w, r.WithContext(ctx))
	})
}

// identify finds the account of a key for whoever signs in with it.
func (s *Server) identify(accessKeyID, secret string) (console.Account, error) {
	p, err := s.directory.Load().find(accessKeyID, s.Clock())
	if err != nil {
		return console.Account{}, err
	}
	if p.Secret == "" || subtle.ConstantTimeCompare([]byte(p.Secret), []byte(secret)) != 1 {
		return console.Account{}, apierr.SignatureDoesNotMatch
	}
	return console.Account{ID: p.Account.ID, Name: p.Name}, nil
}

// consoleAccess is who may look at the pages with these accounts.
func (s *Server) consoleAccess(accounts []Account) *console.Access {
	return &console.Access{Open: s.openKeys(accounts), SessionKey: sessionKey(s.Exposure.Token, accounts)}
}

// openKeys need no sign-in: everybody knows their secrets. Of a server that others can reach,
// and of one with any other account, there are none.
func (s *Server) openKeys(accounts []Account) (all []console.Key) {
	if s.Exposure.Others {
		return nil
	}
	for _, a := range accounts {
		for _, k := range a.Keys {
			if _, public := PublicKey([]Account{{Keys: []Key{k}}}); !public || k.Inactive {
				return nil
			}
			all = append(all, console.Key{Account: console.Account{ID: a.ID, Name: a.Name}, ID: k.ID, Secret: k.Secret})
		}
	}
	return all
}

// sessionKey is the same for every process with this token and these accounts, so that a session of
// one is known to the others, and outlives a restart. Whoever knows all secrets but one cannot guess
// that one by it: the token is long.
func sessionKey(token string, accounts []Account) []byte {
	var secrets []string
	for _, a := range accounts {
		for _, k := range a.Keys {
			secrets = append(secrets, k.ID+"\x00"+k.Secret)
		}
	}
	if len(secrets) == 0 {
		return []byte(rand.Text())
	}
	slices.Sort(secrets)
	return []byte(token + "\x00" + strings.Join(secrets, "\x00"))
}
