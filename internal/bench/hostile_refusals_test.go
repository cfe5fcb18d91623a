package main

import (
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"sesame/internal/sign"
)

// Strangers who know the id of a key, and whose wrong signatures quote a megabyte of what they sent, and who never
// read it: however many there are, together they take at most 768 MiB.
func TestSlowReadersOfRefusals(t *testing.T) {
	h := startServer(t)
	n := 600
	if testing.Short() {
		n = 200
	}
	form := sign.V1(http.MethodPost, url.Values{
		"Action": {"DescribeRegions"}, "Version": {"2014-05-26"}, "RegionId": {region}, "Filter": {strings.Repeat("!", 340<<10)},
	}, accessKey, "wrong", "the same nonce", time.Now()).Encode()
	request := "POST / HTTP/1.1\r\nHost: " + h.server.address + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
		strconv.Itoa(len(form)) + "\r\n\r\n" + form
	h.dial(n, func(int) string { return "" })
	var wg sync.WaitGroup
	for _, c := range h.conns {
		_ = c.(*net.TCPConn).SetReadBuffer(4096)
		wg.Go(func() { _, _ = c.Write([]byte(request)) }) // one too many is closed
	}
	h.staysBelow(768)
	h.hangUp()
	wg.Wait()
}
