package server_test

import (
	"crypto/rand"
	"net/http"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"sesame/internal/server"
	"sesame/internal/sign"
)

// movable is a clock that a test moves while a server reads it.
type movable struct{ since atomic.Int64 }

func (m *movable) now() time.Time          { return now.Add(time.Duration(m.since.Load())) }
func (m *movable) advance(d time.Duration) { m.since.Add(int64(d)) }

// TestThrottle: so many calls of an action in a region, and no more until they had time to
// come back; others are not meant.
func TestThrottle(t *testing.T) {
	var clock movable
	none := 0
	r := start(t, func(c *server.Config) {
		c.Clock, c.Throttle = clock.now, 6
		c.Accounts = append(c.Accounts, server.Account{ID: "3", Name: "free", Keys: []server.Key{{ID: "free", Secret: "s"}}, Throttle: &none})
	})
	ask := func(key, secret, action, region string) *answer {
		p := parameters(action, "RegionId", region)
		return r.raw(get(sign.V1(http.MethodGet, p, key, secret, rand.Text(), clock.now()).Encode()))
	}
	own := func(action, region string) *answer { return ask("ali", "open-sesame", action, region) }
	for range 6 {
		own("DescribeZones", "cn-hangzhou").want(t, "within the limit", 200, "")
	}
	a := own("DescribeZones", "cn-hangzhou")
	a.want(t, "beyond it", 400, "Throttling.User")
	if a.Message != "Request was denied due to user flow control." {
		t.Errorf("message %q", a.Message)
	}
	wait, err := strconv.Atoi(a.header.Get("X-Acs-Retry-After"))
	if err != nil || wait < 10_000 || wait > 10_100 {
		t.Errorf("retry after %q, of a minute for six", a.header.Get("X-Acs-Retry-After"))
	}
	own("DescribeZones", "cn-beijing").want(t, "another region", 200, "")
	own("DescribeDisks", "cn-hangzhou").want(t, "another action", 200, "")
	ask("cassim", "open-barley", "DescribeZones", "cn-hangzhou").want(t, "another account", 200, "")
	for range 20 {
		ask("free", "s", "DescribeZones", "cn-hangzhou").want(t, "an account without a limit", 200, "")
	}
	// Whoever cannot sign takes nothing from those who can.
	ask("ali", "wrong", "DescribeZones", "cn-beijing").want(t, "forged", 400, "SignatureDoesNotMatch")
	clock.advance(time.Duration(wait) * time.Millisecond)
	own("DescribeZones", "cn-hangzhou").want(t, "when it was told to come", 200, "")
	own("DescribeZones", "cn-hangzhou").want(t, "and once more", 400, "Throttling.User")
	clock.advance(time.Hour)
	for range 6 {
		own("DescribeZones", "cn-hangzhou").want(t, "an hour later", 200, "")
	}
	own("DescribeZones", "cn-hangzhou").want(t, "no more than a minute's worth", 400, "Throttling.User")
	// Regions that do not exist are no way around.
	for n := range 6 {
		own("DescribeZones", "cn-nowhere-"+strconv.Itoa(n)).want(t, "no region", 404, "InvalidRegionId.NotFound")
	}
	own("DescribeZones", "cn-nowhere").want(t, "yet another", 400, "Throttling.User")
}

// Without a limit there is none.
func TestNoThrottle(t *testing.T) {
	r := start(t, nil)
	for range 1100 {
		r.raw(get(signed("DescribeRegions"))).want(t, "any number", 200, "")
	}
}
