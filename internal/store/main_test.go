package store_test

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"sesame/internal/store"
)

// TestMain lets rapid print how a failure is repeated, without files in the tree, and has
// every statement of every test noted, whose plans are looked at (plans_test.go).
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.nofailfile", "true"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	store.Observe(noteStatement)
	code := m.Run()
	for _, fault := range checkStatementsBindTheAccount() {
		fmt.Fprintln(os.Stderr, fault)
		code = 1
	}
	os.Exit(code)
}
