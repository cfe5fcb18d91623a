package server_test

import (
	"crypto/rand"
	"crypto/tls"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"sesame/internal/explain"
	"sesame/internal/server"
	"sesame/internal/sign"
)

func keeping(c *server.Config) { c.Requests = explain.NewRing(100, 1<<20) }

// why fetches the explanation of an answer from where its Recommend points to, or from where
// a RequestId leads.
func (r *rig) why(a *answer) *explain.Explanation {
	r.t.Helper()
	at := "/_sesame/explain/" + a.RequestID
	if a.Recommend != "" && a.Recommend != "http://"+r.addr+at { // own pages are not told under the name ecs
		r.t.Errorf("Recommend %q", a.Recommend)
	}
	page := r.raw("GET " + at + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
	var x explain.Explanation
	if err := json.Unmarshal([]byte(page.body), &x); page.status != 200 || err != nil {
		r.t.Fatalf("%d %v: %s", page.status, err, page.body)
	}
	if x.RequestID != a.RequestID || x.Status != a.status || x.Code != a.Code {
		r.t.Errorf("explained %s %d %s, answered %s %d %s", x.RequestID, x.Status, x.Code, a.RequestID, a.status, a.Code)
	}
	return &x
}

// TestExplainOrder: a request is held against everything in the order of A-001, and stops
// where it is refused.
func TestExplainOrder(t *testing.T) {
	r := start(t, func(c *server.Config) {
		keeping(c)
		c.ClockSkew = 15 * time.Minute
	})
	fresh := signed("DescribeRegions")
	late := func(v url.Values) string {
		return sign.V1(http.MethodGet, v, "ali", "open-sesame", rand.Text(), now.Add(-time.Hour)).Encode()
	}
	for _, c := range []struct {
		request, code, decided string
		checks                 int
	}{
		{get("Format=YAML"), "InvalidParameter.Format", "the request can be read", 1},
		{"PUT /?Action=X HTTP/1.1\r\nHost: ecs\r\nContent-Length: 0\r\n\r\n", "UnsupportedHTTPMethod", "the request can be read", 1},
		{get("Action=DescribeNothing"), "InvalidAction.NotFound", "the action exists", 3},
		{get(parameters("DescribeRegions").Encode()), "MissingAccessKeyId", "the request says who signed it", 4},
		{get(sign.V1("GET", parameters("DescribeRegions"), "nobody", "x", "n1", now).Encode()), "InvalidAccessKeyId.NotFound", "the access key exists", 5},
		{get(sign.V1("GET", parameters("DescribeRegions"), "ali", "x", "n2", now).Encode()), "SignatureDoesNotMatch", "the signature is the one", 6},
		{get(late(parameters("DescribeRegions"))), "InvalidTimeStamp.Expired", "the time that was signed", 7},
		{get(fresh), "", "", 0},
		{get(fresh), "SignatureNonceUsed", "the nonce was not used before", 8},
		{get(signed("DescribeRegions", "OwnerId", cassim)), "InvalidOwnerId", "the owner parameters", 9},
		{get(signed("DescribeImages")), "MissingParameter", "there is RegionId", 10},
		{get(signed("DescribeImages", "RegionId", "cn-hangzhou", "PageSize", "many")), "InvalidParameter", "each parameter has a value of its type", 11},
	} {
		x := r.why(r.raw(c.request))
		if c.code == "" {
			if x.Decided != nil || x.Status != 200 {
				t.Errorf("%d, decided by %+v", x.Status, x.Decided)
			}
			continue
		}
		if x.Code != c.code || x.Decided == nil || !strings.HasPrefix(x.Decided.Check, c.decided) {
			t.Errorf("%s, decided by %+v; want %s by %s", x.Code, x.Decided, c.code, c.decided)
			continue
		}
		last := x.Checks[len(x.Checks)-1]
		if len(x.Checks) != c.checks || !last.Decided || last.Check != x.Decided.Check || len(x.Decided.Rules) == 0 {
			t.Errorf("%s: %d checks, the last %+v, rules %v", c.code, len(x.Checks), last, x.Decided.Rules)
		}
		for _, k := range x.Checks[:len(x.Checks)-1] {
			if k.Decided {
				t.Errorf("%s: decided by %+v as well", c.code, k)
			}
		}
	}
}

// TestExplainValues: of the values that an operation looks at, those that passed are told
// before the one that decided, each by its own check.
func TestExplainValues(t *testing.T) {
	r := start(t, keeping)
	for action, c := range map[string]struct{ passed, wrong, value string }{
		"DescribeDisks":     {"LockReason=security", "MultiAttach", "Many"},
		"DescribeInstances": {"PageNumber=1", "InstanceIds", "i-1"},
		"DescribeSnapshots": {"PageNumber=1", "SnapshotIds", "s-1"},
		"DescribeRegions":   {"ResourceType=disk", "AcceptLanguage", "tlh"},
	} {
		name, value, _ := strings.Cut(c.passed, "=")
		x := r.why(r.raw(get(signed(action, "RegionId", "cn-hangzhou", name, value, c.wrong, c.value))))
		looked := map[string]bool{} // whether the check of the value decided
		for _, k := range x.Checks {
			for _, v := range k.Looked {
				looked[v.Name+"="+v.Value] = k.Decided
			}
		}
		decided, told := looked[c.wrong+"="+c.value]
		passed, toldBefore := looked[c.passed]
		if !told || !decided || !toldBefore || passed || x.Decided == nil || x.Decided.Inferred {
			t.Errorf("%s: decided by %+v, of the checks %+v", action, x.Decided, x.Checks)
		}
	}
}

// TestExplainSecrets: what was said in secret is told to nobody, in whichever form it came.
func TestExplainSecrets(t *testing.T) {
	const hush = "Hush~hush +1"
	r := start(t, keeping)
	pairs := []string{"RegionId", "cn-hangzhou", "Password", hush, "UserData", hush, "SecurityToken", hush, "Inner.1.KeyPassword", hush}
	body := sign.V1(http.MethodPost, parameters("RunInstances", pairs...), "ali", "wrong", rand.Text(), now).Encode()
	for about, request := range map[string]string{
		"query":          get(signed("RunInstances", pairs...)),
		"string to sign": get(sign.V1("GET", parameters("RunInstances", pairs...), "ali", "wrong", rand.Text(), now).Encode()),
		"in XML":         get(sign.V1("GET", url.Values{"Action": {"RunInstances"}, "Version": {version}, "Password": {hush}}, "ali", "wrong", rand.Text(), now).Encode()),
		"form":           post("", body, formType),
		"header":         get(signed("DescribeRegions"), "X-Acs-Security-Token: "+hush, "Authorization: Basic "+hush),
	} {
		x := r.why(r.raw(request))
		text, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(strings.ToLower(string(text)), "hush") {
			t.Errorf("%s: %s", about, text)
		}
		if about == "string to sign" && !strings.Contains(x.Message, "Password%3D***%26") {
			t.Errorf("%s: %s", about, x.Message)
		}
	}
}

// TestExplainSigned: what is shown of a signature is what it was computed of.
func TestExplainSigned(t *testing.T) {
	r := start(t, keeping)
	v := parameters("DescribeRegions")
	x := r.why(r.raw(get(sign.V1("GET", v, "ali", "open-sesame", "n1", now).Encode())))
	const want = "AccessKeyId=ali&Action=DescribeRegions&Format=JSON&SignatureMethod=HMAC-SHA1&SignatureNonce=n1&" +
		"SignatureVersion=1.0&Timestamp=2026-01-02T03%3A04%3A05Z&Version=2014-05-26"
	if x.Request.CanonicalRequest != want || x.Request.StringToSign != "GET&%2F&"+url.QueryEscape(want) {
		t.Errorf("%q\n%q", x.Request.CanonicalRequest, x.Request.StringToSign)
	}

	req, err := http.NewRequest(http.MethodPost, "http://ecs/?RegionId=cn-hangzhou", nil)
	if err != nil {
		t.Fatal(err)
	}
	sign.V3(req, nil, "DescribeRegions", version, "ali", "wrong", "n2", now)
	var raw strings.Builder
	if err := req.Write(&raw); err != nil {
		t.Fatal(err)
	}
	a := r.raw(raw.String())
	x = r.why(a)
	if !strings.HasPrefix(x.Request.CanonicalRequest, "POST\n/\nRegionId=cn-hangzhou\nhost:ecs\n") ||
		!strings.HasSuffix(a.Message, x.Request.StringToSign) || !strings.HasPrefix(x.Request.StringToSign, "ACS3-HMAC-SHA256\n") {
		t.Errorf("%q\n%q\n%s", x.Request.CanonicalRequest, x.Request.StringToSign, a.Message)
	}
}

func TestExplainCorrected(t *testing.T) {
	r := start(t, keeping)
	for _, c := range []struct{ request, command string }{
		{get(signed("DescribeRegion", "AcceptLanguage", "zh-CN")), "sesame call DescribeRegions AcceptLanguage=zh-CN"},
		{get(signed("DescribeImages")), "sesame call DescribeImages RegionId=cn-qingdao"},
		{get(signed("DescribeImages", "RegionId", "it's")), ""},
	} {
		x := r.why(r.raw(c.request))
		if x.Corrected == nil && c.command != "" || x.Corrected != nil && x.Corrected.Command != c.command {
			t.Errorf("%s: %+v, want %q", x.Code, x.Corrected, c.command)
		}
	}
}

// TestRecommend: the address is the one that was called, if it leads to the own pages.
func TestRecommend(t *testing.T) {
	r := start(t, keeping)
	a := r.raw("GET /?Format=JSON HTTP/1.1\r\nHost: localhost:1234\r\n\r\n")
	if a.Recommend != "http://localhost:1234/_sesame/explain/"+a.RequestID {
		t.Errorf("Recommend %q", a.Recommend)
	}
	c := tls.Client(r.dial(), &tls.Config{InsecureSkipVerify: true})
	a = r.exchange(c, "GET /?Format=JSON HTTP/1.1\r\nHost: localhost:1234\r\n\r\n")
	if a.Recommend != "https://localhost:1234/_sesame/explain/"+a.RequestID {
		t.Errorf("Recommend %q over TLS", a.Recommend)
	}
}

func TestExplainNotKept(t *testing.T) {
	r := start(t, keeping)
	page := r.raw("GET /_sesame/explain/X HTTP/1.1\r\nHost: localhost\r\n\r\n")
	if page.status != 404 || !strings.Contains(page.body, `"X" is not kept`) {
		t.Errorf("%d %s", page.status, page.body)
	}
}

// TestExplainHidesSecrets: the answer to a wrong signature quotes what was sent; the explanation hides of it
// what is called like a secret, or holds one.
func TestExplainHidesSecrets(t *testing.T) {
	r := start(t, keeping)
	for name, value := range map[string]string{
		"AuthToken": "canary", "Passphrase": "canary", "Credentials.1": "canary", "Users.1.LoginPassword.2": "canary", "Secret_Key": "canary",
		"Login": `{"user": "root", "Password": "canary"}`, "File": "-----BEGIN RSA PRIVATE KEY-----\ncanary", "UserData": "canary",
	} {
		for _, format := range []string{"JSON", "XML"} {
			params := parameters("DescribeRegions")
			params.Set("Format", format)
			params.Set("Plain", "robin")
			params.Set(name, value)
			a := r.raw(get(sign.V1(http.MethodGet, params, "ali", "wrong", rand.Text(), now).Encode()))
			if !strings.Contains(a.body, "canary") {
				t.Fatalf("the answer does not quote %s: %s", name, a.body)
			}
			page := r.page("/_sesame/explain/" + a.header.Get("X-Acs-Request-Id"))
			if page.status != 200 || strings.Contains(page.body, "canary") || !strings.Contains(page.body, "robin") {
				t.Errorf("%s in %s: %d %s", name, format, page.status, page.body)
			}
		}
	}
}
