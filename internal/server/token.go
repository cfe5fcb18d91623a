package server

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"sesame/internal/durable"
)

// TokenFile is the name of the file in a data folder that holds the token of the own pages.
const TokenFile = "admin-token"

// StoredToken reads the token of the own pages that is kept in a folder, and makes it the
// first time.
func StoredToken(folder string) (token string, err error) {
	file := filepath.Join(folder, TokenFile)
	token, err = ReadToken(file)
	if !errors.Is(err, fs.ErrNotExist) {
		return token, err
	}
	token = rand.Text()
	if err = durable.MakeFolder(folder); err == nil {
		err = durable.Write(file, []byte(token+"\n"))
	}
	return token, err
}

// ReadToken reads the token of the own pages from a file of nothing else.
func ReadToken(file string) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	token := strings.TrimSpace(string(text))
	if len(token) < minToken || strings.ContainsAny(token, " \t\r\n") {
		return "", fmt.Errorf("%s is not one word of at least %d characters", file, minToken)
	}
	return token, nil
}

const (
	signInPath    = "/_sesame/sign-in"
	sessionCookie = "sesame-session"
	sessionLife   = 12 * time.Hour
)

// signedIn reports whether a request carries the token, or a session that began with it.
func (s *Server) signedIn(r *http.Request) bool {
	if given, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return s.isToken(given)
	}
	c, err := r.Cookie(sessionCookie)
	if err != nil {
		return false
	}
	until, seal, _ := strings.Cut(c.Value, ".")
	seconds, err := strconv.ParseInt(until, 10, 64)
	return err == nil && subtle.ConstantTimeCompare([]byte(seal), []byte(s.sessionSeal(until))) == 1 &&
		s.Clock().Before(time.Unix(seconds, 0))
}

// isToken takes the same time for every wrong token, whatever its length.
func (s *Server) isToken(given string) bool {
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(s.Exposure.Token))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// sessionSeal proves that a session's end was said here. Another token ends all sessions.
func (s *Server) sessionSeal(until string) string {
	mac := hmac.New(sha256.New, []byte(s.Exposure.Token))
	mac.Write([]byte("session until " + until))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// askForToken sends people to the page where they can give it, and tells programs.
func askForToken(w http.ResponseWriter, r *http.Request) {
	if strings.Contains(r.Header.Get("Accept"), "text/html") && r.Method == http.MethodGet {
		http.Redirect(w, r, signInPath, http.StatusSeeOther)
		return
	}
	w.Header().Set("WWW-Authenticate", `Bearer realm="sesame"`)
	http.Error(w, "a token is needed: Authorization: Bearer ...", http.StatusUnauthorized)
}

var signInPage = template.Must(template.New("").Parse(`<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sesame</title>
<form method="post" autocomplete="off">
<p><label>Token <input type="password" name="token" required autofocus></label> <button>Open</button>
{{if .}}<p role="alert">{{.}}{{end}}
</form>
</html>
`))

// signIn begins a session for who knows the token. DELETE ends it.
func (s *Server) signIn(w http.ResponseWriter, r *http.Request) {
	cookie := &http.Cookie{
		Name: sessionCookie, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: !s.Exposure.PlainHTTP, MaxAge: -1,
	}
	status, fault := http.StatusOK, ""
	switch r.Method {
	case http.MethodPost:
		r.Body = http.MaxBytesReader(w, r.Body, 1<<10)
		if s.isToken(r.PostFormValue("token")) {
			until := strconv.FormatInt(s.Clock().Add(sessionLife).Unix(), 10)
			cookie.Value, cookie.MaxAge = until+"."+s.sessionSeal(until), int(sessionLife.Seconds())
			http.SetCookie(w, cookie)
			http.Redirect(w, r, "/console/", http.StatusSeeOther)
			return
		}
		status, fault = http.StatusForbidden, "This is not the token."
	case http.MethodDelete:
		http.SetCookie(w, cookie)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; form-action 'self'; frame-ancestors 'none'")
	w.WriteHeader(status)
	_ = signInPage.Execute(w, fault) // the reader is gone: nobody is left to tell
}
