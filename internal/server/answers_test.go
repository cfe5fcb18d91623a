package server_test

import (
	"net/http"
	"strings"
	"testing"

	"sesame/internal/sign"
)

// Large answers are refused when there is no room for them; small ones are not.
func TestLargeAnswers(t *testing.T) {
	srv, db := newServer(t, ":memory:", nil)
	r := serve(t, srv, db)
	large := func() *answer { return r.raw(get(signed("DescribeInstanceTypes"))) }
	a := large()
	a.want(t, "a large one", 200, "")
	if len(a.body) < 64<<10 {
		t.Fatalf("%d bytes are not large", len(a.body))
	}
	srv.SetAnswerRoom(4 * int64(len(a.body)))
	for range 10 { // one by one, so that there is always room again
		large().want(t, "another large one", 200, "")
	}
	srv.SetAnswerRoom(0)
	large().want(t, "a large one without room", 503, "ServiceUnavailable")
	r.raw(get(signed("DescribeRegions"))).want(t, "a small one", 200, "")
}

// A refusal that quotes much of what was sent is a large answer like any other. Of a host, no more is told
// than a name has.
func TestLargeRefusals(t *testing.T) {
	srv, db := newServer(t, ":memory:", nil)
	r := serve(t, srv, db)
	params := parameters("DescribeRegions")
	params.Set("Filter", strings.Repeat("!", 100<<10))
	wrong := get(sign.V1(http.MethodGet, params, "ali", "wrong", "nonce", now).Encode())
	a := r.raw(wrong)
	a.want(t, "with room", 400, "SignatureDoesNotMatch")
	if len(a.body) < 64<<10 {
		t.Fatalf("%d bytes are not large", len(a.body))
	}
	srv.SetAnswerRoom(0)
	r.raw(wrong).want(t, "without room", 503, "ServiceUnavailable")
	a = r.raw("GET /?Format=JSON HTTP/1.1\r\nHost: " + strings.Repeat("'", 60<<10) + "\r\n\r\n")
	if a.Code == "" || len(a.HostID) > 300 || len(a.body) > 4<<10 {
		t.Errorf("%d %s: %d bytes of host, %d in all", a.status, a.Code, len(a.HostID), len(a.body))
	}
}
