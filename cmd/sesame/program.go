package main

import (
	"path/filepath"
	"regexp"
	"strings"
)

// builtByGoRun matches where "go run" puts a program: a temporary folder, or the build cache.
var builtByGoRun = regexp.MustCompile(`/go-build\d*/|/[0-9a-f]{2}/[0-9a-f]{64}-d/`)

// typedAs is how the program was started, for lines that shall work when they are pasted.
func typedAs(arg0 string) string {
	if builtByGoRun.MatchString(filepath.ToSlash(arg0)) {
		return "go run ./cmd/sesame"
	}
	return quoted(arg0)
}

// quoted makes one word of s for any POSIX shell.
func quoted(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:=@%+,", r)
	}
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !plain(r) }) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
