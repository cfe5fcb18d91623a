package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"sesame/sesametest"
)

// guarded is a server whose keys are no secret of ours: nobody is let in without one.
func guarded(t *testing.T) *browser {
	t.Helper()
	return browseWith(t, &sesametest.Options{Accounts: []sesametest.Account{
		{ID: ali, Name: "ali", Keys: []sesametest.Key{{ID: "AK1", Secret: "first-secret"}, {ID: "AK2", Secret: "second-secret", Inactive: true}}},
	}})
}

func TestSignIn(t *testing.T) {
	b := guarded(t)
	b.get("/console/images/cn-beijing?q=web").says(t, 200, "<h1>Sign in</h1>", `value="/console/images/cn-beijing?q=web"`)
	b.post("/console/sign-in", "access_key_id", "AK1", "access_key_secret", "wrong").
		says(t, 403, "The secret does not belong to this access key.", `value="AK1"`).lacks(t, "wrong")
	b.post("/console/sign-in", "access_key_id", "AK9", "access_key_secret", "first-secret").
		says(t, 403, "Specified access key is not found.")
	b.post("/console/sign-in", "access_key_id", "AK2", "access_key_secret", "second-secret").
		says(t, 403, "Specified access key is disabled.")

	in := b.post("/console/sign-in", "access_key_id", "AK1", "access_key_secret", "first-secret", "next", "/console/images/cn-beijing?q=web").
		says(t, 200, "Signed in as ali.", "Sign out", "AK1", "<span>cn-beijing</span>")
	if in.path != "/console/images/cn-beijing?q=web" {
		t.Errorf("came to %s", in.path)
	}
	b.get("/console/images/cn-beijing").says(t, 200).lacks(t, "Signed in as ali.", "first-secret")
	b.post("/console/sign-out").says(t, 200, "Signed out.", "<h1>Sign in</h1>")
	b.get("/console/images/cn-beijing").says(t, 200, "<h1>Sign in</h1>")
}

// TestSessionEnds: after twelve hours, and when its cookie is not ours.
func TestSessionEnds(t *testing.T) {
	clock := sesametest.NewClock(now)
	signedIn := func() *browser {
		b := browseWith(t, &sesametest.Options{Clock: clock.Now, Accounts: []sesametest.Account{
			{ID: ali, Name: "ali", Keys: []sesametest.Key{{ID: "AK1", Secret: "first-secret"}}},
		}})
		b.get("/console/sign-in")
		b.post("/console/sign-in", "access_key_id", "AK1", "access_key_secret", "first-secret").says(t, 200, "Signed in as ali.")
		return b
	}
	b := signedIn()
	clock.Advance(11 * time.Hour)
	b.get("/console/").says(t, 200).lacks(t, "<h1>Sign in</h1>")
	clock.Advance(2 * time.Hour)
	b.get("/console/").says(t, 200, "<h1>Sign in</h1>")

	b = signedIn()
	at, err := url.Parse(b.server.URL + "/console/")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range b.client.Jar.Cookies(at) {
		if c.Name == "sesame_console" {
			if strings.Contains(c.Value, "secret") {
				t.Errorf("the cookie is not sealed: %s", c.Value)
			}
			flipped := []byte(c.Value)
			flipped[len(flipped)/2] ^= 1
			b.client.Jar.SetCookies(at, []*http.Cookie{{Name: c.Name, Value: string(flipped), Path: "/console/"}})
		}
	}
	b.get("/console/").says(t, 200, "<h1>Sign in</h1>")
}

// TestSignInLeadsNowhereElse: a link cannot use the form to send people to another site.
func TestSignInLeadsNowhereElse(t *testing.T) {
	for _, next := range []string{"https://example.com/console/", "//example.com/console/", "/\\example.com", "/console/\\x", "javascript:alert(1)", "/elsewhere"} {
		b := guarded(t)
		b.get("/console/sign-in?next="+url.QueryEscape(next)).says(t, 200, `name="next" value="/console/"`)
		if p := b.post("/console/sign-in", "access_key_id", "AK1", "access_key_secret", "first-secret", "next", next); p.path != "/console/images/cn-hangzhou" {
			t.Errorf("%s: came to %s", next, p.path)
		}
	}
}

func TestOpenAccounts(t *testing.T) {
	b := browse(t, "")
	b.get("/console").says(t, 200, `<span class="account-name">ali</span>`, "cassim", "No images").lacks(t, "Sign out", "open-sesame", "open-barley")
	b.post("/console/account", "key", "cassim", "next", "/console/images/cn-shanghai").
		says(t, 200, `<span class="account-name">cassim</span>`, "You are cassim now.", "<span>cn-shanghai</span>")
	b.get("/console/").says(t, 200, `<span class="account-name">cassim</span>`)
	b.post("/console/account", "key", "nobody").says(t, 403, "was not accepted")
	b.post("/console/region", "region", "eu-central-1", "next", "/console/images/cn-shanghai/m-1").says(t, 200, "<span>eu-central-1</span>")
	b.post("/console/region", "region", "nowhere").says(t, 404)
	b.get("/console/images/nowhere").says(t, 404, "There is nothing here")
}

func TestForms(t *testing.T) {
	b := browse(t, "")
	b.get("/console/images/cn-hangzhou")
	good := b.token
	form := func() url.Values { return url.Values{"token": {good}, "theme": {"dark"}} }
	refused := func(why string, change func(*http.Request), values url.Values) {
		t.Helper()
		r := b.form("/console/theme", values)
		change(r)
		if p := b.do(r); p.status != 403 {
			t.Errorf("%s: status %d", why, p.status)
		}
	}
	refused("another site", func(r *http.Request) { r.Header.Set("Origin", "https://example.com") }, form())
	refused("another site, as browsers say", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, form())
	refused("no token", func(*http.Request) {}, url.Values{"theme": {"dark"}})
	refused("no session", func(*http.Request) { b.client = newClient(t) }, form())

	// A form that was opened as ali is not taken from cassim.
	b.client = newClient(t)
	b.get("/console/images/cn-hangzhou")
	before := b.token
	b.post("/console/account", "key", "cassim")
	refused("another account", func(*http.Request) {}, url.Values{"token": {before}, "theme": {"dark"}})
	b.get("/console/")
	b.post("/console/theme", "theme", "dark").says(t, 200, `data-theme="dark"`)
	b.post("/console/theme", "theme", "auto").says(t, 200).lacks(t, "data-theme")
}

func TestHeadersAndCookies(t *testing.T) {
	b := browse(t, "")
	p := b.get("/console/images/cn-hangzhou")
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
		"X-Content-Type-Options":  "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store",
	} {
		if got := p.header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	set := strings.Join(p.header["Set-Cookie"], "\n")
	if !strings.Contains(set, "sesame_console=") || strings.Count(set, "HttpOnly; SameSite=Strict") != len(p.header["Set-Cookie"]) {
		t.Errorf("cookies:\n%s", set)
	}
	if strings.Contains(set, "Secure") {
		t.Errorf("cookies of a plain connection:\n%s", set)
	}
	b.client = newClient(t)
	b.client.Transport = trusting(b)
	b.server.URL = b.server.HTTPSURL
	if set := strings.Join(b.get("/console/images/cn-hangzhou").header["Set-Cookie"], "\n"); strings.Count(set, "; Secure") != strings.Count(set, "sesame_") {
		t.Errorf("cookies of an encrypted connection:\n%s", set)
	}
}

// TestLinkFromElsewhere: a link of another site brings no cookie, and must not replace the one there is.
func TestLinkFromElsewhere(t *testing.T) {
	b := guarded(t)
	r := b.form("/console/images/cn-hangzhou", nil)
	r.Method = http.MethodGet
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	r.Header.Set("Sec-Fetch-Mode", "navigate")
	if p := b.do(r); p.header.Get("Refresh") != "0" || p.header.Get("Set-Cookie") != "" {
		t.Errorf("Refresh %q, Set-Cookie %q", p.header.Get("Refresh"), p.header.Get("Set-Cookie"))
	}
}

func TestStaticFiles(t *testing.T) {
	b := browse(t, "")
	p := b.get("/console/images/cn-hangzhou")
	found := 0
	for part := range strings.SplitSeq(p.body, `"`) {
		if !strings.HasPrefix(part, "/console/static/") {
			continue
		}
		found++
		f := b.get(part)
		if f.status != 200 || f.header.Get("Cache-Control") != "public, max-age=31536000, immutable" || f.header.Get("Content-Type") == "" {
			t.Errorf("%s: status %d, %v", part, f.status, f.header)
		}
	}
	if found < 4 {
		t.Errorf("%d static files", found)
	}
	b.get("/console/static/000000000000/console.css").says(t, 404)
}
