package seal_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sesame/internal/seal"
)

func TestSeal(t *testing.T) {
	old, young := seal.NewKey(), seal.NewKey()
	sealed := seal.Ring{old}.Seal("oil-and-jars", "morgiana")
	if !seal.IsSealed(sealed) || strings.Contains(sealed, "oil") || strings.ContainsAny(sealed, " \"'#,{}[]\n") {
		t.Errorf("not one sealed word: %q", sealed)
	}
	if again := (seal.Ring{old}).Seal("oil-and-jars", "morgiana"); again == sealed {
		t.Error("the same secret is sealed to the same word: who sees both knows")
	}
	for about, tt := range map[string]struct {
		ring          seal.Ring
		sealed, place string
		want          error
	}{
		"its key":           {seal.Ring{old}, sealed, "morgiana", nil},
		"its key, later":    {seal.Ring{young, old}, sealed, "morgiana", nil},
		"another key":       {seal.Ring{young}, sealed, "morgiana", seal.ErrUnknownKey},
		"another place":     {seal.Ring{old}, sealed, "cassim", seal.ErrBroken},
		"a changed letter":  {seal.Ring{old}, flip(sealed), "morgiana", seal.ErrBroken},
		"cut":               {seal.Ring{old}, sealed[:len(sealed)-8], "morgiana", seal.ErrBroken},
		"nothing":           {seal.Ring{old}, "sealed:v1:" + old.ID + ":", "morgiana", seal.ErrBroken},
		"no base64":         {seal.Ring{old}, "sealed:v1:" + old.ID + ":!", "morgiana", seal.ErrBroken},
		"no key id":         {seal.Ring{old}, "sealed:v1:", "morgiana", seal.ErrUnknownKey},
		"another key's id":  {seal.Ring{old, young}, strings.Replace(sealed, old.ID, young.ID, 1), "morgiana", seal.ErrBroken},
		"of another format": {seal.Ring{old}, strings.Replace(sealed, "v1", "v2", 1), "morgiana", seal.ErrBroken},
	} {
		secret, err := tt.ring.Open(tt.sealed, tt.place)
		if !errors.Is(err, tt.want) || (err == nil) != (secret == "oil-and-jars") {
			t.Errorf("%s: %q, %v", about, secret, err)
		}
	}
}

// flip changes a letter in the middle of what is sealed.
func flip(s string) string {
	b := []byte(s)
	n := len(b) - 10
	b[n] ^= 'A' ^ 'B'
	return string(b)
}

func TestFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "keys")
	one, two := seal.NewKey(), seal.NewKey()
	if err := (seal.Ring{one}).Create(file); err != nil {
		t.Fatal(err)
	}
	if err := (seal.Ring{two}).Create(file); err == nil {
		t.Error("a key file is overwritten")
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := (seal.Ring{two, one}).Write(file); err != nil {
		t.Fatal(err)
	}
	ring, err := seal.Read(file)
	if err != nil || len(ring) != 2 || ring[0] != two || ring[1] != one {
		t.Errorf("%d keys come back, %v", len(ring), err)
	}
	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.Read(file); err == nil {
		t.Error("a key that everybody can read is taken")
	}
	for about, text := range map[string]string{
		"empty": "", "comments": "# nothing\n", "no key": "id\n", "short": "id AAAA\n", "long": "id " + strings.Repeat("A", 44) + "\n", "an id with a colon": "a:b " + strings.Repeat("A", 43) + "\n",
	} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(file, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := seal.Read(file); err == nil || strings.Contains(err.Error(), "AAAA") {
			t.Errorf("%s: %v", about, err)
		}
	}
}
