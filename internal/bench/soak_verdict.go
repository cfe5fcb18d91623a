package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// allowance is how much a series may grow in the time that is judged: a share of its first tenth
// and something besides. Nil: it is not judged.
type allowance struct{ share, besides float64 }

// series is something that is looked at in each window.
type series struct {
	name string
	// long is for a soak whose warm-up is settling or longer; short for others, in which
	// what fills up to a bound has not come to it.
	long, short *allowance
}

// settling is how long the log, what is kept of the last requests and what is remembered of
// nonces take to come to their bounds.
const settling = 10 * time.Minute

// soakSeries in the order in which a sampler tells them. Of memory, what is mapped from the
// file of the store is no memory of the program: it grows with the file, and the system
// takes it back when it wants to.
var soakSeries = []series{
	{"anonymous memory, MiB", &allowance{.05, 8}, &allowance{0, 96}},
	{"heap goal, MiB", &allowance{.05, 4}, &allowance{0, 96}},
	{"goroutines", &allowance{0, 4}, &allowance{0, 8}},
	{"open files", &allowance{0, 4}, &allowance{0, 8}},
	{"log (WAL), MiB", &allowance{.05, 4}, nil},
	{"rows, but for events", &allowance{.02, 100}, &allowance{.3, 500}},
	{"CPU a call, µs", &allowance{.1, 5}, nil},
	{"p50, ms", &allowance{.25, .2}, nil},
	{"p99, ms", &allowance{.5, 5}, nil},
	{"calls a second", nil, nil},
	{"resident memory, MiB", nil, nil},
	{"store, MiB", nil, nil},
}

// verdict is what became of a series in the time that is judged.
type verdict struct {
	name                string
	first, middle, last float64 // medians of the first tenth, the middle one and the last
	growth, allowed     float64
	judged              bool
}

func (v verdict) grows() bool { return v.judged && v.growth > v.allowed }

// judge looks at all samples after the warm-up.
func judge(samples []sample, warmUp time.Duration) []verdict {
	samples = slices.DeleteFunc(slices.Clone(samples), func(s sample) bool { return s.at < warmUp })
	at, values := make([]float64, len(samples)), make([]float64, len(samples))
	all := make([]verdict, 0, len(soakSeries))
	for n, series := range soakSeries {
		for i, s := range samples {
			at[i], values[i] = s.at.Seconds(), s.values[n]
		}
		allowed := series.long
		if warmUp < settling {
			allowed = series.short
		}
		all = append(all, judgeSeries(series.name, at, values, allowed))
	}
	return all
}

func judgeSeries(name string, at, values []float64, allowed *allowance) verdict {
	n := len(values)
	if n < 10 {
		return verdict{name: name}
	}
	tenth := n / 10
	middle := (n - tenth) / 2
	v := verdict{
		name: name, first: medianOf(values[:tenth]), middle: medianOf(values[middle : middle+tenth]), last: medianOf(values[n-tenth:]),
		growth: slope(at, values) * (at[n-1] - at[0]),
	}
	if allowed != nil {
		v.judged, v.allowed = true, allowed.share*v.first+allowed.besides
	}
	return v
}

// slope is the median of the slopes between any two points (Theil and Sen): what happens in
// less than a quarter of the time does not change it.
func slope(at, values []float64) float64 {
	var all []float64
	for i := range values {
		for j := range i {
			if at[i] != at[j] {
				all = append(all, (values[i]-values[j])/(at[i]-at[j]))
			}
		}
	}
	return medianOf(all)
}

// medianOf leaves the values in their order.
func medianOf(values []float64) float64 { return median(slices.Clone(values)) }

// printVerdicts reports whether something grows, or nothing could be judged.
func printVerdicts(out io.Writer, verdicts []verdict) (grows bool, err error) {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(table, "\tfirst tenth\tmiddle\tlast tenth\tgrowth\tallowed\t\t")
	judged := false
	for _, v := range verdicts {
		allowed, said := "", "told only"
		if v.judged {
			judged = true
			allowed, said = fmt.Sprintf("%.2f", v.allowed), "level"
		}
		if v.grows() {
			grows, said = true, "GROWS"
		}
		_, _ = fmt.Fprintf(table, "%s\t%.2f\t%.2f\t%.2f\t%+.2f\t%s\t%s\t\n", v.name, v.first, v.middle, v.last, v.growth, allowed, said)
	}
	return grows || !judged, table.Flush()
}
