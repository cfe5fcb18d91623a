package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	testName = regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z][A-Za-z0-9]*\b`)
	testFunc = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)[A-Z][A-Za-z0-9]*)\(`)
)

// TestSecurity: each line of the checklist names tests, and they exist.
func TestSecurity(t *testing.T) {
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, "docs", "SECURITY.md"))
	if err != nil {
		t.Fatal(err)
	}
	known := testsOf(t, root)
	lines := 0
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(line, "|")
		if len(cells) != 5 || strings.TrimSpace(cells[1]) == "" || strings.HasPrefix(cells[1], "---") {
			continue
		}
		lines++
		named := testName.FindAllString(cells[3], -1)
		if len(named) == 0 {
			t.Errorf("docs/SECURITY.md: no test is named: %s", line)
		}
		for _, name := range named {
			if !known[name] {
				t.Errorf("docs/SECURITY.md names %s, which does not exist", name)
			}
		}
	}
	if lines < 30 {
		t.Errorf("docs/SECURITY.md has only %d lines that are read", lines)
	}
}

// testsOf are the names of all tests.
func testsOf(t *testing.T, root string) map[string]bool {
	t.Helper()
	known := map[string]bool{}
	for _, folder := range []string{"cmd", "internal", "sesametest"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(file string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(file, "_test.go") {
				return err
			}
			text, err := os.ReadFile(file)
			for _, m := range testFunc.FindAllSubmatch(text, -1) {
				known[string(m[1])] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return known
}
