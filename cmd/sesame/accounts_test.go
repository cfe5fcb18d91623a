package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sesame/internal/cloud"
	"sesame/internal/server"
)

func TestParseAccounts(t *testing.T) {
	const text = `
# Numbers are read as they are written.
accounts:
  - id: 1000000000000003
    name: morgiana
    keys:
      - id: morgiana
        secret: 0042
      - {id: "old", secret: 'oil: and jars', status: inactive, expires: 2026-12-31T00:00:00Z}
    quotas: {images_per_region: 5, tags_per_resource: 0}
    throttle: 0
  - id: "7"
    name: abdalla
    quotas:
`
	got, err := parseAccounts("a.yaml", []byte(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	unlimited := 0
	want := []server.Account{
		{ID: "1000000000000003", Name: "morgiana", Keys: []server.Key{
			{ID: "morgiana", Secret: "0042"}, {ID: "old", Secret: "oil: and jars", Inactive: true, Expires: time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)},
		}, Throttle: &unlimited, Quotas: &cloud.Quotas{ImagesPerRegion: 5, ImagesPerFamily: 100, FamiliesPerRegion: 100, AccountsPerShare: 50}},
		{ID: "7", Name: "abdalla"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestParseAccountsFaults: each fault is one line with its place, and never with a secret.
func TestParseAccountsFaults(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", "1:1: the file is empty"},
		{"# nothing\n", "1:1: the file is empty"},
		{"accounts:\n", "1:1: there is no account"},
		{"accounts: none\n", `1:11: there must be a list here, each entry after a "-"`},
		{"- id: 1\n", "1:1: there must be fields here"},
		{"accounts:\n  - 1001\n", "2:5: there must be fields here"},
		{"accounts:\n  - name: ali\n", "2:5: account id is missing"},
		{"accounts:\n  - id:\n    name: ali\n", "2:5: account id is missing"},
		{"accounts:\n  - id: 1001\n", "2:5: account name is missing"},
		{"accounts:\n  - id: ali\n    name: ali\n", `2:9: account id "ali" is not a number of 1 to 18 digits`},
		{"accounts:\n  - id: 0x10\n    name: ali\n", `2:9: account id "0x10" is not a number of 1 to 18 digits`},
		{"accounts:\n  - id: 1e3\n    name: ali\n", `2:9: account id "1e3" is not a number of 1 to 18 digits`},
		{"accounts:\n  - id: 01\n    name: ali\n", `2:9: account id "01" is not a number of 1 to 18 digits`},
		{"accounts:\n  - id: [1]\n    name: ali\n", "2:9: there must be one value here"},
		{"accounts:\n  - {id: 1, name: a}\n  - {id: 1, name: b}\n", `3:10: account id "1" is there twice`},
		{"accounts:\n  - {id: 1, name: a}\n  - {id: 2, name: a}\n", `3:19: account name "a" is there twice`},
		{"accounts:\n  - {id: 1, name: a, key: hidden}\n", `2:22: unknown field "key"`},
		{"account: []\n", `1:1: unknown field "account"`},
		{keyed("      - secret: hidden\n"), "5:9: key id is missing"},
		{keyed("      - id: k\n"), `5:9: key "k" has no secret`},
		{keyed("      - id: k\n        secret: ''\n"), `6:17: key "k" has no secret`},
		{keyed("      - {id: k, secret: hidden, status: frozen}\n"), `5:41: status of key "k" is neither active nor inactive`},
		{keyed("      - {id: k, secret: hidden, expires: tomorrow}\n"), `5:42: expires of key "k" is not an instant such as 2026-12-31T00:00:00Z`},
		{"accounts:\n  - {id: 1, name: a, throttle: -1}\n", `2:32: throttle "-1" is not a number from 0 to 1000000`},
		{keyed("      - {id: k, secret: hidden}\n      - {id: k, secret: hidden}\n"), `6:14: key id "k" is there twice`},
		{keyed("      - {id: k, secret: hidden, until: 2030}\n"), `5:33: unknown field "until"`},
		{keyed("      - id: k\n        secret: [hidden]\n"), "6:17: there must be one value here"},
		{keyed("      - id: k\n        secret: {hidden: hidden}\n"), "6:17: there must be one value here"},
		{keyed("      - hidden\n"), "5:9: there must be fields here"},
		{keyed("      hidden\n"), `5:7: there must be a list here, each entry after a "-"`},
		{keyed("      - id: k\n        secret: hidden\n        secret: hidden\n"), `7:9: mapping key "secret" already defined at [6:9]`},
		{keyed("      - id: k\n        secret: \"hidden\n"), "6:17: could not find end character of double-quoted text"},
		{"accounts:\n  - {id: 1, name: a, quotas: {images: 5}}\n", `2:31: unknown field "images"`},
		{"accounts:\n  - {id: 1, name: a, quotas: 5}\n", "2:30: there must be fields here"},
		{"accounts:\n  - {id: 1, name: a, quotas: {images_per_region: many}}\n", `2:50: images_per_region "many" is not a number from 0 to 1000000`},
		{"accounts:\n  - {id: 1, name: a, quotas: {tags_per_resource: -1}}\n", `2:50: tags_per_resource "-1" is not a number from 0 to 1000000`},
		{"accounts:\n  - {id: 1, name: a, quotas: {images_per_family: 1000001}}\n", `2:50: images_per_family "1000001" is not a number from 0 to 1000000`},
		{"accounts:\n  - {id: 1, name: a, quotas: {accounts_per_share: [1]}}\n", "2:51: there must be one value here"},
		{"accounts: []\n---\naccounts: []\n", "3:1: there is a second document"},
	} {
		_, err := parseAccounts("a.yaml", []byte(test.text), nil)
		if err == nil {
			t.Errorf("%q is accepted", test.text)
			continue
		}
		if got := err.Error(); got != "a.yaml:"+test.want {
			t.Errorf("%s\n got %s\nwant a.yaml:%s", test.text, got, test.want)
		} else if strings.Contains(got, "hidden") || strings.Contains(got, "\n") {
			t.Errorf("%q: a secret, or more than a line", got)
		}
	}
}

// keyed is a file with one account, whose keys begin at line 5.
func keyed(keys string) string {
	return "accounts:\n  - id: 1\n    name: a\n    keys:\n" + keys
}

// FuzzParseAccounts: whatever the file holds, there are accounts or a line, and no value of it.
func FuzzParseAccounts(f *testing.F) {
	for _, s := range []string{
		keyed("      - {id: k, secret: S3CRET}\n"), keyed("      - id: k\n        secret: |\n          S3CRET\n"),
		keyed("      - id: k\n        secret S3CRET\n"), keyed("      - id: k\n        secret: &a S3CRET\n        status: *a\n"),
		keyed("      - id: k\n        secret: !!binary S3CRET\n"), keyed("      - id: k\n\tsecret: S3CRET\n"),
		keyed("      - id: k\n        secret: S3CRET: S3CRET\n"), keyed("      - id: k\n        secret: 'S3CRET' S3CRET\n"),
		keyed("      - id: k\n        secret: {S3CRET\n"), keyed("      - id: k\n       secret: S3CRET\n"),
		keyed("      - id: k\n        secret: @S3CRET\n"), keyed("      - id: k\n        secret: S3CRET\n      S3CRET\n"),
		keyed("      - id: k\n        secret: >2\n S3CRET\n"), keyed("      - id: k\n        secret: %S3CRET\n"),
		keyed("      - id: k\n        secret: \"S3CRET\\q\"\n"), keyed("      - id: k\n        secret: *S3CRET\n"),
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		accounts, err := parseAccounts("a.yaml", text, nil)
		if (err == nil) == (len(accounts) == 0) {
			t.Fatalf("%d accounts, %v", len(accounts), err)
		}
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Fatalf("more than a line: %q", err)
		}
	})
}

// TestSecretsStayHidden: faults around a secret do not show it.
func TestSecretsStayHidden(t *testing.T) {
	for _, keys := range []string{
		"      - id: k\n        secret S3CRET\n",
		"      - id: k\n        secret: &a S3CRET\n        status: *a\n",
		"      - id: k\n        secret: !!binary S3CRET\n",
		"      - id: k\n        secret: !!int S3CRET\n",
		"      - id: k\n\tsecret: S3CRET\n",
		"      - id: k\n        secret: S3CRET: S3CRET\n",
		"      - id: k\n        secret: 'S3CRET' S3CRET\n",
		"      - id: k\n        secret: {S3CRET\n",
		"      - id: k\n       secret: S3CRET\n",
		"      - id: k\n        secret: @S3CRET\n",
		"      - id: k\n        secret: S3CRET\n      S3CRET\n",
		"      - id: k\n        secret: >2\n S3CRET\n",
		"      - id: k\n        secret: %S3CRET\n",
		"      - id: k\n        secret: \"S3CRET\\q\"\n",
		"      - id: k\n        secret: *S3CRET\n",
		"      - id: k\n        secret: `S3CRET`\n",
		"      - id: k\n        secret: [S3CRET, S3CRET\n",
		"      - id: k\n        secret:S3CRET\n",
	} {
		if _, err := parseAccounts("a.yaml", []byte(keyed(keys)), nil); err == nil {
			t.Logf("accepted: %q", keys)
		} else if strings.Contains(err.Error(), "S3CRET") {
			t.Errorf("%q: %v", keys, err)
		}
	}
}
