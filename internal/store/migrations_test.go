package store_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// The schema's version is the number of files that were run: a file that came in between
// would never run on a store that exists.
func TestMigrationsAreNumbered(t *testing.T) {
	files, err := os.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	for n, f := range files {
		if !strings.HasPrefix(f.Name(), fmt.Sprintf("%04d_", n+1)) {
			t.Errorf("file %d is %s", n+1, f.Name())
		}
	}
}
