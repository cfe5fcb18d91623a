package server_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"sesame/internal/rpc"
	"sesame/internal/server"
	"sesame/internal/sign"
)

// Clients use the server as an HTTP_PROXY, and under any name.
func TestRequestLines(t *testing.T) {
	r := start(t, nil)
	for _, target := range []string{"/?", "/?&", "http://ecs-cn-hangzhou.aliyuncs.com/?", "http://ecs.aliyuncs.com?", "http://127.0.0.1:1/?"} {
		for _, host := range []string{"ecs-cn-hangzhou.aliyuncs.com", "127.0.0.1:18080", "[::1]", "anything"} {
			a := r.raw("GET " + target + signed("DescribeRegions") + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
			a.want(t, target+" of "+host, 200, "")
		}
	}
	a := r.raw("GET http://ecs.aliyuncs.com/?" + signed("DescribeZones") + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
	a.want(t, "absolute form", 400, "MissingParameter")
	if a.HostID != "ecs.aliyuncs.com" {
		t.Errorf("HostId %q", a.HostID)
	}
	for _, path := range []string{"/api?", "//?", "/index.html?"} {
		r.raw("GET "+path+signed("DescribeRegions")+" HTTP/1.1\r\nHost: ecs\r\n\r\n").want(t, path, 404, "InvalidAction.NotFound")
	}
	r.raw("GET /?"+signed("DescribeRegions")+" HTTP/1.0\r\n\r\n").want(t, "HTTP/1.0", 200, "")
}

// Plain HTTP and TLS on one port, both on connections that are used again.
func TestBothProtocols(t *testing.T) {
	r := start(t, nil)
	silent := r.dial() // who sends nothing holds up nobody
	defer silent.Close()
	for _, scheme := range []string{"http", "https"} {
		// The certificate's names are looked at by the tests of sesametest.
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
		for range 3 {
			resp, err := client.Get(scheme + "://" + r.addr + "/?" + signed("DescribeRegions"))
			if err != nil {
				t.Fatal(err)
			}
			r.read(resp).want(t, scheme, 200, "")
		}
		client.CloseIdleConnections()
	}
	c := r.dial()
	for range 3 {
		r.exchange(c, get(signed("DescribeRegions"))).want(t, "kept alive", 200, "")
	}
}

func TestManyConnections(t *testing.T) {
	r := start(t, nil)
	var wg sync.WaitGroup
	for n := range 32 {
		wg.Go(func() {
			client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
			defer client.CloseIdleConnections()
			scheme := []string{"http", "https"}[n%2]
			for range 4 {
				resp, err := client.Get(scheme + "://" + r.addr + "/?" + signed("DescribeZones", "RegionId", "cn-hangzhou", "Verbose", "false"))
				if err != nil {
					t.Error(err)
					return
				}
				r.read(resp).want(t, scheme, 200, "")
			}
		})
	}
	wg.Wait()
}

func TestBodies(t *testing.T) {
	r := start(t, nil)
	v1 := func(params url.Values) url.Values {
		return sign.V1(http.MethodPost, params, "ali", "open-sesame", rand.Text(), now)
	}
	form := v1(parameters("DescribeZones", "RegionId", "cn-hangzhou")).Encode()
	r.raw(post("", form, formType)).want(t, "form", 200, "")

	form = v1(parameters("DescribeZones", "RegionId", "cn-hangzhou")).Encode()
	r.raw(post("", chunks(form), formType, "Transfer-Encoding: chunked")).want(t, "chunked", 200, "")

	form = v1(parameters("DescribeZones", "RegionId", "cn-hangzhou")).Encode()
	r.raw(strings.NewReplacer("Host:", "host:", "Content-Type:", "content-type:", "Content-Length:", "content-length:").
		Replace(post("", form, formType+"; charset=utf-8"))).want(t, "small letters", 200, "")

	// As Terraform sends it: ImageId in the query, the rest in the form, all of it signed.
	all := v1(parameters("ModifyImageAttribute", "RegionId", "cn-hangzhou", "ImageId", "m-none", "Description", ""))
	query := url.Values{"ImageId": all["ImageId"]}
	all.Del("ImageId")
	r.raw(post(query.Encode(), all.Encode(), formType)).want(t, "query and form", 404, "InvalidImageId.NotFound")

	// A parameter in both: the query wins, and both were signed.
	all = v1(url.Values{"Action": {"DescribeZones"}, "Version": {version}, "RegionId": {"cn-hangzhou", "cn-nowhere"}, "Format": {"JSON"}})
	query = url.Values{"RegionId": {"cn-hangzhou"}}
	all.Set("RegionId", "cn-nowhere")
	r.raw(post(query.Encode(), all.Encode(), formType)).want(t, "twice", 200, "")

	// Added to the form after signing.
	form = v1(parameters("DescribeZones", "RegionId", "cn-hangzhou")).Encode()
	r.raw(post("", form+"&Verbose=false", formType)).want(t, "added", 400, "SignatureDoesNotMatch")

	// A body of another type is not looked into.
	signedQuery := sign.V1(http.MethodPost, parameters("DescribeRegions"), "ali", "open-sesame", rand.Text(), now).Encode()
	r.raw(post(signedQuery, "Action=DeleteImage", "Content-Type: text/plain")).want(t, "text", 200, "")
}

// chunks is a body in pieces of seven bytes.
func chunks(body string) string {
	var b strings.Builder
	for len(body) > 0 {
		n := min(7, len(body))
		fmt.Fprintf(&b, "%x\r\n%s\r\n", n, body[:n])
		body = body[n:]
	}
	return b.String() + "0\r\n\r\n"
}

func TestV3Bodies(t *testing.T) {
	r := start(t, nil)
	tests := []struct {
		about, query, contentType, body string
		status                          int
		code                            string
	}{
		{"query", "RegionId=cn-hangzhou", "", "", 200, ""},
		{"form", "", "application/x-www-form-urlencoded", "RegionId=cn-hangzhou&Verbose=false", 200, ""},
		{"query and form", "RegionId=cn-hangzhou", "application/x-www-form-urlencoded", "Verbose=maybe", 400, "InvalidParameter"},
		{"JSON", "", "application/json; charset=utf-8", `{"RegionId":"cn-hangzhou","Verbose":false}`, 200, ""},
		{"bad JSON", "", "application/json", `{"RegionId":`, 400, "InvalidParameter"},
		{"nothing", "", "", "", 400, "MissingParameter"},
	}
	for _, tt := range tests {
		req, err := http.NewRequest(http.MethodPost, "http://"+r.addr+"/?"+tt.query, strings.NewReader(tt.body))
		if err != nil {
			t.Fatal(err)
		}
		if tt.contentType != "" {
			req.Header.Set("Content-Type", tt.contentType)
		}
		sign.V3(req, []byte(tt.body), "DescribeZones", version, "ali", "open-sesame", rand.Text(), now)
		resp, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		r.read(resp).want(t, tt.about, tt.status, tt.code)
		// The body is under the signature.
		if tt.body != "" && tt.status == 200 {
			req.Body = io.NopCloser(strings.NewReader(strings.Replace(tt.body, "cn-hangzhou", "cn-shanghai", 1)))
			resp, err := http.DefaultTransport.RoundTrip(req)
			if err != nil {
				t.Fatal(err)
			}
			r.read(resp).want(t, tt.about+", changed", 400, "InvalidContentSha256")
		}
	}
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
}

func TestFormats(t *testing.T) {
	const asXML, asJSON = "text/xml;charset=utf-8", "application/json;charset=utf-8"
	r := start(t, nil)
	tests := []struct{ format, accept, want string }{
		{"", "", asXML},
		{"", "*/*", asXML},
		{"", "application/json", asJSON},
		{"", "text/html, application/json;q=0.9, */*;q=0.1", asJSON},
		{"", "application/xml", asXML},
		{"XML", "application/json", asXML},
		{"xml", "", asXML},
		{"JSON", "application/xml", asJSON},
		{"json", "", asJSON},
	}
	for _, tt := range tests {
		for _, region := range []string{"cn-hangzhou", "cn-nowhere"} { // a success and an error
			params := parameters("DescribeZones", "RegionId", region, "Verbose", "false", "Format", tt.format)
			if tt.format == "" {
				params.Del("Format")
			}
			query := sign.V1(http.MethodGet, params, "ali", "open-sesame", rand.Text(), now).Encode()
			var headers []string
			if tt.accept != "" {
				headers = []string{"Accept: " + tt.accept}
			}
			a := r.raw(get(query, headers...))
			if got := a.header["Content-Type"]; len(got) != 1 || got[0] != tt.want {
				t.Errorf("Format %q, Accept %q: %q, want %q", tt.format, tt.accept, got, tt.want)
			}
			if a.RequestID == "" {
				t.Errorf("Format %q, Accept %q: %s", tt.format, tt.accept, a.body)
			}
		}
	}
	a := r.raw(get(signed("DescribeRegions", "Format", "YAML"), "Accept: application/json"))
	a.want(t, "YAML", 400, "InvalidParameter.Format")
	if !strings.HasPrefix(a.body, "{") {
		t.Errorf("an error in the format of the headers: %s", a.body)
	}
}

func TestHeaders(t *testing.T) {
	r := start(t, nil)
	for _, region := range []string{"cn-hangzhou", "cn-nowhere"} {
		a := r.raw(get(signed("DescribeZones", "RegionId", region)))
		if got, want := a.header.Get("X-Acs-Trace-Id"), strings.ToLower(strings.ReplaceAll(a.RequestID, "-", "")); got != want {
			t.Errorf("trace id %q of request %q", got, a.RequestID)
		}
		if a.header.Get("Access-Control-Allow-Origin") != "*" || a.header.Get("Content-Length") != strconv.Itoa(len(a.body)) {
			t.Errorf("%v for %d bytes", a.header, len(a.body))
		}
	}
	a := r.raw(get(signed("DescribeZones")))
	if want := "https://api.aliyun.com/troubleshoot?q=MissingParameter&product=Ecs&requestId=" + a.RequestID; a.Recommend != want {
		t.Errorf("Recommend %q", a.Recommend)
	}
}

// What goes wrong inside is told without its reason, which is in the log.
func TestInternalError(t *testing.T) {
	var log bytes.Buffer
	r := start(t, func(c *server.Config) {
		c.Products = []*rpc.Product{rpc.Bind("Ecs", version, breaker{}, []rpc.Action[breaker]{
			rpc.Define("Panic", breaker.Panic, rpc.ReadOnly), rpc.Define("Fail", breaker.Fail, rpc.ReadOnly),
		})}
		c.Log = slog.New(slog.NewTextHandler(&log, nil))
	})
	var ids []string
	for _, action := range []string{"Panic", "Fail"} {
		a := r.raw(get(signed(action)))
		a.want(t, action, 500, "InternalError")
		if strings.Contains(a.body, "secret reason") {
			t.Errorf("%s: %s", action, a.body)
		}
		ids = append(ids, a.RequestID)
	}
	if err := r.stop(); err != nil { // so that the log is complete
		t.Error(err)
	}
	for _, id := range ids {
		if n := strings.Count(log.String(), id); n != 2 { // the reason, and the line of every request
			t.Errorf("%s is in the log %d times", id, n)
		}
	}
	if n := strings.Count(log.String(), "secret reason"); n != 2 {
		t.Errorf("the reasons are in the log %d times: %s", n, &log)
	}
}

type breaker struct{}

func (breaker) Panic(context.Context, *rpc.Call, *nothing) (*nothing, error) { panic("secret reason") }

func (breaker) Fail(context.Context, *rpc.Call, *nothing) (*nothing, error) {
	return nil, fmt.Errorf("secret reason")
}

// A server that is told to end answers what it has begun.
func TestDrain(t *testing.T) {
	w := &waiter{begun: make(chan struct{}), end: make(chan struct{})}
	r := start(t, func(c *server.Config) {
		c.Products = []*rpc.Product{rpc.Bind("Ecs", version, w, []rpc.Action[*waiter]{rpc.Define("Wait", (*waiter).Wait, rpc.ReadOnly)})}
	})
	answered := make(chan *answer, 1)
	go func() { answered <- r.raw(get(signed("Wait"))) }()
	<-w.begun
	stopped := make(chan error, 1)
	go func() { stopped <- r.stop() }()
	select {
	case err := <-stopped:
		t.Fatalf("ended before the answer: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	close(w.end)
	(<-answered).want(t, "begun before the end", 200, "")
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

type waiter struct{ begun, end chan struct{} }

func (w *waiter) Wait(context.Context, *rpc.Call, *nothing) (*nothing, error) {
	close(w.begun)
	<-w.end
	return &nothing{}, nil
}
