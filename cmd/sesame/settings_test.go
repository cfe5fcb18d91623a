package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

var update = flag.Bool("update", false, "write docs/SETTINGS.md")

// TestSettings: every flag has an environment variable, and docs/SETTINGS.md tells it.
func TestSettings(t *testing.T) {
	const file = "../../docs/SETTINGS.md"
	want := settings(t)
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != want {
		t.Errorf("%s is not what the flags are: go test ./cmd/sesame -run TestSettings -update (%v)", file, err)
	}
}

func settings(t *testing.T) string {
	t.Helper()
	parser := newParser(&app{stdout: io.Discard, stderr: io.Discard}, &commands{})
	var text strings.Builder
	text.WriteString("# Settings\n\nEach flag of each command is also an environment variable; a flag wins. Written by TestSettings.\n")
	for _, command := range parser.Model.Leaves(true) {
		if len(command.Flags) == 0 {
			continue
		}
		fmt.Fprintf(&text, "\n## sesame %s\n\n| flag | environment variable | meaning |\n|---|---|---|\n", command.Path())
		for _, f := range command.Flags {
			setting(t, &text, f)
		}
	}
	return text.String()
}

func setting(t *testing.T, text *strings.Builder, f *kong.Flag) {
	t.Helper()
	if f.Name == "help" || f.Name == "seed" { // which is for tests
		return
	}
	if len(f.Envs) == 0 {
		t.Errorf("--%s has no environment variable", f.Name)
		return
	}
	fmt.Fprintf(text, "| `--%s` | `%s` | %s |\n", f.Name, f.Envs[0], strings.ReplaceAll(f.Help, "|", `\|`))
}
