package sign

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

var testTime = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func goodV1() url.Values {
	params := url.Values{"Action": {"DescribeImages"}, "Version": {"2014-05-26"}, "RegionId": {"cn-hangzhou"}}
	return V1(http.MethodGet, params, testID, testSecret, "nonce-1", testTime)
}

func requestV1(v url.Values) *Request {
	return received(&http.Request{Method: http.MethodGet, URL: &url.URL{RawQuery: v.Encode()}, Header: http.Header{}}, nil)
}

func TestRefuseV1(t *testing.T) {
	set := func(key, value string) func(url.Values) { return func(v url.Values) { v.Set(key, value) } }
	del := func(key string) func(url.Values) { return func(v url.Values) { v.Del(key) } }
	tests := []struct {
		name   string
		change func(url.Values)
		want   string
	}{
		{"as signed", func(url.Values) {}, ""},
		{"nothing", func(v url.Values) { clear(v) }, "MissingAccessKeyId"},
		{"no key", del("AccessKeyId"), "MissingAccessKeyId"},
		{"empty key", set("AccessKeyId", ""), "MissingAccessKeyId"},
		{"no signature", del("Signature"), "MissingSignature"},
		{"empty signature", set("Signature", ""), "MissingSignature"},
		{"no method", del("SignatureMethod"), "InvalidSignatureMethod"},
		{"other method", set("SignatureMethod", "HMAC-SHA256"), "InvalidSignatureMethod"},
		{"no version", del("SignatureVersion"), "InvalidSignatureVersion"},
		{"other version", set("SignatureVersion", "2.0"), "InvalidSignatureVersion"},
		{"no nonce", del("SignatureNonce"), "InvalidSignatureNonce"},
		{"long nonce", set("SignatureNonce", strings.Repeat("n", 129)), "InvalidSignatureNonce"},
		{"longest nonce", set("SignatureNonce", strings.Repeat("n", 128)), "SignatureDoesNotMatch"},
		{"no time", del("Timestamp"), "MissingTimestamp"},
		{"time with offset", set("Timestamp", "2026-01-02T03:04:05+08:00"), "InvalidTimeStamp.Format"},
		{"bearer", set("SignatureType", "BEARERTOKEN"), "InvalidBearerToken"},
		{"bearer without key", func(v url.Values) {
			v.Set("SignatureType", "BEARERTOKEN")
			v.Del("AccessKeyId")
		}, "InvalidBearerToken"},
		{"other type", set("SignatureType", "PRIVATEKEY"), "SignatureDoesNotMatch"},
		{"added parameter", set("DryRun", "true"), "SignatureDoesNotMatch"},
		{"added value", func(v url.Values) { v.Add("RegionId", "cn-beijing") }, "SignatureDoesNotMatch"},
		{"removed parameter", del("RegionId"), "SignatureDoesNotMatch"},
		{"signature not base64", set("Signature", "***"), "SignatureDoesNotMatch"},
		{"another signature first", func(v url.Values) { v["Signature"] = []string{"x", v.Get("Signature")} }, "SignatureDoesNotMatch"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := goodV1()
			tt.change(v)
			if got := code(t, admit(requestV1(v), testSecret)); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestRefuseBearerHeader(t *testing.T) {
	r := requestV1(goodV1())
	r.Header.Set("x-acs-bearer-token", "t")
	if got := code(t, admit(r, testSecret)); got != "InvalidBearerToken" {
		t.Error(got)
	}
}

// Whoever leaves the key's secret empty by mistake must not let everybody in.
func TestRefuseEmptySecret(t *testing.T) {
	v := V1(http.MethodGet, url.Values{"Action": {"A"}}, testID, "", "n", testTime)
	if got := code(t, admit(requestV1(v), "")); got != "SignatureDoesNotMatch" {
		t.Errorf("V1: %q", got)
	}
	r := newV3(t, "", nil)
	V3(r, nil, "A", "1", testID, "", "n", testTime)
	if got := code(t, admit(received(r, nil), "")); got != "SignatureDoesNotMatch" {
		t.Errorf("V3: %q", got)
	}
}

// Query and form together carry a V1 request, in whatever way it is split.
func TestV1SplitBetweenQueryAndForm(t *testing.T) {
	query, form := url.Values{}, url.Values{}
	i := 0
	for k, v := range goodV1() {
		if i++; i%2 == 0 {
			query[k] = v
		} else {
			form[k] = v
		}
	}
	r := requestV1(query)
	r.Form = decoded(form.Encode())
	if err := admit(r, testSecret); err != nil {
		t.Error(err)
	}
}

func newV3(t testing.TB, query string, body []byte) *http.Request {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, "http://127.0.0.1:8080/?"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(body) > 0 {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r
}

func goodV3(t testing.TB) *Request {
	body := []byte("ImageId=m-1")
	r := newV3(t, "RegionId=cn-hangzhou&Tag.1.Key=a+b", body)
	r.Header.Set("X-Acs-Security-Token", "token")
	V3(r, body, "DescribeImages", "2014-05-26", testID, testSecret, "nonce-1", testTime)
	return received(r, body)
}

func TestRefuseV3(t *testing.T) {
	set := func(key, value string) func(*Request) { return func(r *Request) { r.Header.Set(key, value) } }
	add := func(key, value string) func(*Request) { return func(r *Request) { r.Header.Add(key, value) } }
	del := func(key string) func(*Request) { return func(r *Request) { r.Header.Del(key) } }
	// auth changes the Authorization header alone.
	auth := func(old, text string) func(*Request) {
		return func(r *Request) {
			was := r.Header.Get("Authorization")
			if !strings.Contains(was, old) {
				t.Fatalf("no %q in %q", old, was)
			}
			r.Header.Set("Authorization", strings.Replace(was, old, text, 1))
		}
	}
	tests := []struct {
		name   string
		change func(*Request)
		want   string
	}{
		{"as signed", func(*Request) {}, ""},
		{"SM3", auth(acs3, "ACS3-HMAC-SM3"), "InvalidSignatureMethod"},
		{"RSA", auth(acs3, "ACS3-RSA-SHA256"), "InvalidSignatureMethod"},
		{"scheme only", set("Authorization", acs3), "IncompleteSignature"},
		{"no parts", set("Authorization", acs3+" "), "IncompleteSignature"},
		{"other scheme", set("Authorization", "Basic YTpi"), "MissingAccessKeyId"},
		{"two headers", add("Authorization", acs3+" x"), "IncompleteSignature"},
		{"no credential", auth("Credential="+testID+",", ""), "IncompleteSignature"},
		{"empty credential", auth(testID, ""), "MissingAccessKeyId"},
		{"two credentials", auth("Credential", "Credential=x,Credential"), "IncompleteSignature"},
		{"no list", auth("SignedHeaders", "Signed"), "IncompleteSignature"},
		{"short signature", auth("Signature=", "Signature=00,X="), "IncompleteSignature"},
		{"signature not hex", auth("Signature="+sent(t)[:1], "Signature=x"), "IncompleteSignature"},
		{"blank after comma", auth(",Signature=", ", Signature="), ""},
		{"upper-case signature", auth(sent(t), strings.ToUpper(sent(t))), ""},
		{"upper-case list", auth("=content-type", "=Content-type"), "IncompleteSignature"},
		{"unsorted list", auth("content-type;host", "host;content-type"), "IncompleteSignature"},
		{"named twice", auth(";host", ";host;host"), "IncompleteSignature"},
		{"empty name", auth(";host", ";;host"), "IncompleteSignature"},
		{"listed, not sent", del("Content-Type"), "IncompleteSignature"},
		{"no host", func(r *Request) { r.Host = "" }, "Missinghost"},
		{"host not signed", auth("host;", ""), "IncompleteSignature"},
		{"other host", func(r *Request) { r.Host = "127.0.0.1:8081" }, "SignatureDoesNotMatch"},
		{"no action", del("x-acs-action"), "Missingx-acs-action"},
		{"empty action", set("x-acs-action", " "), "Missingx-acs-action"},
		{"action not signed", auth("x-acs-action;", ""), "IncompleteSignature"},
		{"two actions", add("x-acs-action", "DeleteImage"), "IncompleteSignature"},
		{"other action", set("x-acs-action", "DeleteImage"), "SignatureDoesNotMatch"},
		{"no version", del("x-acs-version"), "Missingx-acs-version"},
		{"version not signed", auth(";x-acs-version", ""), "IncompleteSignature"},
		{"no date", del("x-acs-date"), "Missingx-acs-date"},
		{"date not signed", auth("x-acs-date;", ""), "IncompleteSignature"},
		{"bad date", set("x-acs-date", "20260102T030405Z"), "InvalidTimeStamp.Format"},
		{"no nonce", del("x-acs-signature-nonce"), "Missingx-acs-signature-nonce"},
		{"nonce not signed", auth("x-acs-signature-nonce;", ""), "IncompleteSignature"},
		{"long nonce", set("x-acs-signature-nonce", strings.Repeat("n", 129)), "InvalidSignatureNonce"},
		{"no hash", del("x-acs-content-sha256"), "Missingx-acs-content-sha256"},
		{"hash not signed", auth("x-acs-content-sha256;", ""), "IncompleteSignature"},
		{"other hash", set("x-acs-content-sha256", strings.Repeat("0", 64)), "InvalidContentSha256"},
		{"other body", func(r *Request) { r.Body = []byte("ImageId=m-2") }, "InvalidContentSha256"},
		{"other body and hash", func(r *Request) {
			r.Body = []byte("ImageId=m-2")
			r.Header.Set("x-acs-content-sha256", hexSHA256(r.Body))
		}, "SignatureDoesNotMatch"},
		{"token not signed", auth("x-acs-security-token;", ""), "IncompleteSignature"},
		{"two tokens", add("x-acs-security-token", "t"), "IncompleteSignature"},
		{"no token", del("x-acs-security-token"), "IncompleteSignature"},
		{"header without meaning", set("x-acs-trace", "1"), ""},
		{"added parameter", func(r *Request) { r.Query = decoded("RegionId=cn-hangzhou&Tag.1.Key=a+b&DryRun=true") }, "SignatureDoesNotMatch"},
		{"other method", func(r *Request) { r.Method = http.MethodGet }, "SignatureDoesNotMatch"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := goodV3(t)
			tt.change(r)
			if got := code(t, admit(r, testSecret)); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// sent is the signature in goodV3.
func sent(t *testing.T) string {
	_, signature, _ := strings.Cut(goodV3(t).Header.Get("Authorization"), "Signature=")
	return signature
}

// A relay must not be able to fold parameters into a key, or to turn one character of a
// key into another, with the help of the forms in which keys are not encoded.
func TestRefuseAmbiguousKeys(t *testing.T) {
	tests := []struct{ signed, relayed string }{
		{"A=1&DryRun=true&Z=2", "A%3D1%26DryRun%3Dtrue%26Z=2"},
		{"a+b=1", "a%2Bb=1"},
		{"a+b*=1", "a%2Bb*=1"},
		{"a%23=1", "a%2523=1"},
		{"a*=1", "a%252A=1"},
	}
	for _, tt := range tests {
		r := newV3(t, tt.signed, nil)
		V3(r, nil, "A", "1", testID, testSecret, "n", testTime)
		if err := admit(received(r, nil), testSecret); err != nil {
			t.Errorf("%s: %v", tt.signed, err)
		}
		r.URL.RawQuery = tt.relayed
		if got := code(t, admit(received(r, nil), testSecret)); got != "SignatureDoesNotMatch" {
			t.Errorf("%s, signed as %s: %q", tt.relayed, tt.signed, got)
		}
	}
}

// Each of the three ways to write keys is accepted where it is unambiguous.
func TestKeyForms(t *testing.T) {
	tests := []struct {
		query string
		forms []keyForm
	}{
		{"Tag.1.Key=a%26b&ImageId=m-1", []keyForm{keyEncoded}},
		{"Map.%23a=1", []keyForm{keyEncoded, keyRaw}},
		{"Map.%23a%2Ab=1", []keyForm{keyEncoded, keyRaw, keyRawStar}},
		{"a%2Bb=1", []keyForm{keyEncoded, keyRaw}},
		{"a%25*=1", []keyForm{keyEncoded}},
		{"a%0A*=1", []keyForm{keyEncoded}},
	}
	for _, tt := range tests {
		for _, form := range []keyForm{keyEncoded, keyRaw, keyRawStar} {
			r := newV3(t, tt.query, nil)
			V3(r, nil, "A", "1", testID, testSecret, "n", testTime)
			c, err := Parse(received(r, nil))
			if err != nil {
				t.Fatal(err)
			}
			c.signature = sumV3(testSecret, c.canonical.stringToSign(form, c.contentHash))
			same := c.canonical.stringToSign(form, "") == c.canonical.stringToSign(keyEncoded, "")
			for _, f := range tt.forms {
				same = same || c.canonical.stringToSign(form, "") == c.canonical.stringToSign(f, "")
			}
			if got := c.Verify(testSecret) == nil; got != same {
				t.Errorf("%s, form %d: accepted %v, want %v", tt.query, form, got, same)
			}
		}
	}
}

func TestParseTime(t *testing.T) {
	got, err := parseTime("2024-02-29T23:59:59Z")
	if want := time.Date(2024, 2, 29, 23, 59, 59, 0, time.UTC); err != nil || !got.Equal(want) {
		t.Errorf("%v, %v", got, err)
	}
	for _, s := range []string{
		"", "2024-02-29T23:59Z", "2024-02-29 23:59:59Z", "2024-02-29T23:59:59z", "2023-02-29T00:00:00Z",
		"2024-13-01T00:00:00Z", "2024-00-01T00:00:00Z", "2024-01-00T00:00:00Z", "2024-01-01T24:00:00Z",
		"2024-01-01T00:60:00Z", "2024-01-01T00:00:60Z", "2024-01-01T0:00:00.1Z", "2024-01-01T00:00:0:Z", "２024-01-01T00:00:Z",
	} {
		if _, err := parseTime(s); code(t, err) != "InvalidTimeStamp.Format" {
			t.Errorf("%q: %v", s, err)
		}
	}
}
