package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

var (
	citation = regexp.MustCompile(`\bA-[0-9]{3}\b`)
	entry    = regexp.MustCompile(`(?m)^\| (A-[0-9]{3}) \|`)
	dependee = regexp.MustCompile(`\b(?:[a-z_]+/)+[0-9a-z_]+\.(?:go|sql)\b`)
	story    = regexp.MustCompile(`[^*]\*([a-z_]+)\*[^*]`)
)

// TestAssumptions: what the code cites is in docs/assumptions.md, once, and the files that
// are named there exist.
func TestAssumptions(t *testing.T) {
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, "docs", "assumptions.md"))
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, m := range entry.FindAllSubmatch(text, -1) {
		if known[string(m[1])] {
			t.Errorf("%s is there twice", m[1])
		}
		known[string(m[1])] = true
	}
	for file, cited := range citations(t, root) {
		for _, number := range cited {
			if !known[number] {
				t.Errorf("%s cites %s, which docs/assumptions.md does not have", file, number)
			}
		}
	}
	for _, file := range dependees(text) {
		_, above := os.Stat(filepath.Join(root, file))
		if _, err := os.Stat(filepath.Join(root, "internal", file)); err != nil && above != nil {
			t.Errorf("docs/assumptions.md names %s, which does not exist", file)
		}
	}
}

func dependees(text []byte) (all []string) {
	for _, m := range dependee.FindAll(text, -1) {
		all = append(all, string(m))
	}
	for _, m := range story.FindAllSubmatch(text, -1) {
		all = append(all, "internal/api/ecs/testdata/wire/"+string(m[1])+".txtar")
	}
	return all
}

// citations gives the numbers that each Go file and each story cites.
func citations(t *testing.T, root string) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, folder := range []string{"cmd", "internal"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(file string, d fs.DirEntry, err error) error {
			if err != nil || !slices.Contains([]string{".go", ".txtar"}, filepath.Ext(file)) {
				return err
			}
			text, err := os.ReadFile(file)
			all[file] = citation.FindAllString(string(text), -1)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}
