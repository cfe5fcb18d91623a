package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// soakClient goes round the mix, at a pace, on a connection that it makes anew each round.
type soakClient struct {
	number  int
	address string
	pace    *pace
	took    *window

	conn    net.Conn
	answers *bufio.Reader
	next    time.Time // when its next call is due
	calls   int
	last    []byte // request
	known   map[string]string
}

func newSoakClient(number int, address string, p *pace, w *window) *soakClient {
	return &soakClient{number: number, address: address, pace: p, took: w, known: map[string]string{
		"worker": fmt.Sprintf("soak-%d", number), "other": soakAccount(number + 1), "snapshot": snapshotID(number % soakAccounts),
	}}
}

// run goes round until ctx ends, which is no error.
func (c *soakClient) run(ctx context.Context) error {
	defer c.hangUp()
	err := c.goRound(ctx, settle)
	for round := 0; err == nil; round++ {
		c.known["round"] = fmt.Sprint(round)
		err = c.goRound(ctx, mix)
		c.hangUp()
	}
	if ctx.Err() != nil {
		return nil
	}
	return fmt.Errorf("client %d: %w", c.number, err)
}

func (c *soakClient) goRound(ctx context.Context, steps []step) error {
	for _, s := range steps {
		for range s.times {
			if err := c.pace.wait(ctx, &c.next); err != nil {
				return err
			}
			if err := c.perform(s); err != nil {
				return fmt.Errorf("%s %s: %w", s.action, s.params, err)
			}
		}
	}
	return nil
}

// perform makes a call and compares its answer with what is expected.
func (c *soakClient) perform(s step) (err error) {
	c.calls++
	c.known["call"] = fmt.Sprint(c.calls)
	request := c.last
	if s.odd != sentAgain {
		if request, err = c.sign(s); err != nil {
			return err
		}
	}
	if s.odd == tampered {
		request = bytes.Replace(request, []byte(region), []byte("cn-beijing"), 1)
	}
	c.last = request
	if c.conn == nil {
		if err := c.dial(); err != nil {
			return err
		}
	}
	begin := time.Now()
	if _, err := c.conn.Write(request); err != nil {
		return err
	}
	status, body, err := c.read()
	if err != nil {
		return err
	}
	c.took.add(time.Since(begin))
	if code := elementOf(body, "Code"); code != s.want || (status == http.StatusOK) != (s.want == "") {
		return fmt.Errorf("%d %s instead of %q", status, body, s.want)
	}
	if name, element, ok := strings.Cut(s.keep, "="); ok {
		if c.known[name] = elementOf(body, element); c.known[name] == "" {
			return fmt.Errorf("no %s in %s", element, body)
		}
	}
	return nil
}

// sign makes a request in the two schemes and the two formats, one after the other.
func (c *soakClient) sign(s step) ([]byte, error) {
	params, err := url.ParseQuery(c.fill(s.params))
	if err != nil {
		return nil, err
	}
	if !params.Has("RegionId") {
		params.Set("RegionId", region)
	}
	params.Set("Format", []string{"JSON", "XML"}[c.calls/2%2])
	scheme := signer(v1)
	if c.calls%2 == 1 {
		scheme = v3
	}
	nonce := fmt.Sprintf("%016x%016x", rand.Uint64(), rand.Uint64())
	return scheme(soakKey(c.number), c.address, s.action, nonce, time.Now(), params), nil
}

var braces = regexp.MustCompile(`\{[a-z]+\}`)

func (c *soakClient) fill(params string) string {
	return braces.ReplaceAllStringFunc(params, func(name string) string { return url.QueryEscape(c.known[name[1:len(name)-1]]) })
}

// dial: one in four clients speaks TLS.
func (c *soakClient) dial() (err error) {
	to := plain(c.address)
	if c.number%4 == 3 {
		to = overTLS(c.address)
	}
	if c.conn, err = to(0); err != nil {
		return err
	}
	c.answers = bufio.NewReader(c.conn)
	return c.conn.SetDeadline(time.Now().Add(10 * time.Minute))
}

func (c *soakClient) hangUp() {
	if c.conn != nil {
		_ = c.conn.Close()
		c.conn = nil
	}
}

func (c *soakClient) read() (status int, body []byte, err error) {
	r, err := http.ReadResponse(c.answers, nil)
	if err != nil {
		return 0, nil, err
	}
	body, err = io.ReadAll(r.Body)
	return r.StatusCode, body, errors.Join(err, r.Body.Close())
}

var elements = map[string]*regexp.Regexp{
	"Code":          regexp.MustCompile(`(?:"Code":"|<Code>)([^"<]*)`),
	"ImageId":       regexp.MustCompile(`(?:"ImageId":"|<ImageId>)([^"<]*)`),
	"InstanceIdSet": regexp.MustCompile(`(?:"InstanceIdSet":\["|<InstanceIdSet>)([^"<]*)`),
	"SnapshotId":    regexp.MustCompile(`(?:"SnapshotId":"|<SnapshotId>)([^"<]+)`),
}

// elementOf finds text in an answer, in either format.
func elementOf(body []byte, name string) string {
	if m := elements[name].FindSubmatch(body); m != nil {
		return string(m[1])
	}
	return ""
}
