package server_test

import (
	"bytes"
	"crypto/x509"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

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
