package trace_test

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sesame/internal/trace"
)

var (
	region = &trace.Check{Says: "the region exists", Codes: []string{"InvalidRegionId.NotFound"}}
	image  = &trace.Check{Says: "the image exists"}
	state  = &trace.Check{Says: "the image is Available"}
)

// told is a trace as text.
func told(t *trace.Trace) (all []string) {
	for k, looked := range t.Steps() {
		line := k.Says
		for _, a := range looked {
			line += " " + a.String()
		}
		all = append(all, line)
	}
	return all
}

func TestSteps(t *testing.T) {
	var tr trace.Trace
	tr.Check(region, slog.String("RegionId", "cn-hangzhou"))
	tr.Check(image)
	tr.Check(state, slog.String("Status", "Creating"), slog.Int("Shares", 2))
	want := []string{"the region exists RegionId=cn-hangzhou", "the image exists", "the image is Available Status=Creating Shares=2"}
	if diff := cmp.Diff(want, told(&tr)); diff != "" {
		t.Error(diff)
	}
}

// TestCut: what runs again is told once.
func TestCut(t *testing.T) {
	var tr trace.Trace
	tr.Check(region, slog.String("RegionId", "cn-hangzhou"))
	mark := tr.Len()
	for range 3 {
		tr.Cut(mark)
		tr.Check(image, slog.String("ImageId", "m-1"))
		tr.Check(state, slog.String("Status", "Available"))
		tr.Effect(trace.Effect{Resource: "image"})
	}
	want := []string{"the region exists RegionId=cn-hangzhou", "the image exists ImageId=m-1", "the image is Available Status=Available"}
	if diff := cmp.Diff(want, told(&tr)); diff != "" {
		t.Error(diff)
	}
	if len(tr.Effects()) != 1 {
		t.Errorf("%d effects", len(tr.Effects()))
	}
	tr.Cut(0)
	if tr.Len() != 0 || told(&tr) != nil {
		t.Errorf("after Cut(0): %v", told(&tr))
	}
}

// TestNil: who is given no trace need not ask.
func TestNil(t *testing.T) {
	var tr *trace.Trace
	tr.Check(region, slog.String("RegionId", "cn-hangzhou"))
	tr.Effect(trace.Effect{})
	tr.Cut(0)
	if tr.Len() != 0 || tr.Effects() != nil || told(tr) != nil {
		t.Error("a nil trace has something")
	}
}

// TestPack: what is kept as bytes is told as it was.
func TestPack(t *testing.T) {
	var tr trace.Trace
	tr.Check(region, slog.String("RegionId", "cn-hangzhou"), slog.Int("n", -3), slog.Bool("yes", true), slog.Bool("no", false))
	tr.Check(image)
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	tr.Check(state, slog.Duration("skew", time.Minute), slog.Time("at", at), slog.Any("other", []int{1, 2}))
	tr.Effect(trace.Effect{Resource: "image", Before: "{}", After: ""})
	read, rest := trace.Read(append(tr.Append(nil), "rest"...), tr.Checks(nil))
	if string(rest) != "rest" {
		t.Errorf("rest %q", rest)
	}
	if diff := cmp.Diff(tr.Effects(), read.Effects()); diff != "" {
		t.Error(diff)
	}
	want := told(&tr)
	got := told(read)
	want[2], got[2] = utc(want[2]), utc(got[2])
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// utc leaves out of a line which zone its time is told in.
func utc(line string) string { before, _, _ := strings.Cut(line, " at="); return before }

func TestRefuses(t *testing.T) {
	if !region.Refuses("InvalidRegionId.NotFound") || region.Refuses("InvalidImageId.NotFound") || !image.Refuses("InvalidImageId.NotFound") {
		t.Error("a check refuses with its codes, one without codes with any")
	}
}

// TestAllocations: a trace that is used again costs no memory.
func TestAllocations(t *testing.T) {
	var tr trace.Trace
	id, n := "cn-hangzhou", 3
	allocations := testing.AllocsPerRun(100, func() {
		tr.Cut(0)
		tr.Check(region, slog.String("RegionId", id))
		tr.Check(state, slog.Int("Shares", n), slog.Bool("Public", n > 3))
	})
	if allocations > 0 {
		t.Errorf("%v allocations", allocations)
	}
}
