package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"sesame/internal/sign"
)

type callCommand struct {
	Action     string   `arg:"" help:"What to call, such as DescribeImages."`
	Parameters []string `arg:"" optional:"" name:"key=value" help:"Parameters, such as ImageId=m-bp1... or Tag.1.Key=team."`

	Sign               string `enum:"v1,v3" default:"v3" placeholder:"SCHEME" help:"How to sign: v1 (HMAC-SHA1, as older SDKs do) or v3 (ACS3-HMAC-SHA256) (${default})."`
	Region             string `default:"cn-hangzhou" placeholder:"REGION" help:"RegionId, when it is not among the parameters (${default})."`
	Format             string `enum:"json,xml" default:"json" placeholder:"FORM" help:"Form of the answer: json or xml (${default})."`
	Product            string `enum:"ecs,vpc,sts,ram,resourcemanager,location,actiontrail" default:"ecs" placeholder:"NAME" help:"Product that the action belongs to (${default}); also: vpc, sts, ram, resourcemanager, location, actiontrail."`
	Endpoint           string `default:"127.0.0.1:7372" placeholder:"URL" help:"Where the server is: host:port, http://host:port or https://host:port (${default})."`
	Code               string `enum:",all,${languages}" default:"" placeholder:"LANGUAGE" help:"Print the call as code, and do not make it: all, or one of ${languages}."`
	InsecureSkipVerify bool   `help:"Trust any certificate of an https endpoint."`
}

// Help says where the key comes from.
func (callCommand) Help() string {
	return `The access key is read from ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, and
ALIBABA_CLOUD_SECURITY_TOKEN of temporary credentials. Without them it is the key "ali" of a server
that was started without --accounts.

The answer goes to stdout. An error of the API is told on stderr, too, and the exit status is 1.`
}

// callTimeout is more than any call takes.
const callTimeout = time.Minute

// Run makes one call.
func (c *callCommand) Run(a *app) error {
	endpoint, err := parseEndpoint(c.Endpoint)
	if err != nil {
		return err
	}
	params, err := c.params()
	if err != nil {
		return err
	}
	key, err := keyFrom(a.getenv)
	if err != nil {
		return err
	}
	if c.Code != "" {
		return c.printCode(a, endpoint, params, key)
	}
	interrupted, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(interrupted, callTimeout)
	defer cancel()
	req, err := c.request(ctx, endpoint, params, key, a.now())
	if err != nil {
		return err
	}
	status, body, err := send(req, c.InsecureSkipVerify)
	if err != nil {
		return unreachable(endpoint, err)
	}
	if _, err := fmt.Fprintf(a.stdout, "%s\n", bytes.TrimRight(body, "\n")); err != nil {
		return err
	}
	if status >= http.StatusBadRequest {
		return apiError(status, body)
	}
	return nil
}

// unreachable says what to do about it, where that is known.
func unreachable(endpoint *url.URL, err error) error {
	hint := ""
	var untrusted *tls.CertificateVerificationError
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		hint = `: is it running? ("sesame serve --demo" starts one)`
	case errors.As(err, &untrusted):
		hint = ": --insecure-skip-verify trusts any certificate, SSL_CERT_FILE=sesame-data/tls.crt the server's own"
	}
	return fmt.Errorf("cannot reach %s://%s: %w%s", endpoint.Scheme, endpoint.Host, reason(err), hint)
}

// params reads Key=Value, and fills in the region.
func (c *callCommand) params() (url.Values, error) {
	params := url.Values{}
	for _, p := range c.Parameters {
		key, value, ok := strings.Cut(p, "=")
		if !ok || key == "" {
			return nil, usageError{fmt.Errorf("%q is not Key=Value", p)}
		}
		if params.Has(key) {
			return nil, usageError{fmt.Errorf("parameter %s is there twice", key)}
		}
		params.Set(key, value)
	}
	if !params.Has("RegionId") {
		params.Set("RegionId", c.Region)
	}
	if !params.Has("Format") {
		params.Set("Format", strings.ToUpper(c.Format))
	}
	return params, nil
}

// request signs a POST with the parameters as its form.
func (c *callCommand) request(ctx context.Context, endpoint *url.URL, params url.Values, key accessKey, now time.Time) (*http.Request, error) {
	nonce, version := nonce(), products[c.Product]
	if c.Sign == "v1" {
		params.Set("Action", c.Action)
		params.Set("Version", version)
		if key.token != "" {
			params.Set("SecurityToken", key.token)
		}
		params = sign.V1(http.MethodPost, params, key.id, key.secret, nonce, now)
	}
	body := []byte(params.Encode())
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("User-Agent", "sesame")
	if c.Sign == "v3" {
		if key.token != "" {
			req.Header.Set("X-Acs-Security-Token", key.token)
		}
		sign.V3(req, body, c.Action, version, key.id, key.secret, nonce, now)
	}
	return req, nil
}

func nonce() string {
	var raw [16]byte
	_, _ = rand.Read(raw[:]) // never fails
	return hex.EncodeToString(raw[:])
}

func send(req *http.Request, insecureSkipVerify bool) (status int, body []byte, err error) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: insecureSkipVerify}
	defer transport.CloseIdleConnections()
	resp, err := (&http.Client{Transport: transport}).Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	body, err = io.ReadAll(resp.Body)
	return resp.StatusCode, body, err
}
