package seal_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"sesame/internal/seal"
)

// FuzzKeyFile: whatever is in a key file, it is refused, or its keys seal and are the same
// when they are written and read again.
func FuzzKeyFile(f *testing.F) {
	bits := "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
	f.Add([]byte("# a comment\n\nk1 "+bits+"\n"), "secret")
	f.Add([]byte("k1 "+bits+"\r\nk2  "+bits+" \nk1 "+bits), "")
	f.Add([]byte("k:1 "+bits), "x")
	f.Add([]byte("k1 "+bits+"=\n\x00\xff"), "x")
	f.Add([]byte(" "), "x")
	file := filepath.Join(f.TempDir(), "keys")
	f.Fuzz(func(t *testing.T, text []byte, secret string) {
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		ring, err := seal.Read(file)
		if err != nil {
			return
		}
		if opened, err := ring.Open(ring.Seal(secret, "here"), "here"); err != nil || opened != secret {
			t.Errorf("%q: %v", opened, err)
		}
		if err := ring.Write(file); err != nil {
			t.Fatal(err)
		}
		if again, err := seal.Read(file); err != nil || !slices.Equal(again, ring) {
			t.Errorf("%v, %v instead of %v", again, err, ring)
		}
	})
}

// FuzzOpen: nothing opens but what was sealed, where it was sealed.
func FuzzOpen(f *testing.F) {
	ring := seal.Ring{seal.NewKey()}
	sealed := ring.Seal("secret", "here")
	f.Add(sealed, "here")
	f.Add(sealed[:len(sealed)-1], "here")
	f.Add("sealed:v1:"+ring[0].ID+":", "here")
	f.Add("sealed:v1::", "")
	f.Add("secret", "there")
	f.Fuzz(func(t *testing.T, text, place string) {
		if opened, err := ring.Open(text, place); err == nil && (text != sealed && "sealed:v1:"+text != sealed || place != "here") {
			t.Errorf("%q opens at %q: %q", text, place, opened)
		}
	})
}
