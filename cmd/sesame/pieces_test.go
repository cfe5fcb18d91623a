package main

import (
	"errors"
	"io"
	"net"
	"net/netip"
	"testing"
	"time"

	"sesame/internal/fixture"
	"sesame/internal/server"
)

func TestTypedAs(t *testing.T) {
	for arg0, want := range map[string]string{
		"sesame":                           "sesame",
		"./bin/sesame":                     "./bin/sesame",
		"/opt/my tools/sesame":             "'/opt/my tools/sesame'",
		"/tmp/go-build319/b001/exe/sesame": "go run ./cmd/sesame",
		"/home/me/.cache/go-build/5a/5ad48599d0c9f6e90b1c29169c8580d4021ea17b703cc3a9a1d5196464145ae4-d/sesame": "go run ./cmd/sesame",
		"/cache/5a/5ad48599d0c9f6e90b1c29169c8580d4021ea17b703cc3a9a1d5196464145ae4-d/sesame":                   "go run ./cmd/sesame",
	} {
		if got := typedAs(arg0); got != want {
			t.Errorf("typedAs(%q) = %q, want %q", arg0, got, want)
		}
	}
}

func TestParseEndpoint(t *testing.T) {
	for s, want := range map[string]string{
		"127.0.0.1:7372":          "http://127.0.0.1:7372/",
		"localhost:7372":          "http://localhost:7372/",
		"[::1]:7372":              "http://[::1]:7372/",
		"http://sesame.test":      "http://sesame.test/",
		"https://127.0.0.1:7372/": "https://127.0.0.1:7372/",
		"":                        "",
		"ftp://a":                 "",
		"http://a/b":              "",
		"http://u:p@a":            "",
		"http://a?b":              "",
		"a b":                     "",
	} {
		u, err := parseEndpoint(s)
		var usage usageError
		switch {
		case want == "" && !errors.As(err, &usage):
			t.Errorf("parseEndpoint(%q) = %v, %v", s, u, err)
		case want != "" && (err != nil || u.String() != want):
			t.Errorf("parseEndpoint(%q) = %v, %v, want %s", s, u, err, want)
		}
	}
}

func TestAPIError(t *testing.T) {
	for body, want := range map[string]string{
		`{"Code":"A.B","Message":"It \"is\"."}`:                       `A.B: It "is".`,
		`<Error><Code>A.B</Code><Message>a &amp; b</Message></Error>`: "A.B: a & b",
		"<html>":       "HTTP 502 Bad Gateway",
		"":             "HTTP 502 Bad Gateway",
		`{"Code": 17}`: "HTTP 502 Bad Gateway",
	} {
		if got := string(apiError(502, []byte(body))); got != want {
			t.Errorf("apiError(%q) = %q, want %q", body, got, want)
		}
	}
}

// TestBannerLine: the line names whose key it needs, and where the server is.
func TestBannerLine(t *testing.T) {
	const image = "m-bp1j4v6c8z0y2s5h7b9e"
	change := " call ModifyImageAttribute RegionId=cn-hangzhou ImageId=" + image + " Description='Opened by Sesame'"
	own := []server.Account{{ID: "7", Name: "a", Keys: []server.Key{{ID: "off", Inactive: true}, {ID: "k", Secret: "s"}}}}
	for _, test := range []struct {
		banner banner
		want   string
	}{
		{banner{program: "sesame", address: defaultListen, accounts: server.DefaultAccounts(), image: &fixture.Place{Account: fixture.DemoOwner, Region: "cn-hangzhou", ID: image}}, "sesame" + change},
		{
			banner{program: "go run ./cmd/sesame", address: "0.0.0.0:99", accounts: server.DefaultAccounts(), image: &fixture.Place{Account: fixture.DemoReceiver, Region: "cn-hangzhou", ID: image}},
			"ALIBABA_CLOUD_ACCESS_KEY_ID=cassim ALIBABA_CLOUD_ACCESS_KEY_SECRET=open-barley go run ./cmd/sesame" + change + " --endpoint http://127.0.0.1:99",
		},
		{
			banner{program: "sesame", address: "[::1]:7372", accounts: own, ownAccounts: true, image: &fixture.Place{Account: "7", Region: "cn-hangzhou", ID: image}},
			"ALIBABA_CLOUD_ACCESS_KEY_ID=k ALIBABA_CLOUD_ACCESS_KEY_SECRET=... sesame" + change + " --endpoint http://[::1]:7372",
		},
		{banner{program: "sesame", address: "[::]:7372", accounts: server.DefaultAccounts()}, "sesame call DescribeImages RegionId=cn-hangzhou PageSize=3"},
	} {
		if got := test.banner.line(); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}

// TestExposure: on an address that others can reach, nothing that everybody knows lets in.
func TestExposure(t *testing.T) {
	own := []server.Account{{ID: "7", Name: "a", Keys: []server.Key{{ID: "k", Secret: "s"}}}}
	copied := []server.Account{{ID: "7", Name: "a", Keys: []server.Key{{ID: "k", Secret: "open-barley"}}}}
	for address, others := range map[string]bool{
		"127.0.0.1:1": false, "127.0.0.9:1": false, "[::1]:1": false, "0.0.0.0:1": true, "[::]:1": true, "192.0.2.1:1": true,
	} {
		listener := net.TCPAddrFromAddrPort(netip.MustParseAddrPort(address))
		for about, accounts := range map[string][]server.Account{"default": server.DefaultAccounts(), "copied": copied} {
			if _, err := new(exposureFlags).exposure(listener, t.TempDir(), accounts); (err != nil) != others {
				t.Errorf("%s, %s accounts: %v", address, about, err)
			}
		}
		e, err := new(exposureFlags).exposure(listener, t.TempDir(), own)
		if err != nil || e.Others != others || e.PlainHTTP || (len(e.Token) >= 20) != others {
			t.Errorf("%s: %v, %v", address, e.Others, err)
		}
		if _, err := new(exposureFlags).exposure(listener, ":memory:", own); (err != nil) != others {
			t.Errorf("%s, nowhere to keep a token: %v", address, err)
		}
	}
}

func TestShownData(t *testing.T) {
	for data, want := range map[string]string{
		"./sesame-data": "./sesame-data",
		":memory:":      "in memory, gone when the server ends",
		"postgres://u:p@db:5432/sesame?sslpassword=p": "postgres://u:xxxxx@db:5432/sesame",
		"postgres://u:p%zz@db/sesame":                 "the database",
	} {
		if got := shownData(data); got != want {
			t.Errorf("shownData(%q) = %q, want %q", data, got, want)
		}
	}
}

func TestReason(t *testing.T) {
	_, err := net.Dial("tcp", "127.0.0.1:1")
	if got := reason(err).Error(); got != "connection refused" {
		t.Error(got)
	}
	if got := reason(errors.New("as it is")).Error(); got != "as it is" {
		t.Error(got)
	}
}

func TestSeededIDs(t *testing.T) {
	seed := uint64(7)
	a, b := newIDs(&seed), newIDs(&seed)
	if x, y := a.New("m", "cn-hangzhou"), b.New("m", "cn-hangzhou"); x != y {
		t.Errorf("%s, %s", x, y)
	}
	if x, y := newIDs(nil).RequestID(), newIDs(nil).RequestID(); x == y {
		t.Error("two random identifiers are the same")
	}
}

// A server that cannot listen any more ends, and says why: nothing that it does beside holds it up.
func TestServeEndsWithItsListener(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	c := serveCommand{Data: ":memory:", auditFlags: auditFlags{AuditSealEvery: time.Hour, AuditMargin: 2 * time.Hour}}
	a := &app{program: "sesame", stdout: io.Discard, stderr: io.Discard, now: time.Now}
	ended := make(chan error, 1)
	go func() { ended <- c.serve(t.Context(), a, l, server.DefaultAccounts(), nil, server.Exposure{}) }()
	select {
	case err := <-ended:
		if err == nil {
			t.Error("it ended as if all were well")
		}
	case <-time.After(20 * time.Second):
		t.Error("it does not end")
	}
}
