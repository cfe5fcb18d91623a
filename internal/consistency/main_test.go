package consistency_test

import (
	"flag"
	"fmt"
	"os"
	"testing"
)

// TestMain lets rapid print how a failure is repeated, without files in the tree.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.nofailfile", "true"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}
