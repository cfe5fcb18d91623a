package server_test

import (
	"context"
	"errors"
	"html"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"sesame/internal/explain"
	"sesame/internal/server"
)

// FuzzOwnPages: whatever is asked of the console and the pages below /_sesame/, in a query, a
// form or a cookie, the answer is no panic and no fault of ours.
func FuzzOwnPages(f *testing.F) {
	keep := func(c *server.Config) { c.Requests = explain.NewRing(100, 1<<20) }
	srv, db := newServer(f, ":memory:", keep)
	fill(f, db)
	exposedToo, db := newServer(f, ":memory:", func(c *server.Config) { keep(c); exposed(c); c.Exposure.PlainHTTP = true })
	fill(f, db)
	session, formToken := openForm(f, srv)
	for _, page := range ownPages(f) {
		for _, others := range []bool{false, true} {
			f.Add(others, page.method == http.MethodPost, page.path, "", "", "")
		}
	}
	f.Add(false, false, "/_sesame/events", "account=ali&image=m-1&since=1h&behind=0000000000001.x.0", "", "")
	f.Add(true, true, "/_sesame/sign-in", "", "token="+token, "sesame-session=99999999999.AAAA")
	f.Add(false, false, "/_sesame/errors/DryRunOperation", "", "", "")
	f.Add(false, false, "/_sesame/explain/00000000-0000-0000-0000-000000000000", "", "", "")
	f.Add(false, false, "/_sesame/openapi/Ecs/2014-05-26/api-docs.json", "", "", "")
	f.Add(false, false, "/_sesame/metrics", "", "", "")
	f.Add(false, false, "/console/images/cn-hangzhou", "q=web&status=Available&sort=name&page=2&owner=self", "", "")
	f.Add(false, false, "/console/images/cn-hangzhou/m-1", "before=x", "", "")
	f.Add(false, false, "/console/families/cn-hangzhou/web", "", "", "")
	f.Add(false, false, "/console/explorer/ecs/ModifyImageAttribute", "ImageId=m-1&Features.NvmeSupport=supported&Tag.1.Key=%ff", "", "")
	f.Add(false, false, "/console/errors", "q=dry&status=400", "", "")
	f.Add(false, false, "/console/activity", "code=x&action=y", "", "")
	f.Add(false, true, "/console/images/cn-hangzhou/m-1/edit", "", "ImageName=b&Description=%00", "")
	f.Add(false, true, "/console/images/cn-hangzhou/m-1/share", "", "add=3&remove=1000000000000002", "")
	f.Add(false, true, "/console/images/cn-hangzhou/m-1/undo", "", "event=x", "")
	f.Add(false, true, "/console/explorer/ecs/DescribeImages", "", "RegionId=cn-hangzhou&ImageId=m-1", "")
	f.Add(false, true, "/console/errors/DryRunOperation", "", "example=0", "")
	f.Add(false, true, "/console/sign-in", "next=//elsewhere", "access_key_id=ali&access_key_secret=open-sesame", "session=AAAA.BBBB")
	f.Fuzz(func(t *testing.T, others, post bool, path, query, form, cookie string) {
		if !strings.HasPrefix(path, "/_sesame/") && !strings.HasPrefix(path, "/console/") {
			path = "/console/" + path
		}
		r := &http.Request{
			Method: http.MethodGet, Host: "localhost", Header: http.Header{}, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			URL: &url.URL{Path: path, RawQuery: query}, Body: http.NoBody, RemoteAddr: "127.0.0.1:1",
		}
		if post && cookie == "" { // a form of ours
			cookie, form = session, form+"&token="+url.QueryEscape(formToken)
		}
		if post {
			r.Method, r.Body, r.ContentLength = http.MethodPost, io.NopCloser(strings.NewReader(form)), int64(len(form))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		r.Header.Set("Cookie", cookie)
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond) // pages that follow what happens do not end
		defer cancel()
		w := httptest.NewRecorder()
		if others {
			exposedToo.ServeHTTP(w, r.WithContext(ctx))
		} else {
			srv.ServeHTTP(w, r.WithContext(ctx))
		}
		if w.Code >= 500 && ctx.Err() == nil {
			t.Errorf("%d %.300s", w.Code, w.Body)
		}
	})
}

var tokenField = regexp.MustCompile(`name="token" value="([^"]*)"`)

// openForm gives the cookie and the token without which the console takes no form.
func openForm(f *testing.F, srv http.Handler) (cookie, formToken string) {
	f.Helper()
	w := httptest.NewRecorder()
	srv.ServeHTTP(w, httptest.NewRequestWithContext(f.Context(), http.MethodGet, "http://localhost/console/images/cn-hangzhou/m-1", nil))
	m := tokenField.FindStringSubmatch(w.Body.String())
	if m == nil {
		f.Fatalf("%d, and no form: %.300s", w.Code, w.Body)
	}
	for _, c := range w.Result().Cookies() {
		cookie += c.Name + "=" + c.Value + "; "
	}
	return cookie, html.UnescapeString(m[1])
}

// How a page is put into a router, its address beginning with a text or a constant, and such constants.
var (
	pagePattern  = regexp.MustCompile(`\("(GET|POST) ([^"]*)"(?:\+(\w+))?(?:\+"([^"]*)")?, `)
	pathConstant = regexp.MustCompile(`(\w+)\s*=\s*"(/(?:_sesame|console)/[^"]*)"`)
	wildcard     = regexp.MustCompile(`\{([^}]+)\}`)
)

// wildcards are what pages are about.
var wildcards = map[string]string{
	"region": "cn-hangzhou", "id": "m-1", "form": "edit", "family": "web", "code": "DryRunOperation", "action": "DescribeImages",
	"product": "Ecs", "version": version, "hash": "0", "name": "heap", "$": "",
}

type ownPage struct{ method, path string }

// ownPages are all own pages, as the sources have them.
func ownPages(tb testing.TB) (all []ownPage) {
	tb.Helper()
	source := sources(tb, "*.go", "../console/*.go")
	constants := map[string]string{}
	for _, m := range pathConstant.FindAllStringSubmatch(source, -1) {
		constants[m[1]] = m[2]
	}
	for _, m := range pagePattern.FindAllStringSubmatch(source, -1) {
		path := wildcard.ReplaceAllStringFunc(m[2]+constants[m[3]]+m[4], func(name string) string {
			value, known := wildcards[strings.Trim(name, "{}")]
			if !known {
				tb.Errorf("%s: nothing is known for %s", m[0], name)
			}
			return value
		})
		if isPage := strings.HasPrefix(path, "/_sesame/") || strings.HasPrefix(path, "/console"); !isPage {
			tb.Errorf("%s is not understood", m[0])
		}
		all = append(all, ownPage{m[1], path})
	}
	if len(all) < 40 {
		tb.Errorf("only %d own pages were found", len(all))
	}
	return all
}

func sources(tb testing.TB, patterns ...string) string {
	tb.Helper()
	var text strings.Builder
	for _, pattern := range patterns {
		files, err := filepath.Glob(pattern)
		if err != nil {
			tb.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			part, err := os.ReadFile(file)
			if err != nil {
				tb.Fatal(err)
			}
			text.Write(part)
		}
	}
	return text.String()
}

// FuzzConnection: whatever comes over a connection, TLS or not, it is answered or closed, what
// is answered is HTTP, and what is answered with a fault of ours is none that we know of.
func FuzzConnection(f *testing.F) {
	srv, db := newServer(f, ":memory:", nil)
	fill(f, db)
	l, err := net.Listen("unix", filepath.Join(f.TempDir(), "s")) // ports run out
	if err != nil {
		f.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- srv.Serve(ctx, l) }()
	f.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			f.Error(err)
		}
	})
	const frame = "Action=DescribeImages&Version=" + version
	for _, seed := range []string{
		get(frame), get(frame) + get(frame), post("Format=JSON", frame, formType), get(frame)[:40], "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
		"POST / HTTP/1.1\r\nHost: ecs\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nTrailer: x\r\n\r\n",
		"POST / HTTP/1.1\r\nHost: ecs\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"GET http://elsewhere/?" + frame + " HTTP/1.0\r\n\r\n", "CONNECT ecs:443 HTTP/1.1\r\nHost: ecs:443\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: ecs\r\nExpect: 100-continue\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, sent []byte) {
		c, err := net.Dial("unix", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if err := c.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
			t.Fatal(err)
		}
		go func() { // the server may answer before it has read all
			_, _ = c.Write(sent)
			_ = c.(*net.UnixConn).CloseWrite()
		}()
		// An error is a connection that was closed before all that was sent had been read.
		answer, err := io.ReadAll(c)
		if timeout := net.Error(nil); errors.As(err, &timeout) && timeout.Timeout() {
			t.Fatalf("neither answered nor closed: %q", answer)
		}
		status, _, _ := strings.Cut(string(answer), "\r\n")
		switch {
		case status == "", status[0] == '\x15', status[0] == '\x16': // closed; TLS
		case !strings.HasPrefix(status, "HTTP/1."), strings.HasPrefix(status[8:], " 500"):
			t.Errorf("%q", answer)
		}
	})
}
