// Command dist builds what is released: a static binary for each platform in dist/, and their
// checksums. The same source gives the same bytes, wherever it is built.
//
//	go run ./internal/dist [-version V] [-to FOLDER] [OS/ARCHITECTURE...]
package main

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// platforms are those that are released.
var platforms = []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64"}

func main() {
	version := flag.String("version", "devel", "version that the binaries tell")
	to := flag.String("to", "dist", "folder to write to")
	flag.Parse()
	if flag.NArg() > 0 {
		platforms = flag.Args()
	}
	if err := release("./cmd/sesame", *to, *version); err != nil {
		fmt.Fprintln(os.Stderr, "dist:", err)
		os.Exit(1)
	}
}

// release builds for all platforms, and writes SHA256SUMS beside the binaries.
func release(program, to, version string) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	var sums strings.Builder
	for _, platform := range platforms {
		system, architecture, _ := strings.Cut(platform, "/")
		name := "sesame_" + system + "_" + architecture
		file := filepath.Join(to, name)
		if err := build(program, file, system, architecture, version); err != nil {
			return fmt.Errorf("%s: %w", platform, err)
		}
		if err := checkStatic(file, system); err != nil {
			return err
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(data), name)
	}
	return os.WriteFile(filepath.Join(to, "SHA256SUMS"), []byte(sums.String()), 0o644)
}

// build leaves out what differs from one checkout to the next: paths, the state of the
// repository, and the identifier that the linker makes of both.
func build(program, file, system, architecture, version string) error {
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false",
		"-ldflags", "-s -w -buildid= -X main.version="+version, "-o", file, program)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+system, "GOARCH="+architecture, "GOAMD64=v1", "GOARM64=v8.0", "GOFLAGS=")
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	return cmd.Run()
}
