package main

import (
	"errors"
	"fmt"
	"net"
	"path/filepath"

	"sesame/internal/server"
)

// exposureFlags say who is let in where others than this machine can reach the server.
type exposureFlags struct {
	Exposed        bool   `help:"Take a loopback address for one that others can reach, as behind a proxy. On other addresses it is always so: then TLS, own accounts and, beside the API, a token are needed."`
	PlainHTTP      bool   `name:"plain-http" help:"Answer plain HTTP also where others can reach the server."`
	TLSCert        string `name:"tls-cert" and:"tls" placeholder:"FILE" help:"Certificate to show, PEM, read again when it changes. Without it: one that is made once."`
	TLSKey         string `name:"tls-key" and:"tls" placeholder:"FILE" help:"Its private key."`
	AdminTokenFile string `placeholder:"FILE" help:"Token that opens everything below /_sesame/ to others; the console asks them for an access key. Without it: one that is made once, in the data folder."`
	KeyFile        string `placeholder:"FILE" help:"Keys that open the sealed secrets of the accounts file, made by \"sesame key\". With it, every secret must be sealed."`
	Throttle       *int   `placeholder:"N" help:"How many calls of one action an account may make in a minute in each region, unless its entry in the accounts file says otherwise (0: any number; 1000 where others can reach the server, as documented, else 0)."`
}

// usualThrottle is the documented limit.
const usualThrottle = 1000

func (f *exposureFlags) throttle(e server.Exposure) int {
	switch {
	case f.Throttle != nil:
		return *f.Throttle
	case e.Others:
		return usualThrottle
	}
	return 0
}

// exposure finds out who can reach the listener, and whether it is made for them.
func (f *exposureFlags) exposure(listener net.Addr, data string, accounts []server.Account) (e server.Exposure, err error) {
	tcp, ok := listener.(*net.TCPAddr)
	if e.Others = f.Exposed || !ok || !tcp.IP.IsLoopback(); !e.Others {
		return e, nil
	}
	e.PlainHTTP = f.PlainHTTP
	if key, public := server.PublicKey(accounts); public {
		return e, usageError{fmt.Errorf("others can reach %s, and the secret of key %q is public: name accounts of your own with --accounts", listener, key)}
	}
	switch {
	case f.AdminTokenFile != "":
		if e.Token, err = server.ReadToken(f.AdminTokenFile); err != nil {
			err = usageError{fmt.Errorf("--admin-token-file: %w", err)}
		}
	case isFolder(data):
		e.Token, err = server.StoredToken(data)
	default:
		err = usageError{errors.New("--admin-token-file is needed: there is no data folder to keep a token in")}
	}
	return e, err
}

// tokenFile is where the token is, for people to look it up.
func (f *exposureFlags) tokenFile(data string) string {
	if f.AdminTokenFile != "" {
		return f.AdminTokenFile
	}
	return filepath.Join(data, server.TokenFile)
}

// checkProtection finds what is wrong about the flags of protect.
func (c *serveCommand) checkProtection() error {
	if c.Throttle != nil && *c.Throttle < 0 {
		return usageError{errors.New("--throttle cannot be negative")}
	}
	if _, err := c.limits(c.Data); err != nil {
		return err
	}
	_, err := c.exporter(nil)
	return err
}

// protect configures what keeps the server safe from others, and from too much of them.
func (c *serveCommand) protect(config *server.Config) (err error) {
	config.Throttle, config.Drain, config.Profile = c.throttle(config.Exposure), c.Drain, c.Pprof
	config.CertificateFiles = server.CertificateFiles{Certificate: c.TLSCert, Key: c.TLSKey}
	if c.Accounts != "" {
		config.AccountsFiles.Load = func() ([]server.Account, error) { return loadAccounts(c.Accounts, c.KeyFile) }
		if config.AccountsFiles.Files = []string{c.Accounts}; c.KeyFile != "" {
			config.AccountsFiles.Files = append(config.AccountsFiles.Files, c.KeyFile)
		}
	}
	if config.Spans, err = c.exporter(config.Log); err != nil {
		return err
	}
	config.Limits, err = c.limits(c.Data)
	return err
}
