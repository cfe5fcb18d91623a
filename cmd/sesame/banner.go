package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"text/tabwriter"

	"sesame/internal/fixture"
	"sesame/internal/server"
	"sesame/internal/store"
)

// banner is what a server that is up tells the person who started it.
type banner struct {
	program, address, data string
	accounts               []server.Account
	ownAccounts            bool // given with --accounts: their secrets are not shown
	exposure               server.Exposure
	tokenFile              string
	ownCertificate         bool // given with --tls-cert
	note                   string
	image                  *fixture.Place // one to change
}

// look finds an image of the fixture to show, and whether the fixture is in the store: one
// that held something before is left as it was.
func (b *banner) look(ctx context.Context, db *store.DB, f *fixture.Fixture, filled bool) error {
	if f == nil {
		return nil
	}
	if !filled {
		b.note = "as it was left: only an empty store is filled"
	}
	p, ok := f.Modifiable()
	if !ok {
		return nil
	}
	err := db.View(ctx, func(tx *store.Tx) error {
		_, err := tx.Image(p.Account, p.Region, p.ID)
		return err
	})
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil
	case err == nil:
		b.image = &p
	}
	return err
}

// print writes everything at once, so that who waits for a part can read it all.
func (b *banner) print(w io.Writer) error {
	_, err := fmt.Fprintf(w, "Sesame is open.\n\n%s\n%s\n\n    %s\n\nOther clients: %s env%s\nCtrl-C closes it.\n",
		b.table(), b.intention(), b.line(), b.program, b.endpointFlag())
	return err
}

func (b *banner) table() string {
	host, data := b.host(), b.data
	if b.note != "" {
		data += " (" + b.note + ")"
	}
	rows := []string{"Endpoint\thttp://" + host + " and https://" + host, "Console\thttp://" + host + "/console/"}
	if b.tlsAlone() {
		rows = []string{"Endpoint\thttps://" + host, "Console\thttps://" + host + "/console/"}
	}
	heading := "Accounts"
	for _, a := range b.accounts {
		for _, k := range a.Keys {
			rows = append(rows, heading+"\t"+b.account(a, k))
			heading = ""
		}
	}
	rows = append(rows, "Data\t"+data)
	if b.exposure.Others {
		rows = append(rows, "Token\tin "+b.tokenFile+": opens /_sesame/")
	}
	var text strings.Builder
	t := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	_, _ = io.WriteString(t, "  "+strings.Join(rows, "\n  ")+"\n") // into memory
	_ = t.Flush()
	return text.String()
}

func (b *banner) account(a server.Account, k server.Key) string {
	s := fmt.Sprintf("%s (%s)\tkey %s", a.Name, a.ID, k.ID)
	if !b.ownAccounts {
		s += "\tsecret " + k.Secret
	}
	if k.Inactive {
		s += "\tinactive"
	}
	return s
}

// host is the address as one types it: a listener on all addresses is here, too.
func (b *banner) host() string {
	host, port, err := net.SplitHostPort(b.address)
	if err != nil {
		return b.address
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port)
}

// tlsAlone reports whether plain HTTP is refused.
func (b *banner) tlsAlone() bool { return b.exposure.Others && !b.exposure.PlainHTTP }

func (b *banner) intention() string {
	if b.image == nil {
		return "See what is there, from another shell:"
	}
	return "Change an image, from another shell:"
}

// line is a command that works when it is pasted.
func (b *banner) line() string {
	var before string
	if k, ok := b.key(); ok && k.ID != defaultKeyID {
		before = "ALIBABA_CLOUD_ACCESS_KEY_ID=" + quoted(k.ID) + " ALIBABA_CLOUD_ACCESS_KEY_SECRET=" + b.secret(k) + " "
	}
	call := "DescribeImages RegionId=cn-hangzhou PageSize=3"
	if b.image != nil {
		call = fmt.Sprintf("ModifyImageAttribute RegionId=%s ImageId=%s Description='Opened by Sesame'", b.image.Region, b.image.ID)
	}
	return before + b.program + " call " + call + b.endpointFlag() + b.trustFlag()
}

// trustFlag is for a certificate that is its own authority.
func (b *banner) trustFlag() string {
	if b.tlsAlone() && !b.ownCertificate {
		return " --insecure-skip-verify"
	}
	return ""
}

// key is an active one of the image's owner, or the first there is.
func (b *banner) key() (server.Key, bool) {
	for _, a := range b.accounts {
		for _, k := range a.Keys {
			if !k.Inactive && (b.image == nil || a.ID == b.image.Account) {
				return k, true
			}
		}
	}
	return server.Key{}, false
}

func (b *banner) secret(k server.Key) string {
	if b.ownAccounts {
		return "..."
	}
	return quoted(k.Secret)
}

func (b *banner) endpointFlag() string {
	switch h := b.host(); {
	case b.tlsAlone():
		return " --endpoint https://" + h
	case h != defaultListen:
		return " --endpoint http://" + h
	}
	return ""
}
