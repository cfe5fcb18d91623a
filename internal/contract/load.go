package contract

import (
	"path/filepath"
	"strings"
	"testing"
)

// Load returns the contract of one action, of the product "ecs" for example. A missing
// or faulty file ends the test.
func Load(tb testing.TB, product, action string) *Contract {
	tb.Helper()
	c, err := readContract(filepath.Join(dir(tb), strings.ToLower(product), action+".json"))
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// All returns the contracts of all actions, by product and action.
func All(tb testing.TB) []*Contract {
	tb.Helper()
	all, err := Read(dir(tb))
	if err != nil {
		tb.Fatal(err)
	}
	return all
}

// Common returns the errors that every action may give; see ReadCommon.
func Common(tb testing.TB) []Error {
	tb.Helper()
	all, err := ReadCommon(dir(tb))
	if err != nil {
		tb.Fatal(err)
	}
	return all
}

func dir(tb testing.TB) string {
	tb.Helper()
	d, err := Dir()
	if err != nil {
		tb.Fatal(err)
	}
	return d
}
