package main

import (
	"errors"
	"os"
	"regexp"
	"strconv"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/fixture/yamlfile"
	"sesame/internal/seal"
	"sesame/internal/server"
)

// accountsFile is the form of --accounts:
//
//	accounts:
//	  - id: 1000000000000003
//	    name: morgiana
//	    keys:
//	      - id: morgiana
//	        secret: oil-and-jars    # or sealed:v1:..., with --key-file
//	        status: active          # or inactive; active when it is not there
//	        expires: 2026-12-31T00:00:00Z  # inactive from then on; never when it is not there
//	    throttle: 1000              # calls a minute of each action in each region; 0: any number
//	    quotas:                     # each as usual when it is not there
//	      images_per_region: 1000
//	      images_per_family: 100
//	      families_per_region: 100
//	      accounts_per_share: 50
//	      tags_per_resource: 20
type accountsFile struct {
	Accounts yamlfile.List[accountEntry] `yaml:"accounts"`
}

type accountEntry struct {
	ID     yamlfile.Text             `yaml:"id"`
	Name   yamlfile.Text             `yaml:"name"`
	Keys   yamlfile.List[keyEntry]   `yaml:"keys"`
	Quotas yamlfile.Item[quotaEntry] `yaml:"quotas"`

	Throttle yamlfile.Text `yaml:"throttle"`
}

type quotaEntry struct {
	ImagesPerRegion   yamlfile.Text `yaml:"images_per_region"`
	ImagesPerFamily   yamlfile.Text `yaml:"images_per_family"`
	FamiliesPerRegion yamlfile.Text `yaml:"families_per_region"`
	AccountsPerShare  yamlfile.Text `yaml:"accounts_per_share"`
	TagsPerResource   yamlfile.Text `yaml:"tags_per_resource"`
}

type keyEntry struct {
	ID      yamlfile.Text `yaml:"id"`
	Secret  yamlfile.Text `yaml:"secret"`
	Status  yamlfile.Text `yaml:"status"`
	Expires yamlfile.Text `yaml:"expires"`
}

// loadAccounts reads the accounts that may call; no file gives the default ones. With a
// key file all secrets must be sealed.
func loadAccounts(file, keyFile string) ([]server.Account, error) {
	if file == "" {
		return server.DefaultAccounts(), nil
	}
	keys, err := readKeys(keyFile)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	accounts, err := parseAccounts(file, data, keys)
	if err != nil {
		return nil, usageError{err}
	}
	return accounts, nil
}

func parseAccounts(file string, data []byte, keys seal.Ring) ([]server.Account, error) {
	var f accountsFile
	if err := yamlfile.Decode(file, data, &f); err != nil {
		return nil, err
	}
	if len(f.Accounts) == 0 {
		return nil, yamlfile.Errorf(file, yamlfile.Position{Line: 1, Column: 1}, "there is no account")
	}
	check := accountsCheck{file: file, keys: keys, seen: map[string]bool{}}
	all := make([]server.Account, 0, len(f.Accounts))
	for _, entry := range f.Accounts {
		a, err := check.account(entry)
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, nil
}

// accountsCheck turns entries into accounts and remembers what may be there only once.
type accountsCheck struct {
	file string
	keys seal.Ring // nil: secrets are not sealed
	seen map[string]bool
}

// accountID is a number as the API writes it, of at most 18 digits so that it fits everywhere.
var accountID = regexp.MustCompile(`^[1-9][0-9]{0,17}$`)

func (c *accountsCheck) account(entry yamlfile.Item[accountEntry]) (a server.Account, err error) {
	id, name := entry.Value.ID, entry.Value.Name
	if err := c.unique("account id", id, entry.At); err != nil {
		return a, err
	}
	if !accountID.MatchString(id.Value) {
		return a, yamlfile.Errorf(c.file, id.At, "account id %q is not a number of 1 to 18 digits", id.Value)
	}
	if err := c.unique("account name", name, entry.At); err != nil {
		return a, err
	}
	a = server.Account{ID: id.Value, Name: name.Value}
	for _, k := range entry.Value.Keys {
		key, err := c.key(k)
		if err != nil {
			return a, err
		}
		a.Keys = append(a.Keys, key)
	}
	if a.Quotas, err = c.quotas(entry.Value.Quotas); err != nil {
		return a, err
	}
	if t := entry.Value.Throttle; t.Value != "" {
		n, err := c.limit("throttle", t)
		a.Throttle = &n
		return a, err
	}
	return a, nil
}

// maxLimit is more than anybody tries, and little enough to be counted.
const maxLimit = 1_000_000

func (c *accountsCheck) limit(name string, t yamlfile.Text) (int, error) {
	n, err := strconv.Atoi(t.Value)
	if err != nil || n < 0 || n > maxLimit {
		return 0, yamlfile.Errorf(c.file, t.At, "%s %q is not a number from 0 to %d", name, t.Value, maxLimit)
	}
	return n, nil
}

// quotas are the account's own limits, nil when nothing is said of them.
func (c *accountsCheck) quotas(entry yamlfile.Item[quotaEntry]) (*cloud.Quotas, error) {
	q, own := cloud.DefaultQuotas(), false
	v := &entry.Value
	for _, limit := range []struct {
		name string
		text yamlfile.Text
		to   *int
	}{
		{"images_per_region", v.ImagesPerRegion, &q.ImagesPerRegion},
		{"images_per_family", v.ImagesPerFamily, &q.ImagesPerFamily},
		{"families_per_region", v.FamiliesPerRegion, &q.FamiliesPerRegion},
		{"accounts_per_share", v.AccountsPerShare, &q.AccountsPerShare},
		{"tags_per_resource", v.TagsPerResource, &q.TagsPerResource},
	} {
		if limit.text.Value == "" {
			continue
		}
		n, err := c.limit(limit.name, limit.text)
		if err != nil {
			return nil, err
		}
		*limit.to, own = n, true
	}
	if !own {
		return nil, nil
	}
	return &q, nil
}

func (c *accountsCheck) key(entry yamlfile.Item[keyEntry]) (k server.Key, err error) {
	id, secret, status := entry.Value.ID, entry.Value.Secret, entry.Value.Status
	if err := c.unique("key id", id, entry.At); err != nil {
		return k, err
	}
	if secret.Value == "" {
		return k, yamlfile.Errorf(c.file, secret.Or(entry.At), "key %q has no secret", id.Value)
	}
	plain, err := c.open(id.Value, secret.Value)
	if err != nil {
		return k, yamlfile.Errorf(c.file, secret.At, "secret of key %q: %s", id.Value, err)
	}
	switch status.Value {
	case "", "active", "inactive":
	default:
		return k, yamlfile.Errorf(c.file, status.At, "status of key %q is neither active nor inactive", id.Value)
	}
	k = server.Key{ID: id.Value, Secret: plain, Inactive: status.Value == "inactive"}
	if t := entry.Value.Expires; t.Value != "" {
		if k.Expires, err = time.Parse(time.RFC3339, t.Value); err != nil {
			return k, yamlfile.Errorf(c.file, t.At, "expires of key %q is not an instant such as 2026-12-31T00:00:00Z", id.Value)
		}
	}
	return k, nil
}

// open gives a secret as it is signed with.
func (c *accountsCheck) open(id, secret string) (string, error) {
	switch sealed := seal.IsSealed(secret); {
	case sealed && c.keys == nil:
		return "", errors.New("it is sealed: --key-file names the file of its key")
	case sealed:
		return c.keys.Open(secret, id)
	case c.keys != nil:
		return "", errors.New(`it is not sealed: "sesame key encrypt" does it`)
	}
	return secret, nil
}

// unique: the value must be there, and not twice in the file.
func (c *accountsCheck) unique(what string, t yamlfile.Text, at yamlfile.Position) error {
	if t.Value == "" {
		return yamlfile.Errorf(c.file, t.Or(at), "%s is missing", what)
	}
	if c.seen[what+"\x00"+t.Value] {
		return yamlfile.Errorf(c.file, t.At, "%s %q is there twice", what, t.Value)
	}
	c.seen[what+"\x00"+t.Value] = true
	return nil
}
