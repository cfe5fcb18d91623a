package main

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// manyConnections is how many clients usually send at once, each on a connection of its own
// that it keeps.
const manyConnections = 64

// target opens the nth connection to what is measured.
type target func(n int) (net.Conn, error)

// plain spreads the connections over servers, as a load balancer would.
func plain(addresses ...string) target {
	return func(n int) (net.Conn, error) { return net.Dial("tcp", addresses[n%len(addresses)]) }
}

// overTLS does not look at the certificate: it was made by the server for itself.
func overTLS(address string) target {
	return func(int) (net.Conn, error) {
		return tls.Dial("tcp", address, &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS13})
	}
}

// load is what was measured of one run.
type load struct {
	rate     float64 // requests a second
	p50, p99 time.Duration
}

// fire sends requests that were made ahead of time, each connection its share in order,
// and waits for every answer. Any answer but 200 ends the run.
func fire(to target, connections int, requests [][]byte) (load, error) {
	var wg sync.WaitGroup
	took := make([][]time.Duration, connections)
	errs := make([]error, connections)
	begin := time.Now()
	for n := range connections {
		share := requests[n*len(requests)/connections : (n+1)*len(requests)/connections]
		wg.Go(func() { took[n], errs[n] = fireOne(to, n, share) })
	}
	wg.Wait()
	elapsed := time.Since(begin)
	for _, err := range errs {
		if err != nil {
			return load{}, err
		}
	}
	all := loadOf(slices.Concat(took...))
	all.rate = float64(len(requests)) / elapsed.Seconds()
	return all, nil
}

// loadOf tells what so many requests took. It sorts them.
func loadOf(took []time.Duration) load {
	if len(took) == 0 {
		return load{}
	}
	slices.Sort(took)
	return load{p50: took[len(took)/2].Round(time.Microsecond), p99: took[len(took)*99/100].Round(time.Microsecond)}
}

func fireOne(to target, connection int, requests [][]byte) ([]time.Duration, error) {
	c, err := to(connection)
	if err != nil {
		return nil, err
	}
	defer func() { _ = c.Close() }()
	r := bufio.NewReaderSize(c, 16<<10)
	took := make([]time.Duration, 0, len(requests))
	for _, q := range requests {
		begin := time.Now()
		if _, err := c.Write(q); err != nil {
			return nil, err
		}
		if err := readAnswer(r, q); err != nil {
			return nil, err
		}
		took = append(took, time.Since(begin))
	}
	return took, nil
}

var (
	ok            = []byte("HTTP/1.1 200 ")
	contentLength = []byte("Content-Length: ")
)

// readAnswer reads just as much of HTTP as our two servers speak.
func readAnswer(r *bufio.Reader, request []byte) error {
	status, err := r.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(status, ok) {
		return refusedAnswer(r, string(status), request)
	}
	length := 0
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(line) <= 2 {
			break
		}
		if bytes.HasPrefix(line, contentLength) {
			for _, d := range line[len(contentLength) : len(line)-2] {
				length = length*10 + int(d-'0')
			}
		}
	}
	_, err = r.Discard(length)
	return err
}

func refusedAnswer(r *bufio.Reader, status string, request []byte) error {
	answer, err := http.ReadResponse(bufio.NewReader(io.MultiReader(bytes.NewReader([]byte(status)), r)), nil)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	body, _ := io.ReadAll(answer.Body)
	return fmt.Errorf("%s%s\nrequest: %.300s", status, body, request)
}
