package main

import (
	"fmt"
	"net/url"
	"strings"
)

// The endpoint and key of a server that was started without any flag.
const (
	defaultListen = "127.0.0.1:7372"
	defaultKeyID  = "ali"
	defaultSecret = "open-sesame"
)

// parseEndpoint reads http://host:port, https://host:port or host:port, which means http.
func parseEndpoint(s string) (*url.URL, error) {
	if !strings.Contains(s, "://") {
		s = "http://" + s
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return nil, usageError{fmt.Errorf("endpoint %q is not host:port, http://host:port or https://host:port", s)}
	case u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.User != nil:
		return nil, usageError{fmt.Errorf("endpoint %q has more than a scheme, a host and a port", u.Redacted())}
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/"}, nil
}
