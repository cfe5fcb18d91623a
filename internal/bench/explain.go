package main

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"strings"
	"text/tabwriter"
	"time"
)

// kept is a row of what it costs to keep requests for sesame why: the processor time of one
// server that keeps them and of one that does not, in turns, by the same requests.
type kept struct {
	name, action string
	requests     int
	params       func(i int) url.Values
}

// keptImages are few: the cost that is looked for does not depend on how many there are.
const keptImages = 100

const keptGoal = "1.05"

func keptRows(short bool) []kept {
	rows := []kept{
		{"explain: DescribeImages by id", "DescribeImages", 20_000, func(int) url.Values {
			return url.Values{"ImageId": {imageID(rand.IntN(keptImages))}}
		}},
		{"explain: ModifyImageAttribute description", "ModifyImageAttribute", 10_000, func(i int) url.Values {
			return url.Values{"ImageId": {imageID(rand.IntN(keptImages))}, "Description": {fmt.Sprintf("described by request %d", i)}}
		}},
		{"explain: DescribeImages page of 10", "DescribeImages", 10_000, ownPage},
	}
	for n := range rows {
		if short {
			rows[n].requests /= 10
		}
	}
	return rows
}

// keptRounds is more than usual: a difference is looked for that is small.
const keptRounds = 5

// printKept measures the rows whose name contains only.
func printKept(binary, folder string, short bool, only string) error {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(table, "\noperation\tratio\tgoal\tCPU, kept\tnot kept\t")
	rows := 0
	for _, k := range keptRows(short) {
		if !strings.Contains(k.name, only) {
			continue
		}
		with, without, err := k.measure(binary, folder)
		if err != nil {
			return fmt.Errorf("%s: %w", k.name, err)
		}
		_, _ = fmt.Fprintf(table, "%s\t%.3f\t%s\t%.1fµs\t%.1fµs\t\n", k.name, with/without, keptGoal, with, without)
		rows++
	}
	if rows == 0 {
		return nil
	}
	return table.Flush()
}

// measure gives the medians of the processor time of a request, in microseconds.
func (k *kept) measure(binary, folder string) (with, without float64, err error) {
	servers := make([]*process, 2)
	for n, keep := range []string{"10000", "0"} {
		data := fmt.Sprintf("%s-kept-%s", folder, keep)
		if err := seedOnce(data, keptImages); err != nil {
			return 0, 0, err
		}
		if servers[n], err = startSesame(binary, data, "--keep-requests", keep); err != nil {
			return 0, 0, err
		}
		defer servers[n].stop()
	}
	costs := [2][]float64{}
	for round := range 1 + keptRounds {
		for n, s := range servers {
			requests := prepare(v1, s.address, k.action, k.requests, k.params)
			before := s.cpu()
			if _, err := fire(s.address, manyConnections, requests); err != nil {
				return 0, 0, err
			}
			if round > 0 { // the first fills what there is to fill
				costs[n] = append(costs[n], micros((s.cpu()-before)/time.Duration(k.requests)))
			}
		}
	}
	return median(costs[0]), median(costs[1]), nil
}
