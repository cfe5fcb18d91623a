package main

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"sesame/internal/server"
)

// ownPageFlags are how the pages beside the API are reached.
type ownPageFlags struct {
	Endpoint           string `default:"127.0.0.1:7372" placeholder:"URL" help:"Where the server is: host:port, http://host:port or https://host:port (${default})."`
	AdminTokenFile     string `placeholder:"FILE" help:"Token that opens the own pages of a server which others can reach."`
	InsecureSkipVerify bool   `help:"Trust any certificate of an https endpoint."`
}

// fetch asks for an own page. What a server says that has none is the error.
func (f *ownPageFlags) fetch(ctx context.Context, path string, query url.Values) ([]byte, error) {
	endpoint, err := parseEndpoint(f.Endpoint)
	if err != nil {
		return nil, err
	}
	page := endpoint.JoinPath(path)
	page.RawQuery = query.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, page.String(), nil)
	if err != nil {
		return nil, err
	}
	if f.AdminTokenFile != "" {
		token, err := server.ReadToken(f.AdminTokenFile)
		if err != nil {
			return nil, err
		}
		req.Header.Set("Authorization", "Bearer "+token)
	}
	status, body, err := send(req, f.InsecureSkipVerify)
	switch {
	case err != nil:
		return nil, unreachable(endpoint, err)
	case status != http.StatusOK:
		return nil, errors.New(strings.TrimSpace(string(body)))
	}
	return body, nil
}
