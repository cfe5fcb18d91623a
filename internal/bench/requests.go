package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"

	"sesame/internal/sign"
)

const (
	account   = "1000000000000001"
	accessKey = "ali"
	secret    = "open-sesame"
	region    = "cn-hangzhou"
)

// signer makes a signed request, ready to be written, in one of the two ways.
type signer func(key, address, action, nonce string, now time.Time, params url.Values) []byte

// v1 is a request as the SDKs of the first kind send it: all in the query.
func v1(key, address, action, nonce string, now time.Time, params url.Values) []byte {
	params.Set("Action", action)
	params.Set("Version", "2014-05-26")
	if !params.Has("Format") {
		params.Set("Format", "JSON")
	}
	params.Set("SignatureType", "")
	query := sign.V1("POST", params, key, secret, nonce, now).Encode()
	return fmt.Appendf(nil, "POST /?%s HTTP/1.1\r\nHost: %s\r\nUser-Agent: bench\r\nContent-Length: 0\r\n"+
		"Content-Type: application/x-www-form-urlencoded\r\nx-acs-action: %s\r\nx-acs-version: 2014-05-26\r\n\r\n", query, address, action)
}

// v3 is a request as the SDKs of the second kind send it.
func v3(key, address, action, nonce string, now time.Time, params url.Values) []byte {
	r, err := http.NewRequest("POST", "http://"+address+"/?"+params.Encode(), nil)
	if err != nil {
		panic(err) // the address comes from our own listener
	}
	r.Header.Set("Accept", "application/json")
	sign.V3(r, nil, action, "2014-05-26", key, secret, nonce, now)
	var b bytes.Buffer
	if err := r.Write(&b); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// prepare makes n requests of an action; each has a nonce of its own.
func prepare(s signer, address, action string, n int, params func(i int) url.Values) [][]byte {
	return prepareAs(accessKey, s, address, action, n, params)
}

func prepareAs(key string, s signer, address, action string, n int, params func(i int) url.Values) [][]byte {
	now := time.Now()
	run := rand.Uint64()
	all := make([][]byte, n)
	for i := range all {
		p := params(i)
		p.Set("RegionId", region)
		all[i] = s(key, address, action, fmt.Sprintf("%016x%016x", run, i), now, p)
	}
	return all
}

func imageID(n int) string    { return fmt.Sprintf("m-bp1bench%012d", n) }
func imageName(n int) string  { return fmt.Sprintf("bench-%d", n) }
func snapshotID(n int) string { return fmt.Sprintf("s-bp1bench%012d", n) }
