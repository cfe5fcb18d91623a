package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version is set by the linker in releases (-X main.version=...).
var version string

type versionCommand struct{}

// Run prints version, commit and Go, as far as the build recorded them.
func (versionCommand) Run(a *app) error {
	v, commit := version, "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		if v == "" {
			v = info.Main.Version
		}
		commit = commitOf(info)
	}
	if v == "" {
		v = "(devel)"
	}
	_, err := fmt.Fprintf(a.stdout, "sesame %s\ncommit %s\ngo     %s %s/%s\n", v, commit, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

func commitOf(info *debug.BuildInfo) string {
	commit, modified := "unknown", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			modified = " (modified)"
		}
	}
	return commit + modified
}
