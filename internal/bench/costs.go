package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// cost is a row of what one thing costs: the processor time of a server that does it and of
// one that does not, in turns, by the same requests.
type cost struct {
	name, goal, action string
	requests           int
	params             func(i int) url.Values
	with, without      []string                  // flags of the two servers
	tls                bool                      // with: the requests are sent over TLS
	settle             func(with *process) error // waits for what is done after the answers
}

// costImages are few: the costs that are looked for do not depend on how many there are.
const costImages = 100

func costRows(short bool) []cost {
	keep, forget := []string{"--keep-requests", "10000"}, []string{"--keep-requests", "0"}
	throttle := []string{"--throttle", "1000000000"}
	// As often, and as soon, as calls of at most 3 seconds allow: a few events at once, where a
	// usual server seals those of a minute.
	seal, noSeal := []string{"--call-timeout", "3s", "--audit-margin", "3100ms", "--audit-seal-every", "1s"}, []string{"--call-timeout", "3s", "--audit-seal-every", "0"}
	byID, modify := byIDAmong(costImages), describeAmong(costImages)
	rows := []cost{
		{name: "explain: DescribeImages by id", goal: "1.05", action: "DescribeImages", requests: 20_000, params: byID, with: keep, without: forget},
		{name: "explain: ModifyImageAttribute description", goal: "1.05", action: "ModifyImageAttribute", requests: 10_000, params: modify, with: keep, without: forget},
		{name: "explain: DescribeImages page of 10", goal: "1.05", action: "DescribeImages", requests: 10_000, params: ownPage, with: keep, without: forget},
		{name: "throttle: DescribeImages by id", action: "DescribeImages", requests: 20_000, params: byID, with: throttle},
		{name: "throttle: ModifyImageAttribute description", action: "ModifyImageAttribute", requests: 10_000, params: modify, with: throttle},
		{name: "audit: sealing of ModifyImageAttribute", action: "ModifyImageAttribute", requests: 10_000, params: modify, with: seal, without: noSeal, settle: untilSealed},
		{name: "TLS: DescribeImages by id", action: "DescribeImages", requests: 20_000, params: byID, tls: true},
		{name: "TLS: ModifyImageAttribute description", action: "ModifyImageAttribute", requests: 10_000, params: modify, tls: true},
	}
	for n := range rows {
		if short {
			rows[n].requests /= 10
		}
	}
	return rows
}

var sealedUntil = regexp.MustCompile(`(?m)^sesame_audit_sealed_until_timestamp_seconds (\d+)`)

// untilSealed waits until a server has sealed all that happened so far.
func untilSealed(p *process) error {
	begin := time.Now()
	for time.Since(begin) < time.Minute {
		time.Sleep(time.Second)
		answer, err := http.Get("http://" + p.address + "/_sesame/metrics")
		if err != nil {
			return err
		}
		page, err := io.ReadAll(answer.Body)
		if err := errors.Join(err, answer.Body.Close()); err != nil {
			return err
		}
		if m := sealedUntil.FindSubmatch(page); m != nil {
			if at, _ := strconv.ParseInt(string(m[1]), 10, 64); at > begin.Unix() {
				return nil
			}
		}
	}
	return errors.New("nothing is sealed for a minute")
}

// costRounds is more than usual: a difference is looked for that is small.
const costRounds = 5

// printCosts measures the rows whose name contains only.
func printCosts(binary, folder string, short bool, only string) error {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(table, "\ncost of\tratio\tgoal\tCPU, with\twithout\t")
	rows := 0
	for n, c := range costRows(short) {
		if !strings.Contains(c.name, only) {
			continue
		}
		with, without, err := c.measure(binary, fmt.Sprintf("%s-cost-%d", folder, n))
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		_, _ = fmt.Fprintf(table, "%s\t%.3f\t%s\t%.1fµs\t%.1fµs\t\n", c.name, with/without, c.goal, with, without)
		rows++
	}
	if rows == 0 {
		return nil
	}
	return table.Flush()
}

// measure gives the medians of the processor time of a request, in microseconds. What a
// server does by itself between its requests counts.
func (c *cost) measure(binary, folder string) (with, without float64, err error) {
	servers := make([]*process, 2)
	for n, flags := range [][]string{c.with, c.without} {
		data := fmt.Sprintf("%s-%d", folder, n)
		if err := seedOnce(data, costImages); err != nil {
			return 0, 0, err
		}
		if servers[n], err = startSesame(binary, data, flags...); err != nil {
			return 0, 0, err
		}
		defer servers[n].stop()
	}
	targets := [2]target{plain(servers[0].address), plain(servers[1].address)}
	if c.tls {
		targets[0] = overTLS(servers[0].address)
	}
	costs := [2][]float64{}
	for round := range 1 + costRounds {
		before := [2]time.Duration{servers[0].cpu(), servers[1].cpu()}
		for n, s := range servers {
			requests := prepare(v1, s.address, c.action, c.requests, c.params)
			if _, err := fire(targets[n], manyConnections, requests); err != nil {
				return 0, 0, err
			}
		}
		if c.settle != nil {
			if err := c.settle(servers[0]); err != nil {
				return 0, 0, err
			}
		}
		if round == 0 { // it fills what there is to fill
			continue
		}
		for n, s := range servers {
			costs[n] = append(costs[n], micros((s.cpu()-before[n])/time.Duration(c.requests)))
		}
	}
	return median(costs[0]), median(costs[1]), nil
}
