package sesametest

import (
	"crypto/rand"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"sesame/internal/sign"
)

// ecsVersion is the version of the API that Call speaks.
const ecsVersion = "2014-05-26"

// Caller calls a server in the name of one account.
type Caller struct {
	tb       testing.TB
	url      string
	accounts []Account
	key      Key
	clock    func() time.Time
	http     *http.Client
}

func newCaller(o *Options, url string) *Caller {
	c := &Caller{url: url, accounts: o.Accounts, clock: o.Clock, http: &http.Client{Transport: &http.Transport{}}}
	if a := o.Accounts; len(a) > 0 && len(a[0].Keys) > 0 {
		c.key = a[0].Keys[0]
	}
	return c
}

// As calls in the name of another account, by its first key.
func (c *Caller) As(account string) *Caller {
	c.tb.Helper()
	for _, a := range c.accounts {
		if a.Name == account && len(a.Keys) > 0 {
			return c.WithKey(a.Keys[0])
		}
	}
	c.tb.Fatalf("sesametest: no account %s with a key", account)
	return nil
}

// WithKey calls with any access key, be it one that the server does not know.
func (c *Caller) WithKey(k Key) *Caller {
	other := *c
	other.key = k
	return &other
}

// Call asks for an action with these parameters, names and values in turn, and gives what
// was answered: JSON, unless there is another Format among them.
func (c *Caller) Call(action string, parameters ...string) (status int, body []byte) {
	c.tb.Helper()
	if len(parameters)%2 != 0 {
		c.tb.Fatalf("sesametest: %s: a parameter without a value", action)
	}
	v := url.Values{"Format": {"JSON"}, "Version": {ecsVersion}}
	for n := 0; n < len(parameters); n += 2 {
		v.Set(parameters[n], parameters[n+1])
	}
	v.Set("Action", action)
	form := sign.V1(http.MethodPost, v, c.key.ID, c.key.Secret, rand.Text(), c.clock()).Encode()
	req, err := http.NewRequestWithContext(c.tb.Context(), http.MethodPost, c.url, strings.NewReader(form))
	if err != nil {
		c.tb.Fatalf("sesametest: %v", err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := c.http.Do(req)
	if err != nil {
		c.tb.Fatalf("sesametest: %s: %v", action, err)
	}
	defer resp.Body.Close()
	if body, err = io.ReadAll(resp.Body); err != nil {
		c.tb.Fatalf("sesametest: %s: %v", action, err)
	}
	return resp.StatusCode, body
}
