package store_test

import (
	"testing"

	"sesame/internal/store"
)

// Rows are counted beside the one who serves them.
func TestCountRows(t *testing.T) {
	folder := t.TempDir()
	w := newWorld(t, folder)
	for _, id := range []string{"m-1", "m-2"} {
		w.do(func(tx *store.Tx) error { return tx.CreateImage(sample(id)) })
	}
	rows, err := store.CountRows(t.Context(), folder, "events", "nonces")
	if err != nil {
		t.Fatal(err)
	}
	if _, counted := rows["events"]; counted || rows["images"] != 2 || rows["disks"] != 0 {
		t.Errorf("%v", rows)
	}
	if _, err := store.CountRows(t.Context(), t.TempDir()); err == nil {
		t.Error("rows of a store that is not there")
	}
}
