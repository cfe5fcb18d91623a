package server_test

import "testing"

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
