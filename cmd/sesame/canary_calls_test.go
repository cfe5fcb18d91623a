package main

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"html"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"sesame/internal/sign"
)

func (a *aviary) request(method, target, contentType, body string) *http.Request {
	a.t.Helper()
	r, err := http.NewRequestWithContext(a.t.Context(), method, a.url+target, strings.NewReader(body))
	a.check(err)
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return r
}

const formType = "application/x-www-form-urlencoded"

// launch are the parameters of a call that is carried out, with secrets in it.
func launch() url.Values {
	return url.Values{
		"RegionId": {"cn-hangzhou"}, "ImageId": {"ubuntu_22_04_x64_20G_alibase_20250722.vhd"}, "InstanceType": {"ecs.g7.large"},
		"Password": {canaryPassword}, "UserData": {base64.StdEncoding.EncodeToString([]byte(canaryUserData))},
		"AccessKeySecret": {canaryKey}, // as people send by mistake
	}
}

// ways are how the call can be sent.
var ways = map[string]func(a *aviary, id, secret string) *http.Request{
	"V1, GET": func(a *aviary, id, secret string) *http.Request {
		return a.request(http.MethodGet, "/?"+signedV1(http.MethodGet, id, secret), "", "")
	},
	"V1, a form": func(a *aviary, id, secret string) *http.Request {
		return a.request(http.MethodPost, "/", formType, signedV1(http.MethodPost, id, secret))
	},
	"V3, GET": func(a *aviary, id, secret string) *http.Request {
		return signedV3(a.request(http.MethodGet, "/?"+launch().Encode(), "", ""), "", id, secret)
	},
	"V3, a form": func(a *aviary, id, secret string) *http.Request {
		body := launch().Encode()
		return signedV3(a.request(http.MethodPost, "/", formType, body), body, id, secret)
	},
	"V3, JSON": func(a *aviary, id, secret string) *http.Request {
		flat := map[string]string{}
		for name, values := range launch() {
			flat[name] = values[0]
		}
		body, err := json.Marshal(flat)
		a.check(err)
		return signedV3(a.request(http.MethodPost, "/", "application/json", string(body)), string(body), id, secret)
	},
}

func signedV1(method, id, secret string) string {
	v := launch()
	maps.Copy(v, url.Values{"Action": {"RunInstances"}, "Version": {"2014-05-26"}, "Format": {"JSON"}, "SecurityToken": {canarySTS}})
	return sign.V1(method, v, id, secret, rand.Text(), time.Now()).Encode()
}

func signedV3(r *http.Request, body, id, secret string) *http.Request {
	r.Header.Set("Accept", "application/json")
	r.Header.Set("X-Acs-Security-Token", canarySTS)
	sign.V3(r, []byte(body), "RunInstances", "2014-05-26", id, secret, rand.Text(), time.Now())
	return r
}

// callAll makes the call in all ways, by people who do it well and badly. Who signs wrongly by V1 is told
// what was to be signed, as the real service does.
func (a *aviary) callAll() {
	a.t.Helper()
	senders := map[string]struct{ id, secret, code string }{
		"well": {"morgiana", canaryKey, ""}, "with another secret": {"morgiana", "wrong", "SignatureDoesNotMatch"},
		"with the other key's secret": {"morgiana", canaryIdleKey, "SignatureDoesNotMatch"},
		"with an inactive key":        {"idle", canaryIdleKey, "InvalidAccessKeyId.Inactive"},
		"with the secret as the id":   {canaryKey, "wrong", "InvalidAccessKeyId.NotFound"},
	}
	for way, request := range ways {
		for how, s := range senders {
			about := &sent{about: "a call by " + way + ", signed " + how}
			var told []string
			if s.code == "SignatureDoesNotMatch" {
				told = []string{"password", "user data", "security token", "access key secret"}
			}
			if s.id == canaryKey { // whose id is it? That is what is told about the call.
				about.own = []string{"access key secret"}
			}
			status, answer := a.do("the answer to "+about.about, request(a, s.id, s.secret), told...)
			if (status == http.StatusOK) != (s.code == "") || s.code != "" && !strings.Contains(answer, `"`+s.code+`"`) {
				a.t.Errorf("%s: %d %s", about.about, status, answer)
			}
			if id := requestID.FindStringSubmatch(answer); id != nil {
				a.requests[id[1]] = about
			}
		}
	}
	if len(a.requests) != len(ways)*len(senders) {
		a.t.Errorf("%d requests were answered", len(a.requests))
	}
}

// own asks for an own page with a token.
func (a *aviary) own(path, authorization string) (int, string) {
	a.t.Helper()
	r := a.request(http.MethodGet, path, "", "")
	r.Header.Set("Authorization", authorization)
	return a.do(path, r)
}

// giveToken gives it badly, and then in the form.
func (a *aviary) giveToken() {
	a.t.Helper()
	const page = "/_sesame/metrics"
	for _, bad := range []string{
		"Bearer " + canaryToken + "x", canaryToken, "Basic " + base64.StdEncoding.EncodeToString([]byte("admin:"+canaryToken)),
	} {
		if status, _ := a.own(page, bad); status != http.StatusUnauthorized {
			a.t.Errorf("%s: %d", bad, status)
		}
	}
	a.own(page+"?token="+url.QueryEscape(canaryToken), "")
	for _, token := range []string{canaryToken + "x", canaryToken} {
		a.do("the form of the token", a.request(http.MethodPost, "/_sesame/sign-in", formType, url.Values{"token": {token}}.Encode()))
	}
	a.keepCookie("sesame-session", "session of the token")
}

// keepCookie makes a canary of a cookie that the program has given.
func (a *aviary) keepCookie(name, secret string) {
	a.t.Helper()
	at, err := url.Parse(a.url + "/console/")
	a.check(err)
	for _, c := range a.client.Jar.Cookies(at) {
		if c.Name == name {
			a.secrets[secret] = c.Value
			return
		}
	}
	a.t.Errorf("no %s was given", secret)
}

var formToken = regexp.MustCompile(`name="token" value="([^"]*)"`)

// post sends a form of the console, with the token of its page.
func (a *aviary) post(page, to string, form url.Values) (int, string) {
	a.t.Helper()
	_, text := a.do(page, a.request(http.MethodGet, page, "", ""))
	m := formToken.FindStringSubmatch(text)
	if m == nil {
		a.t.Fatalf("%s has no form: %s", page, text)
	}
	form.Set("token", html.UnescapeString(m[1]))
	return a.do("the answer to a form of "+page, a.request(http.MethodPost, to, formType, form.Encode()))
}

// visitConsole signs in, badly and well, and looks at the pages.
func (a *aviary) visitConsole() {
	a.t.Helper()
	const signIn = "/console/sign-in"
	for _, c := range []struct {
		secret string
		status int
	}{{canaryIdleKey, http.StatusForbidden}, {canaryKey, http.StatusOK}} {
		if status, page := a.post(signIn, signIn, url.Values{"access_key_id": {"morgiana"}, "access_key_secret": {c.secret}}); status != c.status {
			a.t.Errorf("signing in: %d %s", status, page)
		}
	}
	a.keepCookie("sesame_console", "session of the console")
	a.look()
}

// look has the pages shown to who has signed in.
func (a *aviary) look() {
	a.t.Helper()
	run := url.Values{"do": {"run"}, "RegionId": {"cn-hangzhou"}}
	if status, page := a.post("/console/explorer/Ecs/DescribeImages", "/console/explorer/Ecs/DescribeImages", run); status != http.StatusOK {
		a.t.Errorf("a call of the explorer: %d %s", status, page)
	}
	for _, page := range []string{
		"/console/", "/console/images/cn-hangzhou", "/console/families/cn-hangzhou", "/console/activity", "/console/errors", "/console/explorer/Ecs/RunInstances",
	} {
		if status, text := a.do(page, a.request(http.MethodGet, page, "", "")); status != http.StatusOK || !strings.Contains(text, "morgiana") {
			a.t.Errorf("%s: %d %s", page, status, text)
		}
	}
	shown := 0
	for id, s := range a.requests { // of others, and of nobody, none is shown
		if status, _ := a.do("the page of "+s.about, a.request(http.MethodGet, "/console/requests/"+id, "", ""), s.own...); status == http.StatusOK {
			shown++
		}
	}
	if shown < len(ways) {
		a.t.Errorf("the console shows %d requests", shown)
	}
}

// readOwnPages reads what programs read who have the token.
func (a *aviary) readOwnPages() {
	a.t.Helper()
	const bearer = "Bearer " + canaryToken
	for page, has := range map[string]string{"/_sesame/metrics": `action="RunInstances"`, "/_sesame/events": `"***"`} {
		if status, text := a.own(page, bearer); status != http.StatusOK || !strings.Contains(text, has) {
			a.t.Errorf("%s: %d %s", page, status, text)
		}
	}
	for id, s := range a.requests {
		r := a.request(http.MethodGet, "/_sesame/explain/"+id, "", "")
		r.Header.Set("Authorization", bearer)
		if status, text := a.do("the explanation of "+s.about, r, s.own...); status != http.StatusOK || !strings.Contains(text, "***") {
			a.t.Errorf("the explanation of %s: %d %s", s.about, status, text)
		}
	}
}

// readStore looks into the files of the stopped server. What an instance is given to begin with is kept for it.
func (a *aviary) readStore() {
	a.t.Helper()
	kept := false
	a.check(filepath.WalkDir(filepath.Join(a.folder, "data"), func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(file)
		kept = kept || strings.Contains(string(text), base64.StdEncoding.EncodeToString([]byte(canaryUserData)))
		a.hear(file, string(text), "user data")
		return err
	}))
	if !kept {
		a.t.Error("the files do not even have what an instance keeps")
	}
}
