package rpc_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"sesame/internal/apierr"
	"sesame/internal/rpc"
)

const formType = "application/x-www-form-urlencoded"

// request makes a request with a raw query, which httptest.NewRequest would refuse to
// take if it were odd.
func request(method, query, contentType string, body io.Reader) *http.Request {
	r := httptest.NewRequest(method, "http://127.0.0.1:8080/", body)
	r.URL.RawQuery = query
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return r
}

func read(t *testing.T, r *http.Request) *rpc.Request {
	t.Helper()
	req, err := rpc.Read(httptest.NewRecorder(), r)
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return req
}

func list(p *rpc.Params) []string {
	var out []string
	for k, v := range p.All() {
		out = append(out, k+"="+v)
	}
	return out
}

func TestReadQuery(t *testing.T) {
	tests := []struct {
		query string
		want  []string
	}{
		{"", nil},
		{"&&", nil},
		{"b=2&a=1&B=3", []string{"B=3", "a=1", "b=2"}},
		{"a=first&b=&a=second", []string{"a=first", "b="}},
		{"a", []string{"a="}},
		{"=v", []string{"=v"}},
		{"a=b=c", []string{"a=b=c"}},
		{"a=1;b=2", []string{"a=1;b=2"}},
		{"Tag.2.Key=c&Tag.10.Key=b&Tag.1.Key=a", []string{"Tag.1.Key=a", "Tag.10.Key=b", "Tag.2.Key=c"}},
		{"n=a%2Bb+c%2Ad~e%2Ff%3F%E4%B8%AD%e6%96%87+%2525", []string{"n=a+b c*d~e/f?中文 %25"}},
		{"n=中文!'()*", []string{"n=中文!'()*"}},
		{"%54ag.1.Key=x&a+b=y", []string{"Tag.1.Key=x", "a b=y"}},
	}
	for _, tt := range tests {
		req := read(t, request("GET", tt.query, "", nil))
		if diff := cmp.Diff(tt.want, list(&req.Query)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.query, diff)
		}
		if diff := cmp.Diff(tt.want, list(&req.Params)); diff != "" {
			t.Errorf("%q merged (-want +got):\n%s", tt.query, diff)
		}
		if got := req.Params.Len(); got != len(tt.want) {
			t.Errorf("%q: Len = %d", tt.query, got)
		}
	}
}

func TestReadMergesQueryAndForm(t *testing.T) {
	for _, contentType := range []string{formType, "Application/X-WWW-Form-Urlencoded; charset=UTF-8"} {
		req := read(t, request("POST", "b=query&a=1", contentType, strings.NewReader("c=3&b=form&d=x+y%21")))
		if diff := cmp.Diff([]string{"a=1", "b=query", "c=3", "d=x y!"}, list(&req.Params)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", contentType, diff)
		}
		if diff := cmp.Diff([]string{"b=form", "c=3", "d=x y!"}, list(&req.Form)); diff != "" {
			t.Errorf("%s form (-want +got):\n%s", contentType, diff)
		}
		if got := string(req.Body); got != "c=3&b=form&d=x+y%21" {
			t.Errorf("Body = %q", got)
		}
	}
	if v, ok := read(t, request("GET", "a=", formType, nil)).Params.Get("a"); v != "" || !ok {
		t.Errorf("a GET with a form type and no body: a = %q, %v", v, ok)
	}
	other := read(t, request("POST", "a=1", "multipart/form-data; boundary=x", strings.NewReader("--x--")))
	if other.Form.Len() != 0 || string(other.Body) != "--x--" {
		t.Errorf("multipart: Form %v, Body %q", list(&other.Form), other.Body)
	}
}

// acs3 is a request with a JSON body that claims an ACS3 signature.
func acs3(query, body string) *http.Request {
	r := request("POST", query, "application/json; charset=utf-8", strings.NewReader(body))
	r.Header.Set("Authorization", "ACS3-HMAC-SHA256 Credential=x")
	return r
}

func TestReadJSONBody(t *testing.T) {
	body := `{"ImageId":"m-1","DryRun":true,"Size":40,"Gone":null,"Features":{"NvmeSupport":"supported"},
		"Tag":[{"Key":"k\u4e2d\ud83d\ude00"},{}],"AddAccount":["1","2"],"ImageId":"m-2"}`
	req := read(t, acs3("Size=20", body))
	want := []string{
		"AddAccount.1=1", "AddAccount.2=2", "DryRun=true", "Features.NvmeSupport=supported",
		"ImageId=m-1", "Size=20", "Tag.1.Key=k中😀",
	}
	if diff := cmp.Diff(want, list(&req.Params)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	unsigned := read(t, request("POST", "Size=20", "application/json", strings.NewReader(body)))
	if got := list(&unsigned.Params); len(got) != 1 {
		t.Errorf("a JSON body that no signature covers gave %v", got)
	}
	deep := `{"a":` + strings.Repeat("[", 30) + strings.Repeat("]", 30) + `}`
	long := `{"a":[` + strings.Repeat("1,", 1000) + `1]}`
	wide := "{"
	for i := range 2001 {
		wide += fmt.Sprintf(`"k%d":1,`, i)
	}
	wide += `"z":1}`
	for _, bad := range []string{
		`[]`, `"x"`, `1`, `{`, `{"a"}`, `{"a":1}{}`, `{"a":}`, `{"a":"\ud800"}`, `{"a":"\udc00\ud800"}`,
		`{"a":"\ud800\n"}`, `{"a":"\u0000"}`, "{\"a\":\"\xff\"}", `{"` + strings.Repeat("k", 600) + `":1}`, deep, long, wide,
	} {
		_, err := rpc.Read(nil, acs3("", bad))
		if !errors.Is(err, apierr.InvalidParameter) {
			t.Errorf("%.40q: %v", bad, err)
		}
	}
	for _, fine := range []string{"", " ", "null", "{}", `{"a":"\\ud800"}`, `{"a":"\ufffd"}`} {
		read(t, acs3("", fine))
	}
}

func TestReadRefuses(t *testing.T) {
	many := strings.Repeat("a=1&", 2001)
	tests := []struct {
		name, method, query, body string
		want                      *apierr.Error
	}{
		{"method", "PUT", "Action=X", "", apierr.UnsupportedHTTPMethod},
		{"method before query", "DELETE", "a=%", "", apierr.UnsupportedHTTPMethod},
		{"format", "GET", "Format=YAML", "", apierr.InvalidFormat},
		{"query before format", "GET", "Format=YAML&a=%zz", "", apierr.InvalidParameter.With("a")},
		{"cut escape", "GET", "a=%4", "", apierr.InvalidParameter.With("a")},
		{"utf-8", "GET", "Imag%65=%FF", "", apierr.InvalidParameter.With("Image")},
		{"overlong utf-8", "GET", "a=%C0%AF", "", apierr.InvalidParameter.With("a")},
		{"surrogate", "GET", "a=%ED%A0%80", "", apierr.InvalidParameter.With("a")},
		{"raw utf-8", "GET", "a=\xff", "", apierr.InvalidParameter.With("a")},
		{"nul", "GET", "a=x%00", "", apierr.InvalidParameter.With("a")},
		{"broken key", "GET", "a%=x", "", apierr.InvalidParameter.With("Query")},
		{"nul in a form", "POST", "", "a=\x00", apierr.InvalidParameter.With("a")},
		{"broken key in a form", "POST", "", "%ff=x", apierr.InvalidParameter.With("Body")},
		{"many", "GET", many, "", &apierr.Error{Status: 400, Code: "InvalidParameter", Message: "The request has more than 2000 parameters."}},
		{"many together", "POST", many[:4*1500], many[:4*501], &apierr.Error{Status: 400, Code: "InvalidParameter", Message: "The request has more than 2000 parameters."}},
		{"long key", "GET", strings.Repeat("k", 513) + "=1", "", &apierr.Error{Status: 400, Code: "InvalidParameter", Message: "The name of a parameter is longer than 512 bytes."}},
		{"large query", "GET", strings.Repeat("k", 1<<20+1), "", &apierr.Error{Status: 400, Code: "InvalidParameter", Message: "The request query is larger than 1048576 bytes."}},
		{"large body", "POST", "", strings.Repeat("k", 1<<20+1), &apierr.Error{Status: 400, Code: "InvalidParameter", Message: "The request body is larger than 1048576 bytes."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			req, err := rpc.Read(httptest.NewRecorder(), request(tt.method, tt.query, formType, strings.NewReader(tt.body)))
			if diff := cmp.Diff(error(tt.want), err); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if req == nil || req.Method != tt.method || req.Host != "127.0.0.1:8080" {
				t.Errorf("request = %+v", req)
			}
		})
	}
	read(t, request("GET", many[:4*2000-1], "", nil))
	read(t, request("GET", strings.Repeat("k", 512)+"=1", "", nil))
}

func TestReadBodyFails(t *testing.T) {
	broken := request("POST", "Format=JSON", formType, iotest.ErrReader(errors.New("gone")))
	req, err := rpc.Read(nil, broken)
	if want := error(apierr.InvalidParameter.With("Body")); !cmp.Equal(want, err) || req.Format != rpc.JSON {
		t.Errorf("broken: %v, %v", err, req.Format)
	}
	endless := request("POST", "", formType, endlessReader{})
	endless.ContentLength = -1
	if _, err := rpc.Read(nil, endless); err == nil || !strings.Contains(err.Error(), "larger") {
		t.Errorf("endless: %v", err)
	}
}

type endlessReader struct{}

func (endlessReader) Read(p []byte) (int, error) { return len(p), nil }

func TestReadFormat(t *testing.T) {
	tests := []struct {
		query, accept, authorization string
		want                         rpc.Format
	}{
		{"", "", "", rpc.XML},
		{"Format=json", "", "", rpc.JSON},
		{"Format=JSON", "text/xml", "", rpc.JSON},
		{"Format=xml", "application/json", "ACS3-HMAC-SHA256 x", rpc.XML},
		{"Format=", "application/json", "", rpc.JSON},
		{"", "text/json; q=0.5", "", rpc.JSON},
		{"", "text/html, application/xml;q=0.9, application/json", "", rpc.XML},
		{"", "*/*", "ACS3-HMAC-SHA256 Credential=x", rpc.JSON},
		{"", "text/xml", "ACS3-HMAC-SHA256 Credential=x", rpc.XML},
		{"", "", "Basic x", rpc.XML},
		{"a=%&Format=JSON", "", "", rpc.JSON},
		{"Format=YAML", "application/json", "", rpc.JSON},
	}
	for _, tt := range tests {
		r := request("GET", tt.query, "", nil)
		if tt.accept != "" {
			r.Header.Set("Accept", tt.accept)
		}
		r.Header.Set("Authorization", tt.authorization)
		if req, _ := rpc.Read(nil, r); req.Format != tt.want {
			t.Errorf("%q, %q, %q: %v, want %v", tt.query, tt.accept, tt.authorization, req.Format, tt.want)
		}
	}
	inForm := request("POST", "", formType, strings.NewReader("Format=JSON"))
	if got := read(t, inForm).Format; got != rpc.JSON {
		t.Errorf("in the form: %v", got)
	}
}

func TestReadActionAndVersion(t *testing.T) {
	tests := []struct{ query, action, version, wantAction, wantVersion string }{
		{"Action=A&Version=1", "B", "2", "A", "1"},
		{"", "modifyImageAttribute", "2014-05-26", "ModifyImageAttribute", "2014-05-26"},
		{"Action=modifyImageAttribute", "", "", "modifyImageAttribute", ""},
		{"Action=&Version=", "b", "2", "B", "2"},
		{"", "", "", "", ""},
	}
	for _, tt := range tests {
		r := request("GET", tt.query, "", nil)
		r.Header.Set("x-acs-action", tt.action)
		r.Header.Set("x-acs-version", tt.version)
		if req := read(t, r); req.Action != tt.wantAction || req.Version != tt.wantVersion {
			t.Errorf("%+v: %q, %q", tt, req.Action, req.Version)
		}
	}
}

func TestNilParams(t *testing.T) {
	var p *rpc.Params
	if _, ok := p.Get("a"); ok || p.Len() != 0 || list(p) != nil {
		t.Error("a nil *Params is not empty")
	}
	if (&rpc.Call{}).Present("a") || !(&rpc.Call{Params: rpc.NewParams(map[string]string{"a": ""})}).Present("a") {
		t.Error("Present")
	}
}

// checkSame compares what was read with what net/url, which keeps all values of a key,
// says of the same text; it leaves the rest to the caller if net/url refuses it.
func checkSame(t *testing.T, text string, got *rpc.Params, err error) {
	t.Helper()
	if strings.Contains(text, ";") { // net/url refuses these
		return
	}
	values, urlErr := url.ParseQuery(text)
	if err == nil && urlErr != nil {
		t.Fatalf("%q was accepted, net/url says %v", text, urlErr)
	}
	if err != nil {
		return
	}
	if got.Len() != len(values) {
		t.Fatalf("%q: %d keys, want %d", text, got.Len(), len(values))
	}
	var keys []string
	for k, v := range got.All() {
		if v != values.Get(k) || !utf8.ValidString(k+v) || strings.Contains(k+v, "\x00") {
			t.Fatalf("%q: %q = %q, want %q", text, k, v, values.Get(k))
		}
		keys = append(keys, k)
	}
	if want := slices.Sorted(maps.Keys(values)); !slices.Equal(keys, want) {
		t.Fatalf("%q: keys %q, want %q", text, keys, want)
	}
}

// encoded is the round trip: what was read, sent again.
func encoded(p *rpc.Params) string {
	values := url.Values{}
	for k, v := range p.All() {
		values.Set(k, v)
	}
	return values.Encode()
}

func FuzzReadQuery(f *testing.F) {
	for _, seed := range []string{"", "a=1&b=2", "b&a=%41+", "a=%", "=&&=", "a=\xff", "Format=JSON&Tag.1.Key=%E4%B8%AD", "x=1;y=2"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		req, err := rpc.Read(nil, request("GET", query, "", nil))
		checkSame(t, query, &req.Query, ignoreFormat(err))
		if err != nil {
			return
		}
		again := read(t, request("GET", encoded(&req.Query), "", nil))
		if diff := cmp.Diff(list(&req.Query), list(&again.Query)); diff != "" {
			t.Fatalf("%q after a round trip (-want +got):\n%s", query, diff)
		}
	})
}

func FuzzForm(f *testing.F) {
	f.Add(formType, []byte("a=1&b=2"))
	f.Add(formType+"; charset=utf-8", []byte("a=%00"))
	f.Add("application/json", []byte(`{"a":[{"b":"\ud83d\ude00"}]}`))
	f.Add("", []byte("x"))
	f.Fuzz(func(t *testing.T, contentType string, body []byte) {
		req, err := rpc.Read(nil, request("POST", "", contentType, bytes.NewReader(body)))
		if contentType == formType {
			checkSame(t, string(body), &req.Form, ignoreFormat(err))
		}
		if err != nil {
			return
		}
		if !bytes.Equal(body, req.Body) {
			t.Fatalf("Body = %q, want %q", req.Body, body)
		}
		again := read(t, request("POST", "", formType, strings.NewReader(encoded(&req.Form))))
		if diff := cmp.Diff(list(&req.Form), list(&again.Form)); diff != "" {
			t.Fatalf("%q after a round trip (-want +got):\n%s", body, diff)
		}
	})
}

func ignoreFormat(err error) error {
	if errors.Is(err, apierr.InvalidFormat) {
		return nil
	}
	return err
}

const typicalQuery = "AccessKeyId=LTAI5tTestAccessKeyId0001&Action=ModifyImageAttribute&Description=a%2Bb+c%2Ad~e&Features.NvmeSupport=supported" +
	"&Format=JSON&ImageFamily=hangzhou-daily-update&ImageId=m-bp1source0000000000&ImageName=web+base&RegionId=cn-hangzhou" +
	"&Signature=y%2FuSyDBOFjW38t6R68vdu16i%2F7g%3D&SignatureMethod=HMAC-SHA1&SignatureNonce=c92f5e414eafab77a318596cc53dc42b" +
	"&SignatureType=&SignatureVersion=1.0&Timestamp=2026-11-23T11%3A25%3A32Z"

func BenchmarkRead(b *testing.B) {
	unsorted := strings.Split(typicalQuery, "&")
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(unsorted), func(i, j int) { unsorted[i], unsorted[j] = unsorted[j], unsorted[i] })
	for name, query := range map[string]string{"sorted": typicalQuery, "unsorted": strings.Join(unsorted, "&")} {
		b.Run(name, func(b *testing.B) {
			r := request("POST", query, formType, nil)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := rpc.Read(nil, r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
