package sandbox_test

import (
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"sesame/internal/apierr"
	"sesame/internal/errorcentre"
	"sesame/internal/sandbox"
	"sesame/internal/story"
)

var update = flag.Bool("update", false, "look for examples in the stories of the wire tests: those that are good stay")

// updateExamples writes examples/ecs.txt again. Of errors without an example, or with one
// that is not good any more, the shortest part of a story that ends in the error is taken.
func updateExamples(t *testing.T) {
	t.Helper()
	found := callsWithErrors(t)
	var all []string
	for _, a := range actions() {
		for _, e := range a.Errors {
			example, ok := errorcentre.FindExample(a.Name, e)
			if !ok || !ends(t.Context(), example.Steps, a.Name, e) {
				example = shortest(t, found[key{a.Name, *e}], a.Name, e)
			}
			if example == nil {
				t.Errorf("no story tells %s %d %v", a.Name, e.Status, e)
				continue
			}
			all = append(all, example.String())
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	file := filepath.Join("..", "errorcentre", "examples", "ecs.txt")
	if err := os.WriteFile(file, []byte(strings.Join(all, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
}

// key is what an example is of.
type key struct {
	action string
	e      apierr.Error
}

// callsWithErrors plays all stories and gives for each error the beginnings of stories that
// end in it.
func callsWithErrors(t *testing.T) map[key][][]string {
	t.Helper()
	declared := map[string][]*apierr.Error{}
	for _, a := range actions() {
		declared[a.Name] = a.Errors
	}
	all := map[key][][]string{}
	files, err := filepath.Glob(filepath.Join("..", "api", "ecs", "testdata", "wire", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		steps := strings.Split(strings.TrimSpace(string(archive.Files[0].Data)), "\n")
		play(t.Context(), steps, func(n int, x *errorcentre.Exchange) {
			if x.Status == 200 {
				return
			}
			for _, e := range declared[x.Action] {
				if e.Matches(refusal(t, *x)) {
					k := key{x.Action, *e}
					all[k] = append(all[k], steps[:n+1])
				}
			}
		})
	}
	return all
}

// play plays lines and tells of each call; it reports whether all could be played.
func play(ctx context.Context, steps []string, tell func(n int, x *errorcentre.Exchange)) bool {
	o, first, err := sandbox.ReadOptions(steps[0])
	if err != nil {
		return false
	}
	w, err := sandbox.Open(ctx, o)
	if err != nil {
		return false
	}
	defer func() { _ = w.Close() }()
	for n, line := range steps {
		if n == 0 && first {
			continue
		}
		x, err := w.Step(ctx, line)
		if err != nil {
			return false
		}
		if x != nil {
			tell(n, x)
		}
	}
	return true
}

// ends reports whether the last of some steps is answered with an error, and with this one.
func ends(ctx context.Context, steps []string, action string, e *apierr.Error) bool {
	var last *errorcentre.Exchange
	if !play(ctx, steps, func(_ int, x *errorcentre.Exchange) { last = x }) || last == nil {
		return false
	}
	answered := &apierr.Error{Status: last.Status}
	if err := decode(last.Answer, answered); err != nil {
		return false
	}
	return last.Action == action && e.Matches(answered)
}

// shortest tries the beginnings of stories: the call alone, else without whatever the error
// does not need.
func shortest(t *testing.T, stories [][]string, action string, e *apierr.Error) *errorcentre.Example {
	t.Helper()
	var best []string
	consider := func(steps []string) {
		if best == nil || len(strings.Join(steps, "\n")) < len(strings.Join(best, "\n")) {
			best = steps
		}
	}
	for _, steps := range stories {
		if alone := alone(steps); ends(t.Context(), alone, action, e) {
			consider(alone)
		}
	}
	for n := 0; best == nil && n < min(3, len(stories)); n++ {
		if steps := reduced(t, stories[n], action, e); steps != nil {
			consider(steps)
		}
	}
	if best == nil {
		return nil
	}
	last := len(best) - 1
	best[last] = ">" + best[last][1:]
	return &errorcentre.Example{Action: action, Error: *e, Steps: best}
}

// alone is the last call with what its server and its caller are.
func alone(steps []string) (all []string) {
	if strings.HasPrefix(steps[0], "server ") {
		all = append(all, steps[0])
	}
	for n := len(steps) - 1; n >= 0; n-- {
		if strings.HasPrefix(steps[n], "as ") {
			if steps[n] != "as ali" {
				all = append(all, steps[n])
			}
			break
		}
	}
	return append(all, steps[len(steps)-1])
}

// reduced leaves out one step after the other, from the last but one to the first, and
// keeps out those that are not missed.
func reduced(t *testing.T, steps []string, action string, e *apierr.Error) []string {
	t.Helper()
	steps = slices.DeleteFunc(slices.Clone(steps), func(s string) bool { return s == "" || strings.HasPrefix(s, "#") })
	if !ends(t.Context(), steps, action, e) {
		return nil
	}
	for size := len(steps) / 2; size > 0; size /= 2 {
		for n := len(steps) - 1 - size; n >= 0; n-- {
			if n+size >= len(steps) {
				continue
			}
			fewer, err := without(t.Context(), steps, n, size)
			if err == nil && ends(t.Context(), fewer, action, e) {
				steps = fewer
			}
		}
	}
	return steps
}

var nameInStep = regexp.MustCompile(`\$[a-z]+\d+`)

// without leaves steps out and gives the identifiers in those behind the names that they
// have then.
func without(ctx context.Context, steps []string, from, count int) ([]string, error) {
	before := namesByStep(ctx, steps)
	fewer := slices.Delete(slices.Clone(steps), from, from+count)
	before = slices.Delete(before, from, from+count)
	renamed := map[string]string{}
	counts := map[string]int{}
	for n, line := range fewer {
		var bad error
		fewer[n] = nameInStep.ReplaceAllStringFunc(line, func(name string) string {
			if renamed[name] == "" {
				bad = errors.New("nothing makes " + name)
			}
			return renamed[name]
		})
		if bad != nil {
			return nil, bad
		}
		for _, name := range before[n] {
			kind := strings.TrimRight(name, "0123456789")
			counts[kind]++
			renamed[name] = kind + strconv.Itoa(counts[kind])
		}
	}
	return fewer, nil
}

// namesByStep gives the names that appear first in the answer to each step.
func namesByStep(ctx context.Context, steps []string) [][]string {
	all := make([][]string, len(steps))
	seen := map[string]bool{}
	names := story.NewNames()
	play(ctx, steps, func(n int, x *errorcentre.Exchange) {
		for _, name := range nameInStep.FindAllString(names.Hide(x.Answer), -1) {
			if !seen[name] {
				seen[name] = true
				all[n] = append(all[n], name)
			}
		}
	})
	return all
}
