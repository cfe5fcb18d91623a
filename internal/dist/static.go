package main

import (
	"debug/elf"
	"debug/macho"
	"fmt"
	"slices"
	"strings"
)

// checkStatic: a program for Linux needs nothing but the kernel. One for macOS needs what
// every macOS has, as Apple supports no other way to call its kernel.
func checkStatic(file, system string) error {
	var needed []string
	var err error
	switch system {
	case "linux":
		needed, err = neededByELF(file)
	case "darwin":
		needed, err = neededByMachO(file)
	default:
		return fmt.Errorf("%s: nobody knows what is static on %s", file, system)
	}
	if err == nil && len(needed) > 0 {
		err = fmt.Errorf("%s is not static: it needs %s", file, strings.Join(needed, ", "))
	}
	return err
}

func neededByELF(file string) ([]string, error) {
	f, err := elf.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	needed, err := f.ImportedLibraries()
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP {
			needed = append(needed, "a dynamic linker")
		}
	}
	return needed, err
}

func neededByMachO(file string) ([]string, error) {
	f, err := macho.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	needed, err := f.ImportedLibraries()
	return slices.DeleteFunc(needed, func(library string) bool {
		return strings.HasPrefix(library, "/usr/lib/") || strings.HasPrefix(library, "/System/Library/")
	}), err
}
