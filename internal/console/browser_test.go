package console_test

import (
	"crypto/tls"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"sesame/internal/store"
	"sesame/sesametest"
)

// The instant at which tests look, and the account that does.
var now = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

const ali = "1000000000000001"

// browser is somebody who looks at the pages of a server, without JavaScript.
type browser struct {
	t      testing.TB
	server *sesametest.Server
	client *http.Client
	token  string // of the form last seen
}

// browse starts a server for the default accounts with what a fixture describes.
func browse(t testing.TB, fixture string) *browser {
	t.Helper()
	return browseWith(t, &sesametest.Options{Fixture: []byte(fixture)})
}

func browseWith(t testing.TB, o *sesametest.Options) *browser {
	t.Helper()
	if len(o.Fixture) == 0 {
		o.Fixture = nil
	}
	if o.Clock == nil {
		o.Clock = sesametest.NewClock(now).Now
	}
	b := &browser{t: t, server: sesametest.New(t, o)}
	b.client = newClient(t)
	return b
}

func newClient(t testing.TB) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Jar: jar, Transport: &http.Transport{}}
	t.Cleanup(c.CloseIdleConnections)
	return c
}

// seen is a page as it arrived, after redirects.
type seen struct {
	status int
	path   string
	header http.Header
	body   string
}

var tokenField = regexp.MustCompile(`name="token" value="([^"]*)"`)

func (b *browser) do(r *http.Request) *seen {
	b.t.Helper()
	resp, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	if m := tokenField.FindSubmatch(body); m != nil {
		b.token = string(m[1])
	}
	return &seen{resp.StatusCode, resp.Request.URL.RequestURI(), resp.Header, string(body)}
}

func (b *browser) get(path string) *seen {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.server.URL+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.do(r)
}

// post sends a form with the token of the page last seen; fields are names and values.
func (b *browser) post(path string, fields ...string) *seen {
	b.t.Helper()
	form := url.Values{"token": {b.token}}
	for n := 0; n < len(fields); n += 2 {
		form.Set(fields[n], fields[n+1])
	}
	return b.do(b.form(path, form))
}

func (b *browser) form(path string, form url.Values) *http.Request {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.server.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

// says fails unless the page has the status and each of the texts.
func (s *seen) says(t testing.TB, status int, texts ...string) *seen {
	t.Helper()
	if s.status != status {
		t.Errorf("%s: status %d, want %d", s.path, s.status, status)
	}
	for _, text := range texts {
		if !strings.Contains(s.body, text) {
			t.Errorf("%s: no %q in\n%s", s.path, text, s.body)
		}
	}
	return s
}

// lacks fails if the page has one of the texts.
func (s *seen) lacks(t testing.TB, texts ...string) *seen {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(s.body, text) {
			t.Errorf("%s: %q in\n%s", s.path, text, s.body)
		}
	}
	return s
}

// world is a fixture of ali's images in cn-hangzhou, a line of YAML each.
func world(images ...string) string {
	return fmt.Sprintf("contents:\n  - account: %s\n    region: cn-hangzhou\n    snapshots:\n      - {id: s-1, age: 30d}\n    images:\n      - %s\n",
		ali, strings.Join(images, "\n      - "))
}

// trusting takes the certificate of the server for good.
func trusting(b *browser) *http.Transport {
	tr := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: b.server.Certificates, MinVersion: tls.VersionTLS12}}
	b.t.Cleanup(tr.CloseIdleConnections)
	return tr
}

// hrefs are the links of the table of a list.
var hrefs = regexp.MustCompile(`<td><a class="name" dir="auto" href="([^"]*)"`)

// unescape gives an attribute as a browser reads it.
func unescape(attribute string) string { return html.UnescapeString(attribute) }

// seed fills the store in a folder.
func seed(t *testing.T, dir string, fill func(*store.Tx) error) {
	t.Helper()
	seedAs(t, dir, store.Origin{Account: ali, AccessKey: "ali", Action: "Seed", RequestID: "seed", At: now}, fill)
}

func seedAs(t *testing.T, dir string, origin store.Origin, fill func(*store.Tx) error) {
	t.Helper()
	db, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(t.Context(), origin, fill)
	if closed := db.Close(); err != nil || closed != nil {
		t.Fatal(err, closed)
	}
}
