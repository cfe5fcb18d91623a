package server_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sesame/internal/server"
)

// The certificate of a folder is made once, for its owner's eyes, and names this machine.
func TestStoredCertificate(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	first, err := server.StoredCertificate(folder)
	if err != nil {
		t.Fatal(err)
	}
	again, err := server.StoredCertificate(folder)
	if err != nil || !bytes.Equal(first.Certificate[0], again.Certificate[0]) {
		t.Errorf("another certificate the second time: %v", err)
	}
	leaf, err := x509.ParseCertificate(first.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	for _, name := range []string{"localhost", "127.0.0.1", "::1"} {
		if _, err := leaf.Verify(x509.VerifyOptions{DNSName: name, Roots: roots}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"tls.key", "tls.crt"} {
		info, err := os.Stat(filepath.Join(folder, name))
		if err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "tls.key"), []byte("broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := server.StoredCertificate(folder); err == nil {
		t.Error("a broken key was replaced, or taken")
	}
}

// One line for each request, and nothing in it that could be used again.
func TestLog(t *testing.T) {
	var log bytes.Buffer
	r := start(t, func(c *server.Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	good := r.raw(get(signed("DescribeRegions")))
	bad := r.raw(get(signed("DescribeZones")))
	unknown := r.raw(get("Action=Nothing"))
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 3 {
		t.Fatalf("%d lines: %s", len(lines), &log)
	}
	for n, want := range [][]string{
		{"action=DescribeRegions", "account=" + ali, "status=200", "request=" + good.RequestID},
		{"action=DescribeZones", "status=400", "code=MissingParameter", "request=" + bad.RequestID},
		{"status=404", "code=InvalidAction.NotFound", "request=" + unknown.RequestID},
	} {
		for _, w := range want {
			if !strings.Contains(lines[n], w) {
				t.Errorf("no %s in %s", w, lines[n])
			}
		}
	}
	for _, secret := range []string{"open-sesame", "Signature"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%s is in the log", secret)
		}
	}
}

// A certificate that was renewed is shown without a restart; a broken one is not.
func TestCertificateReload(t *testing.T) {
	folder, other := t.TempDir(), t.TempDir()
	for _, f := range []string{folder, other} {
		if _, err := server.StoredCertificate(f); err != nil {
			t.Fatal(err)
		}
	}
	files := server.CertificateFiles{Certificate: filepath.Join(folder, "tls.crt"), Key: filepath.Join(folder, "tls.key")}
	reload := make(chan struct{})
	r := start(t, func(c *server.Config) { c.CertificateFiles, c.Reload = files, reload })
	first := shown(t, r)
	replace := func(name string, text []byte) {
		t.Helper()
		temporary := filepath.Join(folder, "new")
		if err := os.WriteFile(temporary, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(temporary, filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	read := func(name string) []byte {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(other, name))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	replace("tls.crt", []byte("broken"))
	reload <- struct{}{}
	reload <- struct{}{} // the first has been carried out
	if !bytes.Equal(shown(t, r), first) {
		t.Error("a broken certificate is shown")
	}
	replace("tls.crt", read("tls.crt"))
	replace("tls.key", read("tls.key"))
	want, _ := pem.Decode(read("tls.crt"))
	for deadline := time.Now().Add(10 * time.Second); !bytes.Equal(shown(t, r), want.Bytes); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the new certificate is not shown")
		}
	}
}

// shown is the certificate that a client sees.
func shown(t *testing.T, r *rig) []byte {
	t.Helper()
	c := tls.Client(r.dial(), &tls.Config{InsecureSkipVerify: true})
	if err := c.Handshake(); err != nil {
		t.Fatal(err)
	}
	return c.ConnectionState().PeerCertificates[0].Raw
}
