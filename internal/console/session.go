package console

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"
)

// session is what a browser keeps for us, sealed: it can neither be read nor changed there.
// A secret is in it only for somebody who signed in, and is never shown.
type session struct {
	ID      string    // random; the tokens of forms are made from it
	Key     string    `json:",omitempty"` // access key id; empty: the first open one, if any
	Secret  string    `json:",omitempty"` // empty: the key is an open one
	Expires time.Time // of the sign-in
}

const (
	sessionCookie = "sesame_console"
	sessionLife   = 12 * time.Hour
)

// sealer encrypts cookies and makes the tokens of forms.
type sealer struct {
	key      []byte // from which the others come
	aead     cipher.AEAD
	tokenKey []byte
}

// sealer is made again when the accounts have changed.
func (c *Console) sealer(key []byte) *sealer {
	s := c.seal.Load()
	if s == nil || !bytes.Equal(s.key, key) {
		s = newSealer(key)
		c.seal.Store(s)
	}
	return s
}

func newSealer(key []byte) *sealer {
	a, err := aes.NewCipher(derive(key, "console session"))
	if err != nil {
		panic(err) // 32 bytes are a key
	}
	aead, err := cipher.NewGCMWithRandomNonce(a)
	if err != nil {
		panic(err)
	}
	return &sealer{key, aead, derive(key, "console form")}
}

func derive(key []byte, purpose string) []byte {
	b, err := hkdf.Key(sha256.New, key, nil, purpose, sha256.Size)
	if err != nil {
		panic(err) // 32 bytes can be had
	}
	return b
}

func (s *sealer) close(v session) (string, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(s.aead.Seal(nil, nil, plain, []byte(sessionCookie))), nil
}

// open gives the session of a cookie that is ours and not too old.
func (s *sealer) open(text string, now time.Time) (v session, ok bool) {
	sealed, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return session{}, false
	}
	plain, err := s.aead.Open(nil, nil, sealed, []byte(sessionCookie))
	if err != nil || json.Unmarshal(plain, &v) != nil || now.After(v.Expires) {
		return session{}, false
	}
	return v, true
}

// token stands in every form. It is bound to the key as well: a form of one account is not
// taken from somebody who has changed to another one since, in another tab.
func (s *sealer) token(v session, accessKeyID string) string {
	mac := hmac.New(sha256.New, s.tokenKey)
	mac.Write([]byte(v.ID + "\x00" + accessKeyID))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func (s *sealer) checkToken(v session, accessKeyID, given string) bool {
	return subtle.ConstantTimeCompare([]byte(given), []byte(s.token(v, accessKeyID))) == 1
}

// readSession gives the session that a visit brings, a new one when it brings none.
func (v *visit) readSession() (s session, fresh bool) {
	if s, ok := v.seal.open(cookie(v.Request, sessionCookie), v.now); ok {
		return s, false
	}
	return v.newSession(), true
}

func (v *visit) newSession() session {
	return session{ID: rand.Text(), Expires: v.now.Add(sessionLife)}
}

// keep gives the session to the browser.
func (v *visit) keep(s session) error {
	sealed, err := v.seal.close(s)
	if err == nil {
		setCookie(v.w, v.Request, sessionCookie, sealed, 0)
	}
	return err
}

// setCookie sets a cookie for the console alone; a life of zero is that of the browser.
func setCookie(w http.ResponseWriter, r *http.Request, name, value string, life time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: "/console/", MaxAge: int(life / time.Second),
		HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteStrictMode,
	})
}

// cookie is the value of a cookie, "" without one.
func cookie(r *http.Request, name string) string {
	if c, err := r.Cookie(name); err == nil {
		return c.Value
	}
	return ""
}
