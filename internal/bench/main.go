// Command bench prints a table of what the server does, each row as a ratio to a bare
// net/http server that was measured between the same minutes, on the same cores, with the
// same load generator and the same bytes sent. A second table tells what single things cost,
// each as a ratio to a server without them. Absolute figures say more about the machine.
//
//	go run ./internal/bench [-short]    with rows on PostgreSQL below scripts/with-postgres
//	go run ./internal/bench -fair       how long a quiet account waits beside a noisy one
//	go run ./internal/bench -million    each filter of DescribeImages, among few and many images
//	go run ./internal/bench -soak 1h    whether anything grows at half of the peak
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "bare" {
		serveBare()
		return
	}
	short := flag.Bool("short", false, "a tenth of the requests: tells whether it works, not how fast")
	only := flag.String("only", "", "measure the rows whose name contains this")
	fair := flag.Bool("fair", false, "only measure how long a quiet account waits beside a noisy one")
	million := flag.Bool("million", false, "compare the filters of DescribeImages among 1,000 and 1,000,000 images (takes minutes)")
	soakTime := flag.Duration("soak", 0, "only look for so long whether anything grows")
	soakRate := flag.Float64("soak-rate", 0, "with so many calls a second (0: half of what the server can)")
	soakFile := flag.String("soak-csv", "", "where to write what was seen, window by window")
	flag.Parse()
	err := error(nil)
	if *fair {
		err = runFair(*short)
	} else if *soakTime > 0 {
		err = runSoak(*soakTime, *soakRate, *soakFile)
	} else if *million {
		err = runMillion(filterRequests(*short), *only)
	} else {
		err = run(*short, *only)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// filterRequests is how often each filter is asked for.
func filterRequests(short bool) int {
	if short {
		return 500
	}
	return 5000
}

func micros(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }

// rounds is how often each row is measured, beside the bare server each time. The median counts.
const rounds = 3

func run(short bool, only string) error {
	folder, binary, err := workshop()
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if err := printRows(binary, filepath.Join(folder, "data"), short, only); err != nil {
		return err
	}
	if err := printCosts(binary, filepath.Join(folder, "data"), short, only); err != nil {
		return err
	}
	if only != "" {
		return nil
	}
	if err := printFairness(binary, folder, quietRequests(short)); err != nil {
		return err
	}
	return printFootprint(binary, folder)
}
