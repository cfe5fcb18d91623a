package main

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// made is an hour of samples around these levels, with noise of a tenth in what is measured
// and a bad patch of five minutes.
func made(change func(series string, at, value float64) float64) (all []sample) {
	noise := rand.New(rand.NewPCG(1, 2))
	levels := map[string]float64{
		"anonymous memory, MiB": 120, "heap goal, MiB": 60, "goroutines": 50, "open files": 60, "log (WAL), MiB": 126,
		"rows, but for events": 100_000, "CPU a call, µs": 200, "p50, ms": 1, "p99, ms": 8,
	}
	for at := 10.0; at <= 3600; at += 10 {
		s := sample{at: time.Duration(at) * time.Second}
		for _, series := range soakSeries {
			v := levels[series.name]
			if strings.Contains(series.name, "ms") || strings.Contains(series.name, "memory") {
				v *= 1 + .1*(noise.Float64()-.5)
				if at > 3000 && at < 3300 {
					v *= 3
				}
			}
			s.values = append(s.values, change(series.name, at, v))
		}
		all = append(all, s)
	}
	return all
}

func TestVerdictOfALevelHour(t *testing.T) {
	level := func(_ string, _, v float64) float64 { return v }
	for _, v := range judge(made(level), 20*time.Minute) {
		if v.grows() {
			t.Errorf("%+v", v)
		}
	}
	// What fills up in the warm-up, and a saw.
	fills := func(_ string, at, v float64) float64 { return v * min(1, at/1200) }
	saw := func(series string, at, v float64) float64 {
		if series == "heap goal, MiB" {
			v *= 1 + .3*math.Mod(at, 70)/70
		}
		return v
	}
	for _, change := range []func(string, float64, float64) float64{fills, saw} {
		for _, v := range judge(made(change), 20*time.Minute) {
			if v.grows() {
				t.Errorf("%+v", v)
			}
		}
	}
}

// Each series that is judged is found to grow, and no other.
func TestVerdictOfALeak(t *testing.T) {
	for _, leaky := range soakSeries {
		if leaky.long == nil {
			continue
		}
		verdicts := judge(made(func(series string, at, v float64) float64 {
			if series == leaky.name {
				v += at / 2400 * 1.5 * (leaky.long.share*v + leaky.long.besides)
			}
			return v
		}), 20*time.Minute)
		for _, v := range verdicts {
			if v.grows() != (v.name == leaky.name) {
				t.Errorf("%s leaks: %+v", leaky.name, v)
			}
		}
		var out bytes.Buffer
		grows, err := printVerdicts(&out, verdicts)
		if err != nil || !grows || strings.Count(out.String(), "GROWS") != 1 {
			t.Errorf("%s leaks: %v %v\n%s", leaky.name, grows, err, &out)
		}
	}
}

// Steps are growth as well, and too few samples are no verdict.
func TestVerdictOfStepsAndOfNothing(t *testing.T) {
	steps := judge(made(func(series string, at, v float64) float64 {
		if series == "log (WAL), MiB" {
			v += 8 * math.Floor(at/600)
		}
		return v
	}), 20*time.Minute)
	if n := slices.IndexFunc(steps, verdict.grows); n < 0 || steps[n].name != "log (WAL), MiB" {
		t.Errorf("%+v", steps)
	}
	var out bytes.Buffer
	if grows, err := printVerdicts(&out, judge(made(func(_ string, _, v float64) float64 { return v })[:9], 0)); err != nil || !grows {
		t.Errorf("of nine samples, %v: %s", err, &out)
	}
}

// TestSoak is a soak of seconds, of the real program: every call of the mix is answered as it
// should be, and what can be judged in that time does not grow.
func TestSoak(t *testing.T) {
	binary, err := built()
	if err != nil {
		t.Fatal(err)
	}
	s := newSoak(24*time.Second, 300)
	samples, err := s.run(t.Context(), binary, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	grows, err := printVerdicts(&out, judge(samples, s.warmUp))
	t.Logf("\n%s", &out)
	if err != nil || grows {
		t.Errorf("it grows: %v, %v", grows, err)
	}
	judged := 0
	for _, v := range judge(samples, s.warmUp) {
		if v.judged && v.last > 0 {
			judged++
		}
	}
	if judged < 5 {
		t.Errorf("%d series are judged", judged)
	}
	var file bytes.Buffer
	if err := writeCSV(&file, samples); err != nil || strings.Count(file.String(), "\n") != 1+len(samples) {
		t.Errorf("%v: %d lines for %d samples", err, strings.Count(file.String(), "\n"), len(samples))
	}
}
