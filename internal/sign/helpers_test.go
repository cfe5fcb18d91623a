package sign

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sesame/internal/apierr"
)

const (
	testID     = "LTAI5tTestAccessKeyId0001"
	testSecret = "TestSecretKey0123456789abcdEFGH"
)

// decoded yields the parameters of a query or form in the order in which they stand.
// What cannot be unescaped is left out.
func decoded(raw string) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for pair := range strings.SplitSeq(raw, "&") {
			k, v, _ := strings.Cut(pair, "=")
			key, err1 := url.QueryUnescape(k)
			value, err2 := url.QueryUnescape(v)
			if pair == "" || err1 != nil || err2 != nil {
				continue
			}
			if !yield(key, value) {
				return
			}
		}
	}
}

// received is r as the server would hand it over.
func received(r *http.Request, body []byte) *Request {
	req := &Request{Method: r.Method, Host: r.Host, Header: r.Header, Query: decoded(r.URL.RawQuery), Body: body}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		req.Form = decoded(string(body))
	}
	return req
}

func readRaw(t testing.TB, raw []byte) *Request {
	t.Helper()
	r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(raw)))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return received(r, body)
}

func readVector(t testing.TB, id string) *Request {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "vectors", id+".http"))
	if err != nil {
		t.Fatal(err)
	}
	return readRaw(t, raw)
}

// admit does what a server does with a request.
func admit(r *Request, secret string) error {
	c, err := Parse(r)
	if err != nil {
		return err
	}
	return c.Verify(secret)
}

// code is the public error code of err, or "".
func code(t testing.TB, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var e *apierr.Error
	if !errors.As(err, &e) {
		t.Fatalf("not of the catalogue: %v", err)
	}
	return e.Code
}

// sorted gathers and sorts what seq yields.
func sorted(seq iter.Seq2[string, string]) params {
	p := params(nil).gather(seq)
	p.sort()
	return slices.Clip(p)
}
