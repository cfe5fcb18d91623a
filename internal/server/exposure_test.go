package server_test

import (
	"crypto/tls"
	"encoding/base64"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"sesame/internal/server"
)

const token = "a-token-that-nobody-guesses"

// exposed is a server that others can reach: it does not have the default accounts.
func exposed(c *server.Config) {
	c.Accounts = []server.Account{{ID: ali, Name: "ali", Keys: []server.Key{{ID: "ali", Secret: "no-longer-public"}}}}
	c.Exposure = server.Exposure{Others: true, Token: token}
}

// overTLS sends bytes over TLS and reads one answer.
func (r *rig) overTLS(request string) *answer {
	r.t.Helper()
	return r.exchange(tls.Client(r.dial(), &tls.Config{InsecureSkipVerify: true}), request)
}

// own is the request of a page beside the API.
func own(method, path string, headers ...string) string {
	return method + " " + path + " HTTP/1.1\r\n" + lines(headers) + "Content-Length: 0\r\n\r\n"
}

func TestExposedMustBeGuarded(t *testing.T) {
	for about, c := range map[string]server.Config{
		"default accounts": {Accounts: server.DefaultAccounts(), Exposure: server.Exposure{Others: true, Token: token}},
		"no token":         {Exposure: server.Exposure{Others: true}},
		"a short token":    {Exposure: server.Exposure{Others: true, Token: token[:15]}},
	} {
		if _, err := server.New(c); err == nil {
			t.Errorf("others are let in with %s", about)
		}
	}
}

func TestPlainHTTP(t *testing.T) {
	r := start(t, exposed)
	r.raw(get("Action=DescribeRegions&Version="+version+"&Format=JSON")).want(t, "in the clear", 400, "InvalidProtocol.NeedSsl")
	r.raw(get("Action=Nothing")).want(t, "in the clear, in XML", 400, "InvalidProtocol.NeedSsl")
	r.overTLS(get("Action=DescribeRegions&Version="+version)).want(t, "over TLS", 400, "MissingAccessKeyId")
	if a := r.raw(own("GET", "/_sesame/metrics", "Host: ecs", "Authorization: Bearer "+token)); a.status != 403 || !strings.Contains(a.body, "https") {
		t.Errorf("an own page in the clear: %d %s", a.status, a.body)
	}
	r = start(t, func(c *server.Config) { exposed(c); c.Exposure.PlainHTTP = true })
	r.raw(get("Action=DescribeRegions&Version="+version)).want(t, "in the clear, as asked for", 400, "MissingAccessKeyId")
}

// What everybody may know is told to everybody, whatever they call the server.
func TestOpenPages(t *testing.T) {
	for about, r := range map[string]*rig{"loopback": start(t, nil), "exposed": start(t, exposed)} {
		for _, page := range []string{"health", "ready", "certificate.pem"} {
			if a := r.raw(own("GET", "/_sesame/"+page, "Host: ecs.aliyuncs.com")); a.status != 200 {
				t.Errorf("%s, %s: %d %s", about, page, a.status, a.body)
			}
		}
	}
}

// 404 is the answer of who was let in to a page that does not exist.
const letIn = 404

func TestToken(t *testing.T) {
	r := start(t, exposed)
	for _, page := range []string{"/_sesame/nothing", "/_sesame/nothing/console/"} {
		for about, header := range map[string]string{
			"none": "X-None: 1", "empty": "Authorization: Bearer ", "another": "Authorization: Bearer " + token + "x", "a part": "Authorization: Bearer " + token[:20],
			"no bearer": "Authorization: " + token, "basic": "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("admin:"+token)),
			"in another case": "Authorization: Bearer " + strings.ToUpper(token), "as a cookie": "Cookie: sesame-session=" + token,
			"an empty session": "Cookie: sesame-session=", "an unsealed session": "Cookie: sesame-session=99999999999.",
		} {
			a := r.overTLS(own("GET", page, "Host: sesame.example", header))
			if a.status != 401 || a.header.Get("WWW-Authenticate") == "" || strings.Contains(a.body, token) {
				t.Errorf("%s, token %s: %d %s", page, about, a.status, a.body)
			}
		}
		if a := r.overTLS(own("GET", page, "Host: sesame.example", "Authorization: Bearer "+token)); a.status != letIn {
			t.Errorf("%s, with the token: %d %s", page, a.status, a.body)
		}
	}
	if a := r.overTLS(own("GET", "/_sesame/../console/nothing", "Host: sesame.example")); a.status == letIn {
		t.Errorf("a detour: %d %s", a.status, a.body)
	}
}

// The console asks others for an access key, and this machine for none.
func TestConsole(t *testing.T) {
	r := start(t, exposed)
	a := r.overTLS(own("GET", "/console/images/cn-hangzhou", "Host: sesame.example", "Accept: text/html"))
	if a.status != 303 || !strings.HasPrefix(a.header.Get("Location"), "/console/sign-in") {
		t.Errorf("others: %d %v", a.status, a.header)
	}
	if a := r.raw(own("GET", "/console/sign-in", "Host: sesame.example")); a.status != 403 {
		t.Errorf("others, in the clear: %d", a.status)
	}
	if a := start(t, nil).raw(own("GET", "/console/images/cn-hangzhou", "Host: localhost")); a.status != 200 {
		t.Errorf("this machine: %d", a.status)
	}
}

// The console follows accounts that are read again: nobody uses open keys that are none any
// more, and a session is known to a server that was started with the same accounts.
func TestConsoleFollowsAccounts(t *testing.T) {
	guarded := []server.Account{{ID: ali, Name: "ali", Keys: []server.Key{{ID: "one", Secret: "s"}}}}
	reload, accounts := make(chan struct{}), server.DefaultAccounts()
	r := start(t, func(c *server.Config) {
		c.Reload = reload
		c.AccountsFiles = server.AccountsFiles{Files: []string{t.TempDir()}, Load: func() ([]server.Account, error) { return accounts, nil }}
	})
	images := func(r *rig, headers ...string) *answer {
		return r.raw(own("GET", "/console/images/cn-hangzhou", append(headers, "Host: localhost", "Accept: text/html")...))
	}
	session := func(a *answer) string {
		for _, c := range (&http.Response{Header: a.header}).Cookies() {
			if c.Name == "sesame_console" {
				return c.Name + "=" + c.Value
			}
		}
		return ""
	}
	before := images(r)
	if before.status != 200 {
		t.Fatalf("with open keys: %d", before.status)
	}
	accounts = guarded
	reload <- struct{}{}
	reload <- struct{}{} // the first has been carried out
	after := images(r, "Cookie: "+session(before))
	if after.status != 303 || session(after) == "" {
		t.Errorf("without open keys: %d, a new session: %t", after.status, session(after) != "")
	}
	other := start(t, func(c *server.Config) { c.Accounts = guarded })
	if again := images(other, "Cookie: "+session(after)); session(again) != "" {
		t.Error("another server with the same accounts does not know the session")
	}
}

// People give the token once, in a form; what proves it ends by itself.
func TestSignIn(t *testing.T) {
	at := now
	r := start(t, func(c *server.Config) { exposed(c); c.Clock = func() time.Time { return at } })
	browser := []string{"Host: sesame.example", "Accept: text/html"}
	a := r.overTLS(own("GET", "/_sesame/nothing", browser...))
	if a.status != 303 || a.header.Get("Location") != "/_sesame/sign-in" {
		t.Fatalf("not sent to the form: %d %v", a.status, a.header)
	}
	if a = r.overTLS(own("GET", "/_sesame/sign-in", browser...)); a.status != 200 || !strings.Contains(a.body, "<form") {
		t.Fatalf("no form: %d %s", a.status, a.body)
	}
	post := func(token string, headers ...string) *answer {
		body := "token=" + token
		return r.overTLS("POST /_sesame/sign-in HTTP/1.1\r\nHost: sesame.example\r\n" + lines(headers) + formType + "\r\nContent-Length: " +
			strconv.Itoa(len(body)) + "\r\n\r\n" + body)
	}
	if a = post("wrong"); a.status != 403 || a.header.Get("Set-Cookie") != "" {
		t.Fatalf("a wrong token: %d %v", a.status, a.header)
	}
	if a = post(token, "Sec-Fetch-Site: cross-site"); a.status != 403 || a.header.Get("Set-Cookie") != "" {
		t.Fatalf("from another site: %d %v", a.status, a.header)
	}
	a = post(token)
	cookies := (&http.Response{Header: a.header}).Cookies()
	if a.status != 303 || len(cookies) != 1 {
		t.Fatalf("not let in: %d %v", a.status, a.header)
	}
	c := cookies[0]
	if !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteStrictMode || strings.Contains(c.Value, token) {
		t.Errorf("cookie %v", c)
	}
	session := "Cookie: sesame-session=" + c.Value
	ask := func(headers ...string) int {
		return r.overTLS(own("GET", "/_sesame/nothing", append(headers, "Host: sesame.example")...)).status
	}
	if got := ask(session); got != letIn {
		t.Errorf("signed in: %d", got)
	}
	until, seal, _ := strings.Cut(c.Value, ".")
	for about, forged := range map[string]string{"longer": "9" + until + "." + seal, "cut": c.Value[:len(c.Value)-1], "without a seal": until} {
		if got := ask("Cookie: sesame-session=" + forged); got != 401 {
			t.Errorf("a session that is %s: %d", about, got)
		}
	}
	if got := r.overTLS(own("POST", "/_sesame/nothing", "Host: sesame.example", session, "Origin: https://evil.example")).status; got != 403 {
		t.Errorf("another site's form: %d", got)
	}
	at = at.Add(13 * time.Hour)
	if got := ask(session); got != 401 {
		t.Errorf("a session of yesterday: %d", got)
	}
}

// On loopback a web page cannot look at the own pages under a name that leads here, nor
// change anything. Programs of this machine can.
func TestRebinding(t *testing.T) {
	r := start(t, nil)
	for host, status := range map[string]int{
		"127.0.0.1": letIn, "127.0.0.1:7372": letIn, "localhost": letIn, "LOCALHOST:1": letIn, "[::1]:7372": letIn, "sesame.localhost:1": letIn,
		"evil.example": 403, "evil.example:7372": 403, "127.0.0.1.evil.example": 403, "localhost.evil.example": 403, "192.0.2.1": 403, "0.0.0.0": 403, "": 403,
	} {
		for _, page := range []string{"/_sesame/nothing", "/console/nothing"} {
			if a := r.raw(own("GET", page, "Host: "+host)); a.status != status {
				t.Errorf("%s of %q: %d %s", page, host, a.status, a.body)
			}
		}
	}
	for about, header := range map[string]string{
		"another site's form": "Origin: https://evil.example", "another site": "Sec-Fetch-Site: cross-site", "no site": "Origin: null",
	} {
		if a := r.raw(own("POST", "/_sesame/nothing", "Host: localhost:7372", header)); a.status != 403 {
			t.Errorf("%s: %d", about, a.status)
		}
	}
	if a := r.raw(own("POST", "/_sesame/nothing", "Host: localhost:7372", "Origin: http://localhost:7372")); a.status != letIn {
		t.Errorf("its own form: %d", a.status)
	}
	// The API itself takes any Host.
	r.raw(strings.Replace(get(signed("DescribeRegions")), "Host: ecs", "Host: evil.example", 1)).want(t, "the API", 200, "")
}

// A page of another site cannot use a server of this machine, whose keys everybody knows. On a server for
// others nobody has a key by being here.
func TestOtherSites(t *testing.T) {
	call := func(r *rig, headers ...string) int {
		return r.raw(strings.Replace(get(signed("DescribeRegions")), "\r\n\r\n", "\r\n"+strings.Join(headers, "\r\n")+"\r\n\r\n", 1)).status
	}
	r := start(t, nil)
	for _, header := range []string{"Sec-Fetch-Site: cross-site", "Origin: https://evil.example", "Origin: null"} {
		if got := call(r, header); got != 403 {
			t.Errorf("%s: %d", header, got)
		}
	}
	for _, header := range []string{"Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none", "Origin: http://localhost:3000", "Accept: */*"} {
		if got := call(r, header); got != 200 {
			t.Errorf("%s: %d", header, got)
		}
	}
	others := start(t, func(c *server.Config) { exposed(c); c.Exposure.PlainHTTP = true })
	if got := call(others, "Sec-Fetch-Site: cross-site"); got == 403 {
		t.Errorf("a server for others: %d", got)
	}
}

// Own pages are for no frame, no guess and no cache.
func TestOwnHeaders(t *testing.T) {
	r := start(t, nil)
	a := r.raw(own("GET", "/_sesame/health", "Host: localhost"))
	for name, want := range map[string]string{
		"X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Access-Control-Allow-Origin": "",
	} {
		if got := a.header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Who trusts old TLS, or none, learns nothing.
func TestOldTLS(t *testing.T) {
	r := start(t, exposed)
	c := tls.Client(r.dial(), &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11})
	if _, err := io.WriteString(c, get("")); err == nil {
		t.Error("TLS 1.1 is spoken")
	}
}
