package durable_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"sesame/internal/durable"
)

// wantOnly wants one file in a folder, with a text, that its owner alone can read.
func wantOnly(t *testing.T, file, text string) {
	t.Helper()
	got, err := os.ReadFile(file)
	if err != nil || string(got) != text {
		t.Errorf("there is %q, %v; want %q", got, err, text)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	all, err := os.ReadDir(filepath.Dir(file))
	if err != nil || len(all) != 1 {
		t.Errorf("%v, %v", all, err)
	}
}

func TestCreate(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new")
	if err := durable.Create(file, []byte("one")); err != nil {
		t.Fatal(err)
	}
	if err := durable.Create(file, []byte("two")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a file is written over: %v", err)
	}
	wantOnly(t, file, "one")
}

func TestWrite(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a", "b")
	file, link := filepath.Join(folder, "new"), filepath.Join(t.TempDir(), "link")
	if err := durable.MakeFolder(folder); err != nil {
		t.Fatal(err)
	}
	if err := durable.MakeFolder(folder); err != nil {
		t.Errorf("a folder that is there: %v", err)
	}
	if err := durable.Write(file, []byte("one")); err != nil {
		t.Fatal(err)
	}
	wantOnly(t, file, "one")
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	if err := durable.Write(link, []byte("two")); err != nil {
		t.Fatal(err)
	}
	wantOnly(t, file, "two")
	if to, err := os.Readlink(link); err != nil || to != file {
		t.Errorf("the link leads to %q, %v", to, err)
	}
	if err := durable.Write(filepath.Join(folder, "new", "below a file"), nil); err == nil {
		t.Error("written below a file")
	}
	wantOnly(t, file, "two")
}
