package console_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the pages of testdata again (read them before you commit)")

// What differs from run to run.
var volatile = []struct {
	pattern *regexp.Regexp
	stable  string
}{
	{regexp.MustCompile(`name="token" value="[^"]*"`), `name="token" value="TOKEN"`},
	{regexp.MustCompile(`/console/static/[0-9a-f]+/`), `/console/static/HASH/`},
	{regexp.MustCompile(`[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}`), `REQUEST`},
	{regexp.MustCompile(`(?i)(x-acs-signature-nonce: ?)[A-Z0-9]+`), `${1}NONCE`},
	{regexp.MustCompile(`[0-9a-f]{64}`), `HASH`},
	{regexp.MustCompile(`SignatureNonce=[A-Z0-9]+`), `SignatureNonce=NONCE`},
	{regexp.MustCompile(`&(amp;)?Signature=[A-Za-z0-9%]+`), `&amp;Signature=SIGNATURE`},
	{regexp.MustCompile(`(SignatureNonce(?:=|%3D|</dt><dd dir="auto"><code>| <code dir="auto">))[A-Z2-7]{26}`), `${1}NONCE`},
	{regexp.MustCompile(`(Content-Length</dt><dd dir="auto"><code>)[0-9]+`), `${1}N`},
	{regexp.MustCompile(`127\.0\.0\.1:[0-9]+`), `HOST`},
}

// golden compares what is within main of a page with testdata/<name>.html.
func (s *seen) golden(t *testing.T, name string) {
	t.Helper()
	body := mainPart.FindString(s.body)
	if body == "" {
		t.Fatalf("%s has no main part:\n%s", s.path, s.body)
	}
	s.compare(t, name, body)
}

var mainPart = regexp.MustCompile(`(?s)<main .*</main>\n`)

// compare holds a text against testdata/<name>.html, without what differs from run to run.
func (s *seen) compare(t *testing.T, name, body string) {
	t.Helper()
	for _, v := range volatile {
		body = v.pattern.ReplaceAllString(body, v.stable)
	}
	file := filepath.Join("testdata", name+".html")
	if *update {
		if err := os.WriteFile(file, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), body); diff != "" {
		t.Errorf("-%s +what was answered:\n%s", file, diff)
	}
}
