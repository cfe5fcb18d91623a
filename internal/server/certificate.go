package server

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"path/filepath"
	"time"

	"sesame/internal/durable"
)

// StoredCertificate reads tls.crt and tls.key of a folder, and makes them the first time,
// so that clients can be told once to trust the certificate.
func StoredCertificate(folder string) (*tls.Certificate, error) {
	crt, key := filepath.Join(folder, "tls.crt"), filepath.Join(folder, "tls.key")
	c, err := tls.LoadX509KeyPair(crt, key)
	if err == nil {
		return &c, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("TLS certificate %s: %w", crt, err)
	}
	crtPEM, keyPEM, err := selfSigned()
	if err == nil {
		err = durable.MakeFolder(folder)
	}
	if err == nil {
		err = durable.Write(key, keyPEM)
	}
	if err == nil {
		err = durable.Write(crt, crtPEM)
	}
	if err != nil {
		return nil, fmt.Errorf("TLS certificate: %w", err)
	}
	c, err = tls.X509KeyPair(crtPEM, keyPEM)
	return &c, err
}

// CertificateFiles name a certificate and its key, in PEM. Empty: none.
type CertificateFiles struct{ Certificate, Key string }

func (f CertificateFiles) load() (*tls.Certificate, error) {
	c, err := tls.LoadX509KeyPair(f.Certificate, f.Key)
	if err != nil {
		return nil, fmt.Errorf("TLS certificate %s and key %s: %w", f.Certificate, f.Key, err)
	}
	return &c, nil
}

// findCertificate takes the certificate that was given, that of the files, or a new one.
func (s *Server) findCertificate() (err error) {
	f := s.CertificateFiles
	switch {
	case s.Certificate != nil:
	case f.Certificate == "":
		s.Certificate, err = newCertificate()
	default:
		s.watched = append(s.watched, newWatched("TLS certificate", s.loadCertificate, f.Certificate, f.Key))
		s.Certificate, err = f.load()
	}
	s.certificate.Store(s.Certificate)
	return err
}

func (s *Server) loadCertificate() error {
	c, err := s.CertificateFiles.load()
	if err == nil {
		s.certificate.Store(c)
	}
	return err
}

func newCertificate() (*tls.Certificate, error) {
	crt, key, err := selfSigned()
	if err != nil {
		return nil, err
	}
	c, err := tls.X509KeyPair(crt, key)
	return &c, err
}

// selfSigned makes a certificate for this machine: its own authority, so that a client
// needs nothing but it.
func selfSigned() (crt, key []byte, err error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, nil, err
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: "sesame"},
		NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(10, 0, 0),
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		IsCA:        true, BasicConstraintsValid: true,
		DNSNames:    []string{"localhost"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		return nil, nil, err
	}
	der8, err := x509.MarshalPKCS8PrivateKey(private)
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der8}), err
}

// certificatePEM is the public half, for clients to trust.
func (s *Server) certificatePEM() (all []byte) {
	for _, der := range s.certificate.Load().Certificate {
		all = append(all, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	return all
}
