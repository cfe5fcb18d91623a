package main

import (
	"errors"
	"net"
	"net/url"
	"os"
	"strings"
)

// reason is the innermost cause of a network error: "address already in use".
func reason(err error) error {
	var sys *os.SyscallError
	var dns *net.DNSError
	var op *net.OpError
	switch {
	case errors.As(err, &sys):
		return sys.Err
	case errors.As(err, &dns):
		return errors.New(dns.Err)
	case errors.As(err, &op):
		return op.Err
	}
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// shownData is where data is, without the password of a database.
func shownData(data string) string {
	if !strings.Contains(data, "://") {
		if data == ":memory:" {
			return "in memory, gone when the server ends"
		}
		return data
	}
	u, err := url.Parse(data)
	if err != nil {
		return "the database"
	}
	u.RawQuery = "" // it may hold a password as well
	return u.Redacted()
}
