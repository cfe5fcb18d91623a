package sign

import (
	"net/http"
	"net/url"
	"slices"
	"testing"
)

// flip changes one byte of s; it returns s itself where there is nothing to change.
func flip(s string, at uint, by byte) string {
	if s == "" || by == 0 {
		return s
	}
	b := []byte(s)
	b[at%uint(len(b))] ^= by
	return string(b)
}

// The parts of a request that the fuzz targets change.
const (
	changeKey = iota
	changeValue
	changeMethod
	changeBody
	changes
)

func FuzzV1(f *testing.F) {
	f.Add("Description", "a+b c*d~e/f?中文 %25 'q' !", "POST", uint(0), uint(2), byte(1), "Signature=x&AccessKeyId=&=&a")
	f.Add("", "", "GET", uint(1), uint(0), byte(0x20), "SignatureNonce=%00&Timestamp=2026-01-01T00:00:00Z")
	f.Add("a b", "+", "", uint(2), uint(1), byte(0x0b), goodV1().Encode())
	f.Fuzz(func(t *testing.T, key, value, method string, what, at uint, by byte, raw string) {
		code(t, admit(received(&http.Request{Method: method, URL: &url.URL{RawQuery: raw}}, nil), testSecret))

		if key == "Signature" {
			return // not signed, and replaced
		}
		v := V1(method, url.Values{"Action": {"A"}, key: {value}}, testID, testSecret, "n", testTime)
		r := &Request{Method: method, Query: decoded(v.Encode())}
		if key == "SignatureType" && value == "BEARERTOKEN" {
			return
		}
		if err := admit(r, testSecret); err != nil {
			t.Fatalf("as signed: %v", err)
		}
		value = v.Get(key) // a frame parameter is not what we asked for
		newKey, newValue, newMethod := key, value, method
		switch what % changes {
		case changeKey:
			newKey = flip(key, at, by)
		case changeValue:
			newValue = flip(value, at, by)
		default:
			newMethod = flip(method, at, by)
		}
		if newKey == key && newValue == value && newMethod == method {
			return
		}
		v.Del(key)
		if newKey != "Signature" { // which is not signed: then the parameter is gone
			v.Add(newKey, newValue)
		}
		if err := admit(&Request{Method: newMethod, Query: decoded(v.Encode())}, testSecret); err == nil {
			t.Fatalf("verifies as %q %q", newMethod, v)
		}
	})
}

func FuzzV3(f *testing.F) {
	f.Add("Map.#3#a*b", "a+b c*d~e/f?中文 %25 'q' !", "POST", []byte("x=1"), uint(0), uint(2), byte(1), acs3+" Credential=a,SignedHeaders=host,Signature=00", "host")
	f.Add("", "", "GET", []byte(nil), uint(1), uint(0), byte(0x20), "ACS3-", ";;")
	f.Add("a b", "+", "PUT", []byte("{}"), uint(0), uint(1), byte(0x0b), acs3+" ,,=,", "x-acs-action;x-acs-\xff")
	f.Fuzz(func(t *testing.T, key, value, method string, body []byte, what, at uint, by byte, auth, names string) {
		fuzzAuthorization(t, auth, names)

		r := &http.Request{Method: method, Host: "h", Header: http.Header{}, URL: &url.URL{
			RawQuery: url.Values{"RegionId": {"r"}, key: {value}}.Encode(),
		}}
		if method == "" {
			return // means GET in a client's request
		}
		V3(r, body, "A", "1", testID, testSecret, "n", testTime)
		if err := admit(received(r, body), testSecret); err != nil {
			t.Fatalf("as signed: %v", err)
		}
		newKey, newValue, newBody := key, value, body
		switch what % changes {
		case changeKey:
			newKey = flip(key, at, by)
		case changeValue:
			newValue = flip(value, at, by)
		case changeMethod:
			r.Method = flip(method, at, by)
		case changeBody:
			newBody = []byte(flip(string(body), at, by))
		}
		if newKey == key && newValue == value && r.Method == method && string(newBody) == string(body) {
			return
		}
		q := url.Values{"RegionId": {"r"}}
		if key == "RegionId" {
			q.Del(key)
		}
		q.Add(newKey, newValue)
		r.URL.RawQuery = q.Encode()
		if err := admit(received(r, newBody), testSecret); err == nil {
			t.Fatalf("verifies as %s %s %q", r.Method, r.URL.RawQuery, newBody)
		}
	})
}

// fuzzAuthorization looks for panics in what strangers may write.
func fuzzAuthorization(t *testing.T, auth, names string) {
	r := goodV3(t)
	r.Header.Set("Authorization", auth)
	code(t, admit(r, testSecret))
	r = goodV3(t)
	r.Header["Authorization"] = []string{acs3 + " Credential=a,SignedHeaders=" + names + ",Signature=" + hexSHA256(nil)}
	if err := admit(r, testSecret); err == nil {
		t.Fatalf("verifies with SignedHeaders %q", names)
	}
}

// FuzzStringToSign looks for two sets of parameters with one string to sign, in any of
// the forms in which each would be accepted.
func FuzzStringToSign(f *testing.F) {
	f.Add("a=1&b=2", "a%3D1%26b=2")
	f.Add("a+b=1", "a%2Bb=1")
	f.Add("a%2A=1", "a%252A=1")
	f.Add("a%23=1", "a%2523=1")
	f.Add("", "=")
	f.Add("a=1&a=2", "a=1%26a%3D2")
	f.Add("a=%0A", "a%0A=")
	f.Fuzz(func(t *testing.T, a, b string) {
		p, q := sorted(decoded(a)), sorted(decoded(b))
		if slices.Equal(p, q) {
			return
		}
		if slices.Equal(appendV1(nil, "GET", p), appendV1(nil, "GET", q)) {
			t.Fatalf("V1: %q and %q are signed as %q", p, q, appendV1(nil, "GET", p))
		}
		for _, pf := range append(p.keyForms(), keyEncoded) {
			for _, qf := range append(q.keyForms(), keyEncoded) {
				if slices.Equal(p.appendQuery(nil, pf), q.appendQuery(nil, qf)) {
					t.Fatalf("V3: %q and %q are signed as %q", p, q, p.appendQuery(nil, pf))
				}
			}
		}
	})
}
