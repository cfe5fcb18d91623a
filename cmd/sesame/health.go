package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

type healthCommand struct {
	Listen  string        `default:"127.0.0.1:7372" placeholder:"HOST:PORT" help:"Where the server was told to listen (${default}). One that listens everywhere is asked on this machine."`
	Ready   bool          `help:"Ask whether to send requests to it, too: not to a server that is about to end."`
	Wait    time.Duration `placeholder:"DURATION" help:"Ask again for so long, until the server works (0: once)."`
	Timeout time.Duration `default:"3s" placeholder:"DURATION" help:"How long one answer may take (${default})."`
}

// Help says what it is for.
func (healthCommand) Help() string {
	return `For health checks where there is no curl, as in a container, and for scripts that wait. It reads
SESAME_LISTEN as the server does, and needs no token. The exit status is 0 when the server works, else 1.`
}

// betweenAttempts is short for people and long for servers.
const betweenAttempts = 100 * time.Millisecond

// Run asks until the server works, or the time is over.
func (c *healthCommand) Run(a *app) error {
	page, err := c.page()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	until := a.now().Add(c.Wait)
	for {
		err = c.ask(ctx, page)
		if err == nil {
			_, err = fmt.Fprintln(a.stdout, "ok")
			return err
		}
		if !a.now().Before(until) || !sleep(ctx, betweenAttempts) {
			return err
		}
	}
}

// page is where the server tells it, over HTTP on every address.
func (c *healthCommand) page() (*url.URL, error) {
	if c.Wait < 0 || c.Timeout <= 0 {
		return nil, usageError{errors.New("--wait cannot be negative, and --timeout is more than 0")}
	}
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil || port == "" || port == "0" {
		return nil, usageError{fmt.Errorf("--listen %q is not HOST:PORT", c.Listen)}
	}
	switch ip, err := netip.ParseAddr(host); {
	case host == "":
		host = "127.0.0.1"
	case err == nil && ip.IsUnspecified() && ip.Is4():
		host = "127.0.0.1"
	case err == nil && ip.IsUnspecified():
		host = "::1"
	}
	page := &url.URL{Scheme: "http", Host: net.JoinHostPort(host, port), Path: "/_sesame/health"}
	if c.Ready {
		page.Path = "/_sesame/ready"
	}
	return page, nil
}

func (c *healthCommand) ask(ctx context.Context, page *url.URL) error {
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, page.String(), nil)
	if err != nil {
		return err
	}
	resp, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req) // by no proxy
	if err != nil {
		return fmt.Errorf("%s does not answer: %w", page.Host, reason(err))
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		told, _ := io.ReadAll(io.LimitReader(resp.Body, 200)) // what there is of it
		return fmt.Errorf("%s: %d %s", page.Host, resp.StatusCode, strings.TrimSpace(string(told)))
	}
	return nil
}
