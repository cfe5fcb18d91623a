// Command docgen writes what is derived from the program and the contract, so that nothing
// is listed twice: docs/errors.md, docs/coverage.md, internal/server/published.txt,
// internal/reference/reference.json and internal/explain/rules.txt.
//
//	go run ./internal/docgen
//
// What is served comes from the products' action tables, what is published from the
// contract in testdata/spec, the gateway's errors from package apierr.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"sesame/internal/api"
	"sesame/internal/apierr"
	"sesame/internal/contract"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "docgen:", err)
		os.Exit(1)
	}
}

func run() error {
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	all, err := documents(root)
	if err != nil {
		return err
	}
	for name, text := range all {
		if err := os.WriteFile(filepath.Join(root, filepath.FromSlash(name)), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// moduleRoot finds the top of the module from any folder within it.
func moduleRoot() (string, error) {
	spec, err := contract.Dir()
	return filepath.Join(spec, "..", ".."), err
}

// documents gives the texts of all files by their paths from the top of the module.
func documents(root string) (map[string]string, error) {
	published, err := contract.Read(filepath.Join(root, "testdata", "spec"))
	if err != nil {
		return nil, err
	}
	facts, err := referenceData(published)
	if err != nil {
		return nil, err
	}
	assumptions, err := os.ReadFile(filepath.Join(root, "docs", "assumptions.md"))
	if err != nil {
		return nil, err
	}
	served := api.Products(api.Config{}) // nobody calls them here, so they need no store
	errors, err := errorsDocument(served)
	if err != nil {
		return nil, err
	}
	return map[string]string{
		"docs/errors.md":                    errors,
		"docs/coverage.md":                  coverageDocument(published, served, apierr.Gateway()),
		"internal/server/published.txt":     publishedActions(published),
		"internal/reference/reference.json": facts,
		"internal/explain/rules.txt":        rulesText(assumptions),
	}, nil
}
