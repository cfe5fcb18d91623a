package main

import (
	"bufio"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"sesame/internal/store"
)

// The question of these lines: how long does an account wait that calls now and then, while
// another one calls as often as it can, over many connections?
const (
	quietKey      = "quiet"
	quietAccount  = "1000000000000002"
	quietImages   = 100
	quietPause    = 5 * time.Millisecond
	noisyClients  = 512
	noisyPerQuiet = 60 // as many as the server answers in a pause, and more
)

func quietRequests(short bool) int {
	if short {
		return 100
	}
	return 1000
}

func runFair(short bool) error {
	folder, binary, err := workshop()
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	return printFairness(binary, folder, quietRequests(short))
}

// printFairness measures the quiet account alone, beside the noisy one, and beside it on a
// server that lets everybody work at once.
func printFairness(binary, folder string, quietRequests int) error {
	data, keys := filepath.Join(folder, "fair"), filepath.Join(folder, "fair.yaml")
	if err := seedFair(data, keys); err != nil {
		return err
	}
	fmt.Printf("\nquiet account, one ModifyImageAttribute each %v        p50         p99\n", quietPause)
	for _, c := range []struct {
		name  string
		noisy bool
		flags []string
	}{
		{"alone", false, nil},
		{fmt.Sprintf("beside a noisy one on %d connections", noisyClients), true, nil},
		{"the same, without limits", true, []string{"--max-calls", "1000000"}},
	} {
		l, err := measureQuiet(binary, data, keys, quietRequests, c.noisy, c.flags)
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		fmt.Printf("%-46s %10v  %10v\n", c.name, l.p50, l.p99)
	}
	return nil
}

// writeTwoAccounts writes an accounts file: the one that makes the noise, and the quiet one.
func writeTwoAccounts(file string) error {
	text := fmt.Sprintf("accounts:\n"+
		"  - {id: %q, name: noisy, keys: [{id: %s, secret: %s}]}\n"+
		"  - {id: %q, name: quiet, keys: [{id: %s, secret: %[3]s}]}\n", account, accessKey, secret, quietAccount, quietKey)
	return os.WriteFile(file, []byte(text), 0o600)
}

func seedFair(data, keys string) error {
	if err := writeTwoAccounts(keys); err != nil {
		return err
	}
	now := time.Now().UTC().Truncate(time.Second)
	return seed(data, many/10+quietImages, func(tx *store.Tx, n int) error {
		i := seedImage(n, now)
		if n >= many/10 {
			i.Account = quietAccount
		}
		return tx.CreateImage(i)
	})
}

func measureQuiet(binary, data, keys string, requests int, noisy bool, flags []string) (load, error) {
	p, err := startSesame(binary, data, append([]string{"--accounts", keys}, flags...)...)
	if err != nil {
		return load{}, err
	}
	defer p.stop()
	quiet := prepareAs(quietKey, v1, p.address, "ModifyImageAttribute", requests, func(i int) url.Values { return describeImage(many/10+i%quietImages, i) })
	ended := make(chan error, 1)
	if noisy {
		all := prepare(v1, p.address, "ModifyImageAttribute", requests*noisyPerQuiet, func(i int) url.Values { return describeImage(i%(many/10), i) })
		go func() {
			_, err := fire(plain(p.address), noisyClients, all)
			ended <- err
		}()
		time.Sleep(200 * time.Millisecond) // until it is noisy
	}
	return firePaced(p.address, quiet, quietPause, ended)
}

// firePaced sends one request in each pause over one connection, until it is told an end.
func firePaced(address string, requests [][]byte, pause time.Duration, ended <-chan error) (load, error) {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return load{}, err
	}
	defer func() { _ = c.Close() }()
	r := bufio.NewReader(c)
	tick := time.NewTicker(pause)
	defer tick.Stop()
	took := make([]time.Duration, 0, len(requests))
	for _, q := range requests {
		select {
		case err := <-ended:
			return loadOf(took), err
		case <-tick.C:
		}
		begin := time.Now()
		if _, err := c.Write(q); err != nil {
			return load{}, err
		}
		if err := readAnswer(r, q); err != nil {
			return load{}, err
		}
		took = append(took, time.Since(begin))
	}
	return loadOf(took), nil
}
