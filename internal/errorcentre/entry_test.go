package errorcentre_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sesame/internal/apierr"
	"sesame/internal/errorcentre"
)

// TestEveryErrorIsExplained: whatever stands in the catalogue has a cause and a remedy.
func TestEveryErrorIsExplained(t *testing.T) {
	for _, e := range catalogue(t) {
		if found, ok := errorcentre.Find(e.Code, e.Message); !ok || found.Cause == "" || found.Remedy == "" {
			t.Errorf("%s (%s) is not explained in causes/", e.Code, e.Message)
		}
	}
}

// TestEveryEntryIsUsed: no entry is of a code or message that nobody gives, or there twice.
func TestEveryEntryIsUsed(t *testing.T) {
	used := map[*errorcentre.Entry]bool{}
	for _, e := range catalogue(t) {
		if found, ok := errorcentre.Find(e.Code, e.Message); ok {
			used[found] = true
		}
	}
	for _, e := range errorcentre.Entries() {
		if !used[e] {
			t.Errorf("causes/ has %s (%s), which the catalogue does not have", e.Code, e.Message)
		}
	}
}

// TestEntriesAreWritten: each says something of its own, in sentences.
func TestEntriesAreWritten(t *testing.T) {
	seen := map[string]string{}
	for _, e := range errorcentre.Entries() {
		for _, text := range []string{e.Cause, e.Remedy} {
			if before, ok := seen[text]; ok && text != nothingLeft {
				t.Errorf("%s says the same as %s: %s", e.Code, before, text)
			}
			seen[text] = e.Code
			if len(text) < 20 || !strings.HasSuffix(text, ".") || strings.Contains(text, "  ") {
				t.Errorf("%s: this is no sentence: %q", e.Code, text)
			}
		}
	}
}

// nothingLeft is what several have in common.
const nothingLeft = "Nothing is left to do."

// TestRules: the rules that are cited exist.
func TestRules(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "assumptions.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range errorcentre.Entries() {
		for _, rule := range e.Rules {
			if !strings.Contains(string(text), "\n| "+rule+" |") {
				t.Errorf("%s cites %q, which docs/assumptions.md does not have", e.Code, rule)
			}
		}
	}
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ code, message, cause string }{
		{"InvalidImageId.NotFound", "The specified image m-1 does not exist.", "cannot see an image"},
		{"InvalidImageId.NotFound", "The specified ImageId does not exist.", "no custom image"},
		{"InvalidParameter", "The request body is larger than 1048576 bytes.", "1 MiB"},
		{"InvalidParameter", "The specified parameter \"PageSize\" is not valid.", "cannot be read"},
		{"InvalidImageName.Duplicated", "The destination image is exist.", "has this name"},
	} {
		e, ok := errorcentre.Find(c.code, c.message)
		if !ok || !strings.Contains(e.Cause, c.cause) {
			t.Errorf("%s (%s): %v", c.code, c.message, e)
		}
	}
	for _, code := range []string{"", "Nonsense", "invalidimageid.notfound"} {
		if e, ok := errorcentre.Find(code, ""); ok {
			t.Errorf("%q is explained: %v", code, e)
		}
	}
}

// catalogue reads package apierr from its source, as variables cannot be listed at run
// time, and adds what the gateway says without one.
func catalogue(t *testing.T) []apierr.Error {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "apierr", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, filepath.Join("..", "rpc", "urlencoded.go")) // what it says of limits
	var all []apierr.Error
	for _, e := range apierr.Gateway() {
		all = append(all, *e)
	}
	for _, name := range files {
		source, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		found := declared(t, source)
		if filepath.Base(name) == "gateway.go" {
			for _, e := range found {
				if !slices.ContainsFunc(apierr.Gateway(), func(g *apierr.Error) bool { return *g == e }) {
					t.Errorf("apierr.Gateway does not list %s (%s)", e.Code, e.Message)
				}
			}
		}
		all = append(all, found...)
	}
	if len(all) < 300 {
		t.Fatalf("only %d errors found", len(all))
	}
	return all
}

var digits = regexp.MustCompile(`^[0-9]+$`)

// declared are the variables of a file that hold a status, a code and a message.
func declared(t *testing.T, source *ast.File) (all []apierr.Error) {
	t.Helper()
	for _, d := range source.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.VAR {
			continue
		}
		for _, s := range g.Specs {
			var parts []string
			ast.Inspect(s, func(n ast.Node) bool {
				if l, ok := n.(*ast.BasicLit); ok {
					parts = append(parts, l.Value)
				}
				return true
			})
			if len(parts) != 3 || !digits.MatchString(parts[0]) {
				continue
			}
			status, err := strconv.Atoi(parts[0])
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, apierr.Error{Status: status, Code: unquote(t, parts[1]), Message: unquote(t, parts[2])})
		}
	}
	return all
}

func unquote(t *testing.T, s string) string {
	t.Helper()
	s, err := strconv.Unquote(s)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
