package server_test

import (
	"bytes"
	"crypto/rand"
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sesame/internal/sign"
)

// v3 is a request that a key signs by ACS3-HMAC-SHA256, for tests to spoil.
func (r *rig) v3(key, secret, action string, pairs ...string) *http.Request {
	r.t.Helper()
	query := url.Values{}
	for n := 0; n < len(pairs); n += 2 {
		query.Set(pairs[n], pairs[n+1])
	}
	req, err := http.NewRequest(http.MethodPost, "http://"+r.addr+"/?"+query.Encode(), http.NoBody)
	if err != nil {
		r.t.Fatal(err)
	}
	sign.V3(req, nil, action, version, key, secret, rand.Text(), now)
	return req
}

func (r *rig) do(req *http.Request) *answer {
	r.t.Helper()
	var b bytes.Buffer
	if err := req.Write(&b); err != nil {
		r.t.Fatal(err)
	}
	return r.raw(b.String())
}

// TestTampering: whatever of a signed request is changed, taken away or added on the way, it
// is not carried out.
func TestTampering(t *testing.T) {
	r := start(t, withSkew)
	good := func() url.Values {
		return sign.V1(http.MethodGet, parameters("DescribeImages", "RegionId", "cn-hangzhou", "PageSize", "5"), "ali", "open-sesame", rand.Text(), now)
	}
	r.raw(get(good().Encode())).want(t, "V1, as it was signed", 200, "")
	for name := range good() {
		changed, without := good(), good()
		changed.Set(name, changed.Get(name)+"1")
		without.Del(name)
		for about, v := range map[string]url.Values{"changed": changed, "taken away": without} {
			if a := r.raw(get(v.Encode())); a.status == 200 {
				t.Errorf("V1: %s %s: %s", name, about, a.body)
			}
		}
	}
	added := good()
	added.Set("ImageId", "m-1")
	r.raw(get(added.Encode())).want(t, "V1: a parameter more", 400, "SignatureDoesNotMatch")
	r.raw(post(good().Encode(), "")).want(t, "V1: another method", 400, "SignatureDoesNotMatch")

	r.do(r.v3("ali", "open-sesame", "DescribeImages", "RegionId", "cn-hangzhou")).want(t, "V3, as it was signed", 200, "")
	for about, change := range map[string]func(*http.Request){
		"another method":     func(q *http.Request) { q.Method = http.MethodGet },
		"another query":      func(q *http.Request) { q.URL.RawQuery = "RegionId=cn-beijing" },
		"no query":           func(q *http.Request) { q.URL.RawQuery = "" },
		"a parameter more":   func(q *http.Request) { q.URL.RawQuery += "&ImageId=m-1" },
		"another host":       func(q *http.Request) { q.Host = "ecs.evil.example" },
		"another action":     func(q *http.Request) { q.Header.Set("x-acs-action", "DescribeRegions") },
		"another version":    func(q *http.Request) { q.Header.Set("x-acs-version", "2014-05-27") },
		"another time":       func(q *http.Request) { q.Header.Set("x-acs-date", "2026-01-02T03:04:06Z") },
		"another nonce":      func(q *http.Request) { q.Header.Set("x-acs-signature-nonce", "another") },
		"another body's sum": func(q *http.Request) { q.Header.Set("x-acs-content-sha256", strings.Repeat("0", 64)) },
		"a header more":      func(q *http.Request) { q.Header.Set("x-acs-security-token", "more") },
		"no nonce":           func(q *http.Request) { q.Header.Del("x-acs-signature-nonce") },
		"a body": func(q *http.Request) {
			q.Body, q.ContentLength = http.NoBody, 0
			q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			q.Body = nopBody{strings.NewReader("ImageId=m-1")}
			q.ContentLength = 11
		},
	} {
		req := r.v3("ali", "open-sesame", "DescribeImages", "RegionId", "cn-hangzhou")
		change(req)
		if a := r.do(req); a.status == 200 {
			t.Errorf("V3: %s: %s", about, a.body)
		}
	}
}

type nopBody struct{ *strings.Reader }

func (nopBody) Close() error { return nil }

// TestKeyConfusion: what one key has signed is never taken for another's, nor one scheme's
// signature for the other's.
func TestKeyConfusion(t *testing.T) {
	r := start(t, withSkew)
	signedBy := func(key, secret string) url.Values {
		return sign.V1(http.MethodGet, parameters("DescribeRegions"), key, secret, rand.Text(), now)
	}
	swapped := signedBy("cassim", "open-barley")
	swapped.Set("AccessKeyId", "ali")
	r.raw(get(swapped.Encode())).want(t, "V1: another key's id", 400, "SignatureDoesNotMatch")

	req := r.v3("cassim", "open-barley", "DescribeRegions")
	req.Header.Set("Authorization", strings.Replace(req.Header.Get("Authorization"), "Credential=cassim", "Credential=ali", 1))
	r.do(req).want(t, "V3: another key's id", 400, "SignatureDoesNotMatch")

	// Parameters of a V1 signature beside a V3 one are only parameters: the header decides.
	req = r.v3("cassim", "open-barley", "DescribeRegions", "AccessKeyId", "ali", "Signature", "x", "SignatureMethod", "HMAC-SHA1", "OwnerId", cassim)
	r.do(req).want(t, "both schemes: the header's account", 200, "")
	req = r.v3("cassim", "open-barley", "DescribeRegions", "AccessKeyId", "ali", "OwnerId", ali)
	r.do(req).want(t, "both schemes: the parameter's account", 400, "InvalidOwnerId")

	// A header of no known scheme leaves V1 to decide, which is then complete or refused.
	r.raw(get(signedBy("ali", "open-sesame").Encode(), "Authorization: Bearer x")).want(t, "a bearer header", 200, "")
	r.raw(get("Action=DescribeRegions&Version="+version, "Authorization: Basic YWxpOm9wZW4tc2VzYW1l")).want(t, "a password", 400, "MissingAccessKeyId")
	r.raw(get("Action=DescribeRegions&Version="+version, "Authorization: ACS3-HMAC-SHA1 Credential=ali")).want(t, "a weaker scheme", 400, "InvalidSignatureMethod")
}

// TestHeaderSmuggling: a request that two readers could take for two is refused, or is
// what was signed.
func TestHeaderSmuggling(t *testing.T) {
	r := start(t, withSkew)
	smuggled := "GET /?" + signed("DescribeZones", "RegionId", "cn-hangzhou") + " HTTP/1.1\r\nHost: ecs\r\n\r\n"
	for about, request := range map[string]string{
		"two lengths":              "POST / HTTP/1.1\r\nHost: ecs\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n" + smuggled,
		"two hosts":                "GET / HTTP/1.1\r\nHost: ecs\r\nHost: evil\r\n\r\n",
		"a space before the colon": "GET / HTTP/1.1\r\nHost: ecs\r\nContent-Length : 0\r\n\r\n",
		"two transfer encodings":   "POST / HTTP/1.1\r\nHost: ecs\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
		"an unknown encoding":      "POST / HTTP/1.1\r\nHost: ecs\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
	} {
		if a := r.raw(request); a.status < 400 {
			t.Errorf("%s: %d %s", about, a.status, a.body)
		}
	}
	// What is signed must be there once: else one reader takes the first and another the last.
	for _, name := range []string{"Authorization", "x-acs-action", "x-acs-date", "x-acs-signature-nonce", "x-acs-version", "x-acs-content-sha256"} {
		req := r.v3("ali", "open-sesame", "DescribeRegions")
		req.Header.Add(name, req.Header.Get(name)+"x")
		if a := r.do(req); a.status == 200 {
			t.Errorf("%s twice: %s", name, a.body)
		}
	}
	// The action is what was signed, whatever the query adds.
	req := r.v3("ali", "open-sesame", "DescribeRegions")
	req.URL.RawQuery = "Action=DescribeZones"
	if a := r.do(req); a.status == 200 {
		t.Errorf("another action in the query: %s", a.body)
	}
}

// TestConstantTime reads the source: whatever is called a signature, a secret, a token or a
// seal is compared with nothing but "" by operators that stop at the first difference.
func TestConstantTime(t *testing.T) {
	files := 0
	for _, pattern := range []string{"*.go", "../sign/*.go", "../console/*.go", "../seal/*.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			files++
			fset := gotoken.NewFileSet()
			file, err := parser.ParseFile(fset, name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if at, found := hastyComparison(n); found {
					t.Errorf("%s compares a secret in a time that tells of it", fset.Position(at))
				}
				return true
			})
		}
	}
	if files < 30 {
		t.Errorf("only %d files were read", files)
	}
}

// hastyComparison finds == and != of secrets, and the functions that do the same.
func hastyComparison(n ast.Node) (at gotoken.Pos, found bool) {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		compares := n.Op == gotoken.EQL || n.Op == gotoken.NEQ
		return n.Pos(), compares && (isSecret(n.X) && !isConstant(n.Y) || isSecret(n.Y) && !isConstant(n.X))
	case *ast.CallExpr:
		f, ok := n.Fun.(*ast.SelectorExpr)
		hasty := ok && slices.Contains([]string{"Equal", "EqualFold", "Compare"}, f.Sel.Name)
		return n.Pos(), hasty && slices.ContainsFunc(n.Args, isSecret)
	}
	return 0, false
}

func isSecret(e ast.Expr) bool {
	name := ""
	switch e := e.(type) {
	case *ast.Ident:
		name = e.Name
	case *ast.SelectorExpr:
		name = e.Sel.Name
	}
	name = strings.ToLower(name)
	return slices.ContainsFunc([]string{"signature", "secret", "token", "seal", "password"}, func(s string) bool { return strings.HasSuffix(name, s) })
}

// isConstant: what is compared with a constant is whether it is there, or what kind it is.
func isConstant(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return true
	case *ast.Ident:
		return e.Name == "nil"
	}
	return false
}
