package deploy

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestUnit: systemd understands every line, and finds little that the server could do beyond
// its work.
func TestUnit(t *testing.T) {
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("no systemd-analyze, and CI=true")
		}
		t.Skip("no systemd-analyze: THE UNIT IS NOT CHECKED")
	}
	text, err := os.ReadFile("../../deploy/systemd/sesame.service")
	if err != nil {
		t.Fatal(err)
	}
	unit := filepath.Join(t.TempDir(), "sesame.service")
	// A program must be there to be named.
	here := strings.ReplaceAll(string(text), "/usr/local/bin/sesame", "/bin/true")
	if err := os.WriteFile(unit, []byte(here), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("systemd-analyze", "verify", "--man=no", unit).CombinedOutput(); err != nil || strings.Contains(string(out), "sesame.service") {
		t.Errorf("verify: %v\n%s", err, out)
	}
	// In tenths: 0 is nothing to be exposed, 100 everything.
	if out, err := exec.Command("systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", unit).CombinedOutput(); err != nil {
		t.Errorf("security: %v\n%s", err, out)
	} else {
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		t.Log(lines[len(lines)-1])
	}
}
