package server

import (
	"fmt"

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
}

// Quotas gives the limits of each of some accounts, by its id.
func Quotas(of []Account) func(id string) cloud.Quotas {
	own := map[string]cloud.Quotas{}
	for _, a := range of {
		if a.Quotas != nil {
			own[a.ID] = *a.Quotas
		}
	}
	return func(id string) cloud.Quotas {
		if q, ok := own[id]; ok {
			return q
		}
		return cloud.DefaultQuotas()
	}
}

// Key is an access key of an account.
type Key struct {
	ID, Secret string
	Inactive   bool
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
	secret   string
	inactive bool
}

// directory finds principals by their access key id.
type directory map[string]principal

func newDirectory(accounts []Account) (directory, error) {
	d := directory{}
	ids := map[string]bool{}
	for n := range accounts {
		a := &accounts[n]
		if ids[a.ID] {
			return nil, fmt.Errorf("account id %s is there twice", a.ID)
		}
		ids[a.ID] = true
		for _, k := range a.Keys {
			if _, twice := d[k.ID]; twice {
				return nil, fmt.Errorf("access key id %s is there twice", k.ID)
			}
			d[k.ID] = principal{Account: a, secret: k.Secret, inactive: k.Inactive}
		}
	}
	return d, nil
}

func (d directory) find(accessKeyID string) (principal, error) {
	p, ok := d[accessKeyID]
	switch {
	case !ok:
		return p, apierr.InvalidAccessKeyID
	case p.inactive:
		return p, apierr.AccessKeyInactive
	}
	return p, nil
}
