package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// hello writes a small program, which is quickly built.
func hello(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"go.mod":  "module hello\n\ngo 1.26.0\n",
		"main.go": "package main\n\nvar version string\n\nfunc main() { println(version) }\n",
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestRelease: for the platform of this test only, two folders of the same source give the
// same bytes, which are static, tell their version and are those of the checksums.
func TestRelease(t *testing.T) {
	defer func(all []string) { platforms = all }(platforms)
	platforms = []string{runtime.GOOS + "/" + runtime.GOARCH}
	var before []byte
	for range 2 {
		hello(t)
		if err := release(".", "out", "v1.2.3"); err != nil {
			t.Fatal(err)
		}
		name := "sesame_" + runtime.GOOS + "_" + runtime.GOARCH
		told, err := exec.Command(filepath.Join("out", name)).CombinedOutput()
		if err != nil || string(told) != "v1.2.3\n" {
			t.Errorf("it tells %q, %v", told, err)
		}
		data, err := os.ReadFile(filepath.Join("out", name))
		if err != nil {
			t.Fatal(err)
		}
		if before != nil && !bytes.Equal(before, data) {
			t.Error("the same source gave other bytes")
		}
		before = data
		sum := exec.Command("sha256sum", "--check", "SHA256SUMS")
		sum.Dir = "out"
		if out, err := sum.CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	}
}

// TestCheckStatic: what needs a library is found out, and so is what is no program.
func TestCheckStatic(t *testing.T) {
	for _, system := range []string{"linux", "darwin", "plan9"} {
		if err := checkStatic("main_test.go", system); err == nil {
			t.Errorf("%s: a text is taken for a program", system)
		}
	}
	if runtime.GOOS != "linux" {
		return // programs of the system are of another form
	}
	err := checkStatic("/bin/sh", "linux")
	if err == nil || !strings.HasPrefix(err.Error(), "/bin/sh is not static: it needs ") {
		t.Errorf("a shell: %v", err)
	}
}
