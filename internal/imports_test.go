package internal_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "sesame"

// wiring packages join all the others, so they may import any of them.
func isWiring(p string) bool { return strings.HasPrefix(p, "cmd/") || p == "sesametest" }

// forTests are the packages that the server must not depend on: tests have them, and the
// program that writes the documents.
var forTests = []string{"contract", "pgtest", "sesametest"}

// TestImports compares who imports whom with the table of docs/ARCHITECTURE.md: an arrow
// that the table does not have is new, and wants to be thought about first.
func TestImports(t *testing.T) {
	allowed := importTable(t)
	imports := readImports(t)
	for p, to := range imports {
		row, ok := allowed[p]
		if !ok && !isWiring(p) {
			t.Errorf("%s is not in the table of docs/ARCHITECTURE.md", p)
			continue
		}
		for q := range to {
			switch {
			case slices.Contains(forTests, q) && p != "docgen":
				t.Errorf("%s imports %s, which is for tests", p, q)
			case !isWiring(p) && !row[q]:
				t.Errorf("%s imports %s: the table of docs/ARCHITECTURE.md has no such arrow", p, q)
			}
		}
		for q := range row {
			if !to[q] && !isWiring(p) {
				t.Errorf("%s does not import %s any more: the table of docs/ARCHITECTURE.md says so", p, q)
			}
		}
	}
	for p, row := range allowed {
		if imports[p] == nil && len(row) > 0 { // packages of nothing but tests import nothing
			t.Errorf("%s is in the table of docs/ARCHITECTURE.md, and is no package", p)
		}
	}
}

// imported is a set of packages, without the module and internal/.
type imported map[string]bool

// importTable reads the lines "| package | imports of ours |".
func importTable(t *testing.T) map[string]imported {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "docs", "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(text), "| package | imports of ours |\n")
	if !ok {
		t.Fatal("docs/ARCHITECTURE.md has no table of imports")
	}
	table := map[string]imported{}
	for line := range strings.SplitSeq(rest, "\n") {
		cells := strings.Split(line, "|")
		if len(cells) != 4 {
			break
		}
		if strings.HasPrefix(cells[1], "---") {
			continue
		}
		row := imported{}
		for name := range strings.SplitSeq(cells[2], ",") {
			if name = strings.TrimSpace(name); name != "none" {
				row[name] = true
			}
		}
		for p := range strings.SplitSeq(cells[1], ",") {
			table[strings.TrimSpace(p)] = row
		}
	}
	return table
}

// readImports reads the imports of all packages of the module, without their tests.
func readImports(t *testing.T) map[string]imported {
	t.Helper()
	imports := map[string]imported{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != ".." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || isModule(path)):
			return filepath.SkipDir
		case d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		dir, err := filepath.Rel("..", filepath.Dir(path))
		if err != nil {
			return err
		}
		p := short(filepath.ToSlash(dir))
		if imports[p] == nil {
			imports[p] = imported{}
		}
		found, err := importsOf(path)
		maps.Copy(imports[p], found)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return imports
}

// isModule: a folder with a module of its own is not ours.
func isModule(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}

func importsOf(file string) (imported, error) {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	found := imported{}
	for _, spec := range f.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		if ours, ok := strings.CutPrefix(path, module+"/"); ok {
			found[short(ours)] = true
		}
	}
	return found, nil
}

func short(p string) string { return strings.TrimPrefix(p, "internal/") }
