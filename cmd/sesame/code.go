package main

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"sesame/internal/samples"
	"sesame/internal/server"
	"sesame/internal/sign"
)

// productNames are the products as they are spelled, by how the command line does.
var productNames = map[string]string{
	"ecs": "Ecs", "vpc": "Vpc", "sts": "Sts", "ram": "Ram", "resourcemanager": "ResourceManager", "location": "Location",
	"actiontrail": "Actiontrail",
}

// printCode writes the call as code, in one language or, as a txtar archive, in all.
func (c *callCommand) printCode(a *app, endpoint *url.URL, params url.Values, key accessKey) error {
	all, err := samples.All(c.sample(endpoint, params, key, a.now()))
	if err != nil {
		return err
	}
	var text strings.Builder
	for _, s := range all {
		switch c.Code {
		case "all":
			fmt.Fprintf(&text, "-- %s/%s --\n%s", s.ID, s.File, s.Text)
		case s.ID:
			text.WriteString(s.Text)
		}
	}
	if text.Len() == 0 {
		return fmt.Errorf("%s has no %s", c.Action, c.Code)
	}
	_, err = fmt.Fprint(a.stdout, text.String())
	return err
}

// sample has the parameters in the order in which they were given. A secret is written into it
// only when everybody knows it.
func (c *callCommand) sample(endpoint *url.URL, params url.Values, key accessKey, now time.Time) samples.Call {
	s := samples.Call{
		Product: productNames[c.Product], Version: products[c.Product], Action: c.Action,
		Region: params.Get("RegionId"), Endpoint: endpoint.Scheme + "://" + endpoint.Host, AccessKeyID: key.id,
		SignedURL: c.signedURL(endpoint, params, key, now), SignedFor: 15 * time.Minute,
	}
	if isDefault(key) {
		s.Secret = key.secret
	}
	for _, p := range c.Parameters {
		name, value, _ := strings.Cut(p, "=")
		s.Parameters = append(s.Parameters, samples.Parameter{Name: name, Value: value})
	}
	if !slices.ContainsFunc(s.Parameters, func(p samples.Parameter) bool { return p.Name == "RegionId" }) {
		s.Parameters = slices.Insert(s.Parameters, 0, samples.Parameter{Name: "RegionId", Value: c.Region})
	}
	return s
}

func (c *callCommand) signedURL(endpoint *url.URL, params url.Values, key accessKey, now time.Time) string {
	params.Set("Action", c.Action)
	params.Set("Version", products[c.Product])
	if key.token != "" {
		params.Set("SecurityToken", key.token)
	}
	signed := sign.V1(http.MethodPost, params, key.id, key.secret, nonce(), now)
	return (&url.URL{Scheme: endpoint.Scheme, Host: endpoint.Host, Path: "/", RawQuery: signed.Encode()}).String()
}

func isDefault(key accessKey) bool {
	for _, a := range server.DefaultAccounts() {
		for _, k := range a.Keys {
			if k.ID == key.id && k.Secret == key.secret {
				return true
			}
		}
	}
	return false
}
