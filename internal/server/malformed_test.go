package server_test

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestMalformed sends what no client should: it is refused in the format that the caller
// asked for, and it is never our fault.
func TestMalformed(t *testing.T) {
	r := start(t, nil)
	const frame = "Action=DescribeImages&Version=" + version
	many := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "&p%d=", i)
		}
		return b.String()
	}
	tests := []struct {
		about, request string
		code           string
	}{
		{"invalid UTF-8", get(frame + "&FORMAT&ImageName=%ff%fe"), "InvalidParameter"},
		{"raw bytes", get(frame + "&FORMAT&ImageName=\xff"), "InvalidParameter"},
		{"overlong UTF-8", get(frame + "&FORMAT&ImageName=%c0%80"), "InvalidParameter"},
		{"surrogates", get(frame + "&FORMAT&ImageName=%ed%a0%80"), "InvalidParameter"},
		{"NUL", get(frame + "&FORMAT&ImageName=a%00b"), "InvalidParameter"},
		{"key in invalid UTF-8", get(frame + "&FORMAT&%ff=x"), "InvalidParameter"},
		{"half an escape", get(frame + "&FORMAT&ImageName=%4"), "InvalidParameter"},
		{"no escape", get(frame + "&FORMAT&ImageName=%zz"), "InvalidParameter"},
		{"long key", get(frame + "&FORMAT&" + strings.Repeat("k", 513) + "=x"), "InvalidParameter"},
		{"3,000 parameters", get(frame + "&FORMAT" + many(3000)), "InvalidParameter"},
		{"3,000 in a form", post("FORMAT", frame+many(3000), formType), "InvalidParameter"},
		{"1,500 in each", post("FORMAT"+many(1500), frame+many(1500), formType), "InvalidParameter"},
		// It is not read, so that the caller's format is that of the header.
		{"long query", get(frame+"&ImageName="+strings.Repeat("x", 1<<20), "Accept: application/FORMAT"), "InvalidParameter"},
		{"long body", post("FORMAT", frame+"&ImageName="+strings.Repeat("x", 1<<20), formType), "InvalidParameter"},
		{"long body, in chunks", post("FORMAT", chunkOf(frame+"&ImageName="+strings.Repeat("x", 1<<20)), formType, "Transfer-Encoding: chunked"), "InvalidParameter"},
		{"long text", post("FORMAT&"+frame, strings.Repeat("x", 2<<20), "Content-Type: text/plain"), "InvalidParameter"},
		{"broken form", post("FORMAT", frame+"&ImageName=%", formType), "InvalidParameter"},
		{"unsigned JSON", post("FORMAT", `{"Action":"DescribeImages"}`, "Content-Type: application/json"), "InvalidAction.NotFound"},
		{"PUT", strings.Replace(get(frame+"&FORMAT"), "GET", "PUT", 1), "UnsupportedHTTPMethod"},
		{"DELETE", strings.Replace(get(frame+"&FORMAT"), "GET", "DELETE", 1), "UnsupportedHTTPMethod"},
		{"OPTIONS", strings.Replace(get(frame+"&FORMAT"), "GET", "OPTIONS", 1), "UnsupportedHTTPMethod"},
		{"PATCH", strings.Replace(post("FORMAT&"+frame, "x"), "POST", "PATCH", 1), "UnsupportedHTTPMethod"},
		{"get", strings.Replace(get(frame+"&FORMAT"), "GET", "get", 1), "UnsupportedHTTPMethod"},
		{"unsigned", get(frame + "&FORMAT"), "MissingAccessKeyId"},
	}
	for _, tt := range tests {
		for format, start := range map[string]string{"JSON": "{", "XML": "<?xml"} {
			request := strings.Replace(tt.request, "/FORMAT", "/"+strings.ToLower(format), 1)
			request = strings.Replace(request, "FORMAT", "Format="+format, 1)
			a := r.raw(request)
			if a.status < 400 || a.status > 499 || a.Code != tt.code || !strings.HasPrefix(a.body, start) || a.RequestID == "" || a.HostID != "ecs" {
				t.Errorf("%s in %s: %d %s, want %s", tt.about, format, a.status, a.body, tt.code)
			}
		}
	}
}

func chunkOf(s string) string { return fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(s), s) }

// What can be signed and still is nonsense.
func TestWrongTypes(t *testing.T) {
	r := start(t, nil)
	for _, pair := range [][2]string{
		{"PageSize", "ten"},
		{"PageSize", "1e1"},
		{"PageSize", "9223372036854775808"},
		{"PageSize", " 1"},
		{"PageNumber", "0x1"},
		{"DryRun", "yes"},
		{"IsPublic", "2"},
		{"ImageOwnerId", "1.5"},
		{"Tag.99999999999999999999.Key", "k"},
		{"Tag.1001.Key", "k"},
		{"Tag.0.Key", "k"},
		{"Tag.-1.Key", "k"},
		{"Tag.01.Key", "k"},
		{"Tag.N.Key", "k"},
		{"Tag.1..Key", "k"},
		{"Tag.1.", "k"},
		{"Tag..Key", "k"},
		{"Tag.1.Key.", "k"},
		{"Tag", "{"},
		{"Tag", "x"},
		{"Tag", `{"Key":"k"}`},
		{"Tag", `[{"Key":[`},
		{"Tag", strings.Repeat("[", 1000)},
		{"Filter.1", "x"},
		{"Filter", "[1]"},
	} {
		a := r.raw(get(signed("DescribeImages", "RegionId", "cn-hangzhou", pair[0], pair[1])))
		if a.status != 200 && a.Code != "InvalidParameter" || a.status >= 500 {
			t.Errorf("%s=%s: %d %s", pair[0], pair[1], a.status, a.body)
		}
		if a.status == 200 && !strings.HasPrefix(pair[0], "Tag.1.") {
			t.Errorf("%s=%s was taken", pair[0], pair[1])
		}
	}
	for _, name := range []string{strings.Repeat("镜", 10000), "\u202e\ufeff\uffff", "'\"\\;--", "${jndi:ldap://x}", "🐫"} {
		r.raw(get(signed("ModifyImageAttribute", "RegionId", "cn-hangzhou", "ImageId", "m-1", "ImageName", name))).
			want(t, "a strange name", 400, "InvalidImageName.Malformed")
		r.raw(get(signed("DescribeImages", "RegionId", "cn-hangzhou", "ImageId", name, "ImageName", name, "Status", name, "Tag.1.Key", name))).
			want(t, "a strange filter", 200, "")
		r.raw(get(signed("DeleteImage", "RegionId", "cn-hangzhou", "ImageId", name))).want(t, "a strange id", 200, "")
	}
}

// What is no HTTP never reaches us: the HTTP library refuses it, without our envelope.
func TestNoHTTP(t *testing.T) {
	r := start(t, nil)
	for _, request := range []string{
		"hello\r\n\r\n", "GET / HTTP/3.0\r\nHost: ecs\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: ecs\r\nContent-Length: x\r\n\r\n", "GET  HTTP/1.1\r\nHost: ecs\r\n\r\n",
		"GET /%zz HTTP/1.1\r\nHost: ecs\r\n\r\n", "POST / HTTP/1.1\r\nHost: ecs\r\nTransfer-Encoding: gzip\r\n\r\n",
	} {
		if a := r.raw(request); (a.status < 400 || a.status > 499) && a.status != 501 && a.status != 505 {
			t.Errorf("%.60q: %d", request, a.status)
		}
	}
	// A header without end: cut off, whether or not the refusal still arrives.
	c := r.dial()
	go func() { _, _ = io.WriteString(c, "GET / HTTP/1.1\r\nHost: ecs\r\nX: "+strings.Repeat("x", 3<<20)) }()
	if rest, _ := io.ReadAll(c); len(rest) > 0 && !strings.HasPrefix(string(rest), "HTTP/1.1 431 ") {
		t.Errorf("%.60q", rest)
	}
	// A body that never was in chunks.
	c = r.dial()
	_, _ = io.WriteString(c, "POST /?Format=JSON HTTP/1.1\r\nHost: ecs\r\n"+formType+"\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.read(resp).want(t, "no chunks", 400, "InvalidParameter")
}

// HEAD is refused like other methods; its answer has no body.
func TestHead(t *testing.T) {
	r := start(t, nil)
	resp, err := http.Head("http://" + r.addr + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != 403 || resp.Header.Get("X-Acs-Request-Id") == "" {
		t.Errorf("%d %v", resp.StatusCode, resp.Header)
	}
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
}

// Who sends a header, a body or a TLS handshake too slowly is cut off, and so is who says nothing more.
func TestSlowClients(t *testing.T) {
	const patience = 200 * time.Millisecond
	for name, c := range map[string]struct {
		header, read, idle time.Duration
		sent               string
	}{
		"nothing":     {patience, time.Minute, time.Minute, ""},
		"first line":  {patience, time.Minute, time.Minute, "G"},
		"header":      {patience, time.Minute, time.Minute, "GET / HTTP/1.1\r\nHost: ecs\r\nX-Slow: "},
		"handshake":   {patience, time.Minute, time.Minute, "\x16\x03\x01"},
		"body":        {time.Minute, patience, time.Minute, "POST / HTTP/1.1\r\nHost: ecs\r\n" + formType + "\r\nContent-Length: 1000\r\n\r\nAction=Describe"},
		"next header": {time.Minute, time.Minute, patience, "GET /_sesame/health HTTP/1.1\r\nHost: ecs\r\n\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv, db := newServer(t, ":memory:", nil)
			srv.SetTimeouts(c.header, c.read, time.Minute, c.idle)
			r := serve(t, srv, db)
			conn := r.dial()
			if _, err := io.WriteString(conn, c.sent); err != nil {
				t.Fatal(err)
			}
			rest, err := io.ReadAll(conn) // to the end of the connection: that of the test's patience is an error
			if err != nil || name != "next header" && strings.HasPrefix(string(rest), "HTTP/1.1 200") {
				t.Errorf("%q, %v", rest, err)
			}
			// Others are served meanwhile, over TLS too.
			r.exchange(tls.Client(r.dial(), &tls.Config{InsecureSkipVerify: true}), get(signed("DescribeRegions"))).want(t, "in time", 200, "")
		})
	}
}

// Who asks and does not read the answers is cut off.
func TestSlowReader(t *testing.T) {
	srv, db := newServer(t, ":memory:", nil)
	srv.SetTimeouts(time.Minute, time.Minute, 200*time.Millisecond, time.Minute)
	r := serve(t, srv, db)
	const (
		request = "GET /_sesame/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
		times   = 200 // more than any system keeps of a connection that is not read
	)
	one := int64(len(r.raw(request).body))
	c := r.dial()
	if _, err := io.WriteString(c, strings.Repeat(request, times)); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); ; {
		if _, err := io.WriteString(c, request); err != nil { // the server hung up
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("not cut off")
		}
		time.Sleep(20 * time.Millisecond)
	}
	if got, _ := io.Copy(io.Discard, c); got >= times*one {
		t.Errorf("%d bytes of answers: nothing was held back", got)
	}
}

func TestHealth(t *testing.T) {
	r := start(t, nil)
	for path, want := range map[string]string{"/_sesame/health": "ok\n", "/_sesame/certificate.pem": "-----BEGIN CERTIFICATE-----"} {
		a := r.raw("GET " + path + " HTTP/1.1\r\nHost: ecs\r\n\r\n")
		if a.status != 200 || !strings.HasPrefix(a.body, want) {
			t.Errorf("%s: %d %q", path, a.status, a.body)
		}
	}
	if a := r.raw("GET /_sesame/nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"); a.status != 404 {
		t.Errorf("%d %s", a.status, a.body)
	}
}
