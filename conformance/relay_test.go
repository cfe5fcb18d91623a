package conformance

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// relay stands between a client and the server and loses answers, as a bad line does.
type relay struct {
	*testing.T
	host string
	lose int    // how many answers from now on
	sent []call // everything that went through
}

// call is a request as it was sent.
type call struct {
	method, host, uri string
	header            http.Header
	body              []byte
}

func startRelay(t *testing.T) *relay {
	r := &relay{T: t}
	s := httptest.NewServer(r)
	t.Cleanup(s.Close)
	r.host = strings.TrimPrefix(s.URL, "http://")
	return r
}

func (r *relay) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		r.Error(err)
	}
	c := call{req.Method, req.Host, req.RequestURI, req.Header, body}
	r.sent = append(r.sent, c)
	status, answer := r.pass(c)
	if r.lose > 0 {
		r.lose--
		status, answer = http.StatusServiceUnavailable, []byte(`{"RequestId":"-","Code":"ServiceUnavailable","Message":"Lost."}`)
	}
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(answer)
}

// pass sends the call on, unchanged.
func (r *relay) pass(c call) (status int, answer []byte) {
	req, err := http.NewRequest(c.method, "http://"+server.host+c.uri, bytes.NewReader(c.body))
	if err != nil {
		r.Error(err)
		return http.StatusBadGateway, nil
	}
	req.Host, req.Header = c.host, c.header.Clone()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		r.Error(err)
		return http.StatusBadGateway, nil
	}
	defer resp.Body.Close()
	if answer, err = io.ReadAll(resp.Body); err != nil {
		r.Error(err)
	}
	return resp.StatusCode, answer
}

// testRetries loses the answers of a call that was carried out. The client signs each
// attempt anew, so the server takes none for a replay, but it does take a real one for it.
func testRetries(t *testing.T, dial dialer) {
	r := startRelay(t)
	o := asAli(r.host)
	o.retries = 3
	c := dial(t, o)
	id, err := c.createImage(newImage{instance: demoInstance})
	if err != nil {
		t.Fatal(err)
	}
	r.sent, r.lose = nil, 2
	if err := c.modify(id, change{description: ptr("told three times")}); err != nil {
		t.Errorf("after two lost answers: %v", err)
	}
	if len(r.sent) != 3 {
		t.Fatalf("the client sent %d requests, want 3", len(r.sent))
	}
	status, answer := r.pass(r.sent[2])
	if status != http.StatusBadRequest || !bytes.Contains(answer, []byte(`"SignatureNonceUsed"`)) {
		t.Errorf("a repeated request: %d %s", status, answer)
	}
	if err := c.deleteImage(id); err != nil {
		t.Error(err)
	}
}
