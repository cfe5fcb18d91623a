package server

import (
	"fmt"
	"time"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
)

// Account is somebody who owns things.
type Account struct {
	ID   string // decimal digits
	Name string
	Keys []Key
	// Quotas are the account's limits. Nil: the usual ones.
	Quotas *cloud.Quotas
	// Throttle is how many calls a minute of each action it may make in each region, 0 for
	// any number. Nil: what the server allows.
	Throttle *int
}

// Key is an access key of an account.
type Key struct {
	ID, Secret string
	Inactive   bool
	Expires    time.Time // when it becomes inactive; zero: never
}

// DefaultAccounts are those of a server that was given none.
func DefaultAccounts() []Account {
	return []Account{
		{ID: "1000000000000001", Name: "ali", Keys: []Key{{ID: "ali", Secret: "open-sesame"}}},
		{ID: "1000000000000002", Name: "cassim", Keys: []Key{{ID: "cassim", Secret: "open-barley"}}},
	}
}

// PublicKey finds an access key whose secret everybody knows: it is in our documents.
func PublicKey(accounts []Account) (id string, found bool) {
	public := map[string]bool{}
	for _, a := range DefaultAccounts() {
		for _, k := range a.Keys {
			public[k.Secret] = true
		}
	}
	for _, a := range accounts {
		for _, k := range a.Keys {
			if public[k.Secret] {
				return k.ID, true
			}
		}
	}
	return "", false
}

// principal is an access key with its account.
type principal struct {
	*Account
	Key
}

// directory finds accounts by their ids, and principals by their access key ids.
type directory struct {
	accounts map[string]*Account
	keys     map[string]principal
}

func newDirectory(accounts []Account) (*directory, error) {
	d := &directory{accounts: map[string]*Account{}, keys: map[string]principal{}}
	for n := range accounts {
		a := &accounts[n]
		if d.accounts[a.ID] != nil {
			return nil, fmt.Errorf("account id %s is there twice", a.ID)
		}
		d.accounts[a.ID] = a
		for _, k := range a.Keys {
			if _, twice := d.keys[k.ID]; twice {
				return nil, fmt.Errorf("access key id %s is there twice", k.ID)
			}
			d.keys[k.ID] = principal{a, k}
		}
	}
	return d, nil
}

// find: a key that has expired is told as one that was disabled.
func (d *directory) find(accessKeyID string, now time.Time) (principal, error) {
	p, ok := d.keys[accessKeyID]
	switch {
	case !ok:
		return p, apierr.InvalidAccessKeyID
	case p.Inactive, !p.Expires.IsZero() && !now.Before(p.Expires):
		return p, apierr.AccessKeyInactive
	}
	return p, nil
}

// useAccounts lets these accounts call, and no others, from the next request on.
func (s *Server) useAccounts(accounts []Account) error {
	d, err := newDirectory(accounts)
	if err == nil {
		err = s.Exposure.check(accounts)
	}
	if err == nil {
		s.directory.Store(d)
		s.access.Store(s.consoleAccess(accounts))
	}
	return err
}

// AccountsFiles are what the accounts are read from again when one of the files changes.
type AccountsFiles struct {
	Files []string
	Load  func() ([]Account, error)
}

func (s *Server) loadAccounts() error {
	accounts, err := s.AccountsFiles.Load()
	if err != nil {
		return err
	}
	return s.useAccounts(accounts)
}

// Quotas are the limits of an account as they are now.
func (s *Server) Quotas(account string) cloud.Quotas {
	if a := s.directory.Load().accounts[account]; a != nil && a.Quotas != nil {
		return *a.Quotas
	}
	return cloud.DefaultQuotas()
}
