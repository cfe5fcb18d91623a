package server_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"encoding/xml"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"sesame/internal/api"
	"sesame/internal/cloud"
	"sesame/internal/server"
	"sesame/internal/sign"
	"sesame/internal/store"
)

// The instant at which tests call, and the account that does.
var now = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

const (
	ali     = "1000000000000001"
	cassim  = "1000000000000002"
	version = "2014-05-26"
)

// rig is a server that listens.
type rig struct {
	t    testing.TB
	addr string
	stop func() error // ends it; called by the test's end if not before
}

// start serves all products from memory, without looking at the clock, to the default accounts;
// change says what is different.
func start(t testing.TB, change func(*server.Config)) *rig {
	t.Helper()
	return startOn(t, ":memory:", change)
}

func startOn(t testing.TB, dsn string, change func(*server.Config)) *rig {
	t.Helper()
	srv, db := newServer(t, dsn, change)
	return serve(t, srv, db)
}

func newServer(t testing.TB, dsn string, change func(*server.Config)) (*server.Server, *store.DB) {
	t.Helper()
	db, err := store.Open(context.Background(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // closing twice is fine
	c := server.Config{
		DB: db, Accounts: server.DefaultAccounts(), IDs: cloud.NewIDs(rand.Reader), Clock: func() time.Time { return now },
	}
	c.Products = api.Products(api.Config{DB: db, IDs: c.IDs, NonceLife: time.Hour})
	if change != nil {
		change(&c)
	}
	srv, err := server.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return srv, db
}

func serve(t testing.TB, srv *server.Server, db *store.DB) *rig {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- srv.Serve(ctx, l) }()
	r := &rig{t: t, addr: l.Addr().String()}
	stopped := false
	r.stop = func() error {
		if stopped {
			return nil
		}
		stopped = true
		cancel()
		err := <-served
		if closed := db.Close(); err == nil {
			err = closed
		}
		return err
	}
	t.Cleanup(func() {
		if err := r.stop(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func (r *rig) dial() net.Conn {
	r.t.Helper()
	c, err := net.Dial("tcp", r.addr)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = c.Close() })
	if err := c.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		r.t.Fatal(err)
	}
	return c
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string

	RequestID string `json:"RequestId" xml:"RequestId"`
	HostID    string `json:"HostId" xml:"HostId"`
	Code      string
	Message   string
	Recommend string
}

// raw sends bytes and reads one answer.
func (r *rig) raw(request string) *answer {
	r.t.Helper()
	return r.exchange(r.dial(), request)
}

func (r *rig) exchange(c net.Conn, request string) *answer {
	r.t.Helper()
	go func() { _, _ = io.WriteString(c, request) }() // the server may answer before it has read all
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		r.t.Fatalf("%v, asked %.200q", err, request)
	}
	return r.read(resp)
}

func (r *rig) read(resp *http.Response) *answer {
	r.t.Helper()
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	a := &answer{status: resp.StatusCode, header: resp.Header, body: string(body)}
	switch resp.Header.Get("Content-Type") {
	case "application/json;charset=utf-8":
		err = json.Unmarshal(body, a)
	case "text/xml;charset=utf-8":
		err = xml.Unmarshal(body, a)
	default:
		return a
	}
	if err != nil {
		r.t.Fatalf("%v: %s", err, body)
	}
	return a
}

// want compares status and code; "" is success.
func (a *answer) want(t testing.TB, about string, status int, code string) {
	t.Helper()
	if a.status != status || a.Code != code {
		t.Errorf("%s: %d %q, want %d %q: %s", about, a.status, a.Code, status, code, a.body)
	}
	if a.RequestID == "" || a.header.Get("X-Acs-Request-Id") != a.RequestID {
		t.Errorf("%s: request id %q, in the header %q", about, a.RequestID, a.header.Get("X-Acs-Request-Id"))
	}
}

// parameters makes url.Values of names and values in turn.
func parameters(action string, pairs ...string) url.Values {
	v := url.Values{"Action": {action}, "Version": {version}, "Format": {"JSON"}}
	for n := 0; n < len(pairs); n += 2 {
		v.Set(pairs[n], pairs[n+1])
	}
	return v
}

// signed is the query of a GET that ali signs with a new nonce.
func signed(action string, pairs ...string) string {
	return sign.V1(http.MethodGet, parameters(action, pairs...), "ali", "open-sesame", rand.Text(), now).Encode()
}

// get is the GET request of a query.
func get(query string, headers ...string) string {
	return "GET /?" + query + " HTTP/1.1\r\nHost: ecs\r\n" + lines(headers) + "\r\n"
}

// post is the POST request of a query and a body.
func post(query, body string, headers ...string) string {
	var b strings.Builder
	b.WriteString("POST /")
	if query != "" {
		b.WriteString("?" + query)
	}
	b.WriteString(" HTTP/1.1\r\nHost: ecs\r\n" + lines(headers))
	if !strings.Contains(b.String(), "chunked") {
		b.WriteString("Content-Length: " + strconv.Itoa(len(body)) + "\r\n")
	}
	return b.String() + "\r\n" + body
}

func lines(headers []string) string {
	if len(headers) == 0 {
		return ""
	}
	return strings.Join(headers, "\r\n") + "\r\n"
}

const formType = "Content-Type: application/x-www-form-urlencoded"
