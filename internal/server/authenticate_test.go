package server_test

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sesame/internal/pgtest"
	"sesame/internal/rpc"
	"sesame/internal/server"
	"sesame/internal/sign"
)

// An unknown action or version is told to anybody: the CLI asks so.
func TestUnknownActionBeforeCredentials(t *testing.T) {
	r := start(t, nil)
	const v3 = "Authorization: ACS3-HMAC-SHA256 Credential=nobody,SignedHeaders=host,Signature=00"
	for about, request := range map[string]string{
		"nothing":              get(""),
		"no version":           get("Action=DescribeImages"),
		"no action":            get("Version=" + version),
		"unknown":              get("Action=DescribeNothing&Version=" + version),
		"wrong version":        get("Action=DescribeImages&Version=2014-05-27&AccessKeyId=AccessKeyID"),
		"other product":        get("Action=DescribeVpcs&Version=2016-04-28"),
		"small letters":        get("Action=describeImages&Version=" + version),
		"header":               get("", "x-acs-action: DescribeNothing", "x-acs-version: "+version, v3),
		"header, parameter":    get("Action=DescribeNothing", "x-acs-action: DescribeImages", "x-acs-version: "+version),
		"of another one's key": get(signed("DescribeNothing")),
	} {
		r.raw(request).want(t, about, 404, "InvalidAction.NotFound")
	}
	for about, request := range map[string]string{
		"parameter":                 get("Action=DescribeImages&Version=" + version),
		"header":                    get("", "X-ACS-ACTION: DescribeImages", "x-acs-version: "+version),
		"header, not capitalised":   get("", "x-acs-action: describeImages", "x-acs-version: "+version),
		"parameter before a header": get("Action=DescribeImages&Version="+version, "x-acs-action: DescribeNothing"),
	} {
		r.raw(request).want(t, about, 400, "MissingAccessKeyId")
	}
}

func TestKeys(t *testing.T) {
	r := start(t, func(c *server.Config) {
		c.Accounts = append(c.Accounts, server.Account{ID: "3", Name: "morgiana", Keys: []server.Key{
			{ID: "old", Secret: "oil", Inactive: true}, {ID: "new", Secret: "jars"}, {ID: "empty"},
		}})
	})
	ask := func(id, secret string) *answer {
		return r.raw(get(sign.V1(http.MethodGet, parameters("DescribeRegions"), id, secret, rand.Text(), now).Encode()))
	}
	ask("new", "jars").want(t, "active", 200, "")
	ask("old", "oil").want(t, "inactive", 400, "InvalidAccessKeyId.Inactive")
	ask("old", "wrong").want(t, "inactive, and the wrong secret", 400, "InvalidAccessKeyId.Inactive")
	ask("new", "oil").want(t, "wrong secret", 400, "SignatureDoesNotMatch")
	ask("New", "jars").want(t, "other case", 404, "InvalidAccessKeyId.NotFound")
	ask("morgiana", "jars").want(t, "name of the account", 404, "InvalidAccessKeyId.NotFound")
	ask("empty", "").want(t, "empty secret", 400, "SignatureDoesNotMatch")
}

func TestAccountsMustDiffer(t *testing.T) {
	for about, accounts := range map[string][]server.Account{
		"id":  {{ID: "1"}, {ID: "1"}},
		"key": {{ID: "1", Keys: []server.Key{{ID: "k"}}}, {ID: "2", Keys: []server.Key{{ID: "k"}}}},
	} {
		if _, err := server.New(server.Config{Accounts: accounts}); err == nil {
			t.Errorf("two accounts with one %s", about)
		}
	}
	if _, err := server.New(server.Config{Products: append(takeAll(), takeAll()...)}); err == nil {
		t.Error("two products with one version")
	}
}

// The account that is worked on is the caller's own.
func TestOwners(t *testing.T) {
	r := start(t, nil)
	tests := []struct {
		pairs  []string
		status int
		code   string
	}{
		{[]string{"OwnerId", ali}, 200, ""},
		{[]string{"OwnerId", "", "OwnerAccount", "", "ResourceOwnerId", "", "ResourceOwnerAccount", ""}, 200, ""},
		{[]string{"OwnerAccount", "ali", "ResourceOwnerAccount", "ali"}, 200, ""},
		{[]string{"OwnerId", ali, "OwnerAccount", "ali"}, 400, "InvalidOwner"},
		{[]string{"ResourceOwnerId", ali, "ResourceOwnerAccount", "ali"}, 400, "InvalidOwner"},
		{[]string{"OwnerId", cassim}, 400, "InvalidOwnerId"},
		{[]string{"OwnerAccount", "cassim"}, 403, "InvalidParameter.OwnerAccount"},
		{[]string{"ResourceOwnerId", cassim}, 403, "InvalidParameter.ResourceOwnerAccount"},
		{[]string{"ResourceOwnerAccount", "cassim"}, 403, "InvalidParameter.ResourceOwnerAccount"},
	}
	for _, tt := range tests {
		r.raw(get(signed("DescribeRegions", tt.pairs...))).want(t, strings.Join(tt.pairs, " "), tt.status, tt.code)
	}
}

func withSkew(c *server.Config) { c.ClockSkew = 15 * time.Minute }

// signedAt is a signed GET with a nonce and a time.
func signedAt(nonce string, at time.Time, action string, pairs ...string) string {
	return get(sign.V1(http.MethodGet, parameters(action, pairs...), "ali", "open-sesame", nonce, at).Encode())
}

func TestClock(t *testing.T) {
	r := start(t, withSkew)
	for _, tt := range []struct {
		off  time.Duration
		code string
	}{
		{0, ""},
		{-15 * time.Minute, ""},
		{15 * time.Minute, ""},
		{-15*time.Minute - time.Second, "InvalidTimeStamp.Expired"},
		{15*time.Minute + 2*time.Second, "InvalidTimeStamp.Expired"},
		{-24 * time.Hour, "InvalidTimeStamp.Expired"},
		{100 * 365 * 24 * time.Hour, "InvalidTimeStamp.Expired"},
	} {
		status := 200
		if tt.code != "" {
			status = 400
		}
		r.raw(signedAt(rand.Text(), now.Add(tt.off), "DescribeRegions")).want(t, tt.off.String(), status, tt.code)
	}
	// The signature comes before the clock: whoever cannot sign is told nothing of it.
	forged := get(sign.V1(http.MethodGet, parameters("DescribeRegions"), "ali", "wrong", "n", now.Add(-time.Hour)).Encode())
	r.raw(forged).want(t, "forged and late", 400, "SignatureDoesNotMatch")
	for _, at := range []string{"2026-01-02T03:04:05+08:00", "2026-01-02 03:04:05", "1767323045", ""} {
		params := sign.V1(http.MethodGet, parameters("DescribeRegions"), "ali", "open-sesame", "n", now)
		params.Set("Timestamp", at)
		code := "InvalidTimeStamp.Format"
		if at == "" {
			code = "MissingTimestamp"
		}
		r.raw(get(params.Encode())).want(t, at, 400, code)
	}
}

func TestReplayOfReads(t *testing.T) {
	r := start(t, withSkew)
	request := signedAt("nonce", now, "DescribeRegions")
	r.raw(request).want(t, "first", 200, "")
	r.raw(request).want(t, "again", 400, "SignatureNonceUsed")
	r.raw(request).want(t, "and again", 400, "SignatureNonceUsed")
	r.raw(signedAt("nonce", now, "DescribeZones", "RegionId", "cn-hangzhou")).want(t, "nonce of another call", 400, "SignatureNonceUsed")
	r.raw(signedAt("nonce", now.Add(time.Second), "DescribeRegions")).want(t, "a second later", 200, "")
	other := sign.V1(http.MethodGet, parameters("DescribeRegions"), "cassim", "open-barley", "nonce", now)
	r.raw(get(other.Encode())).want(t, "of another key", 200, "")
	// A forged request uses up no nonce.
	r.raw(get(sign.V1(http.MethodGet, parameters("DescribeRegions"), "ali", "wrong", "n2", now).Encode())).want(t, "forged", 400, "SignatureDoesNotMatch")
	r.raw(signedAt("n2", now, "DescribeRegions")).want(t, "genuine", 200, "")
	// V3, likewise.
	req, err := http.NewRequest(http.MethodGet, "http://"+r.addr+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	sign.V3(req, nil, "DescribeRegions", version, "ali", "open-sesame", "v3", now)
	for n, code := range []string{"", "SignatureNonceUsed"} {
		resp, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		r.read(resp).want(t, "V3", 200+200*n, code)
	}
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
}

func TestNoReplayCheckWithoutClock(t *testing.T) {
	r := start(t, nil)
	request := signedAt("nonce", now.Add(-1000*time.Hour), "DescribeRegions")
	r.raw(request).want(t, "first", 200, "")
	r.raw(request).want(t, "again", 200, "")
	write := signedAt("nonce", now, "DeleteImage", "RegionId", "cn-hangzhou", "ImageId", "m-none")
	r.raw(write).want(t, "first write", 200, "")
	r.raw(write).want(t, "written again", 200, "")
}

// A write is remembered in the store: for the next process, and for the others.
func TestReplayOfWrites(t *testing.T) {
	done := signedAt("done", now, "DeleteImage", "RegionId", "cn-hangzhou", "ImageId", "m-none")
	refused := signedAt("refused", now, "ModifyImageAttribute", "RegionId", "cn-hangzhou", "ImageId", "m-none")
	dry := signedAt("dry", now, "DeleteImage", "RegionId", "cn-hangzhou", "ImageId", "m-none", "DryRun", "true")
	fresh := func(nonce string) string {
		return signedAt(nonce, now, "DeleteImage", "RegionId", "cn-hangzhou", "ImageId", "m-none")
	}
	first := func(r *rig) {
		r.raw(done).want(t, "done", 200, "")
		r.raw(refused).want(t, "refused", 404, "InvalidImageId.NotFound")
		r.raw(dry).want(t, "dry run", 400, "DryRunOperation")
	}
	again := func(r *rig) {
		for _, request := range []string{done, refused, dry} {
			r.raw(request).want(t, "again", 400, "SignatureNonceUsed")
		}
	}
	t.Run("process", func(t *testing.T) {
		r := start(t, withSkew)
		first(r)
		again(r)
	})
	t.Run("restart", func(t *testing.T) {
		folder := t.TempDir()
		r := startOn(t, folder, withSkew)
		first(r)
		if err := r.stop(); err != nil {
			t.Fatal(err)
		}
		r = startOn(t, folder, withSkew)
		again(r)
		r.raw(fresh("another")).want(t, "another", 200, "")
	})
	t.Run("second server", func(t *testing.T) {
		dsn := pgtest.DSN(t)
		one, two := startOn(t, dsn, withSkew), startOn(t, dsn, withSkew)
		first(one)
		again(two)
		two.raw(fresh("another")).want(t, "another", 200, "")
		one.raw(fresh("another")).want(t, "the other way round", 400, "SignatureNonceUsed")
	})
}

// However many send the same request to however many servers, one gets through.
func TestReplayRace(t *testing.T) {
	dsn := pgtest.DSN(t)
	rigs := []*rig{startOn(t, dsn, withSkew), startOn(t, dsn, withSkew)}
	for range 5 {
		request := signedAt(rand.Text(), now, "DeleteImage", "RegionId", "cn-hangzhou", "ImageId", "m-none")
		statuses := make(chan int, 8)
		var wg sync.WaitGroup
		for n := range cap(statuses) {
			wg.Go(func() { statuses <- rigs[n%2].raw(request).status })
		}
		wg.Wait()
		close(statuses)
		count := map[int]int{}
		for s := range statuses {
			count[s]++
		}
		if count[200] != 1 || count[400] != 7 {
			t.Errorf("statuses %v", count)
		}
	}
}

// The nonce of a request that is refused before it reaches the store is remembered by the
// process, which is enough: refused by the same rules, it can do nothing.
func TestReplayOfMalformed(t *testing.T) {
	r := start(t, withSkew)
	request := signedAt("malformed", now, "ModifyImageAttribute", "RegionId", "cn-hangzhou", "ImageId", "m-1", "ImageName", "-")
	r.raw(request).want(t, "first", 400, "InvalidImageName.Malformed")
	r.raw(request).want(t, "again", 400, "SignatureNonceUsed")
}

func TestFrames(t *testing.T) {
	r := start(t, func(c *server.Config) { c.Products = []*rpc.Product{takeAll()[0]} })
	change := func(key string, values ...string) url.Values {
		params := sign.V1(http.MethodGet, parameters("DescribeRegions"), "ali", "open-sesame", rand.Text(), now)
		params[key] = values
		return params
	}
	for about, tt := range map[string]struct {
		params url.Values
		code   string
	}{
		"method":       {change("SignatureMethod", "HMAC-SHA512"), "InvalidSignatureMethod"},
		"version":      {change("SignatureVersion", "2.0"), "InvalidSignatureVersion"},
		"nonce":        {change("SignatureNonce"), "InvalidSignatureNonce"},
		"long nonce":   {change("SignatureNonce", strings.Repeat("n", 129)), "InvalidSignatureNonce"},
		"signature":    {change("Signature", ""), "MissingSignature"},
		"added":        {change("RegionId", "cn-hangzhou"), "SignatureDoesNotMatch"},
		"bearer token": {change("SignatureType", "BEARERTOKEN"), "InvalidBearerToken"},
	} {
		r.raw(get(tt.params.Encode())).want(t, about, 400, tt.code)
	}
}

// Of a key that is there twice only the first counts, for the signature and for the
// operation alike: what a relay adds behind is without effect, what it adds before is not
// signed.
func TestAddedDuplicates(t *testing.T) {
	r := start(t, nil)
	query := signed("DescribeZones", "RegionId", "cn-hangzhou", "Verbose", "false")
	r.raw(get(query+"&RegionId=cn-nowhere")).want(t, "behind", 200, "")
	r.raw(get("RegionId=cn-nowhere&"+query)).want(t, "before", 400, "SignatureDoesNotMatch")
	form := sign.V1(http.MethodPost, parameters("DescribeZones", "RegionId", "cn-hangzhou"), "ali", "open-sesame", rand.Text(), now).Encode()
	r.raw(post("RegionId=cn-nowhere", form, formType)).want(t, "in the query", 400, "SignatureDoesNotMatch")
	r.raw(post(form, "RegionId=cn-nowhere", formType)).want(t, "in the form", 400, "SignatureDoesNotMatch")
}

// A key stops working at the second at which it expires, and others go on.
func TestKeysExpire(t *testing.T) {
	var clock movable
	r := start(t, func(c *server.Config) {
		c.Clock = clock.now
		c.Accounts[0].Keys = append(c.Accounts[0].Keys, server.Key{ID: "brief", Secret: "s", Expires: now.Add(time.Minute)})
	})
	ask := func() *answer {
		return r.raw(get(sign.V1(http.MethodGet, parameters("DescribeRegions"), "brief", "s", rand.Text(), clock.now()).Encode()))
	}
	ask().want(t, "before", 200, "")
	clock.advance(time.Minute - 1)
	ask().want(t, "just before", 200, "")
	clock.advance(1)
	ask().want(t, "from then on", 400, "InvalidAccessKeyId.Inactive")
	r.raw(get(signed("DescribeRegions"))).want(t, "another key", 200, "")
}

// A key that is disabled while the store is opened is disabled from the first call on.
func TestAccountsChangedBeforeTheStart(t *testing.T) {
	r := start(t, func(c *server.Config) {
		c.AccountsFiles = server.AccountsFiles{Files: []string{filepath.Join(t.TempDir(), "accounts")}, Load: func() ([]server.Account, error) {
			return []server.Account{{ID: ali, Name: "ali", Keys: []server.Key{{ID: "ali", Secret: "open-sesame", Inactive: true}}}}, nil
		}}
	})
	r.raw(get(signed("DescribeRegions"))).want(t, "disabled", 400, "InvalidAccessKeyId.Inactive")
}

// Accounts that cannot be read are tried again, though the file does not change: so it is when
// a file gets its name before its group.
func TestAccountsReloadAgain(t *testing.T) {
	file := filepath.Join(t.TempDir(), "accounts")
	var loads, told atomic.Int64
	r := start(t, func(c *server.Config) {
		c.Log = slog.New(slog.NewTextHandler(countLines{&told, "not read again"}, nil))
		c.Accounts = []server.Account{{ID: ali, Name: "ali", Keys: []server.Key{{ID: "one", Secret: "s"}}}}
		c.AccountsFiles = server.AccountsFiles{Files: []string{file}, Load: func() ([]server.Account, error) {
			if loads.Add(1) < 3 {
				return nil, fs.ErrPermission
			}
			return []server.Account{{ID: ali, Name: "ali", Keys: []server.Key{{ID: "two", Secret: "s"}}}}, nil
		}}
	})
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if r.raw(get(sign.V1(http.MethodGet, parameters("DescribeRegions"), "two", "s", rand.Text(), now).Encode())).status == 200 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("loaded %d times, and the new key is not known", loads.Load())
		}
	}
	if told.Load() != 1 {
		t.Errorf("told %d times", told.Load())
	}
}

// countLines counts the lines of a log that say something.
type countLines struct {
	n    *atomic.Int64
	what string
}

func (c countLines) Write(line []byte) (int, error) {
	if strings.Contains(string(line), c.what) {
		c.n.Add(1)
	}
	return len(line), nil
}

// Accounts are exchanged while the server runs; what cannot be read, or lets strangers in,
// changes nothing.
func TestAccountsReload(t *testing.T) {
	file := filepath.Join(t.TempDir(), "accounts")
	var next atomic.Pointer[[]server.Account]
	reload := make(chan struct{})
	r := start(t, func(c *server.Config) {
		c.Reload = reload
		c.Exposure = server.Exposure{Others: true, PlainHTTP: true, Token: token}
		c.Accounts = []server.Account{{ID: ali, Name: "ali", Keys: []server.Key{{ID: "one", Secret: "s"}}}}
		c.AccountsFiles = server.AccountsFiles{Files: []string{file}, Load: func() ([]server.Account, error) {
			if a := next.Load(); a != nil {
				return *a, nil
			}
			return nil, errors.New("broken")
		}}
	})
	exchange := func(accounts ...server.Account) {
		next.Store(&accounts)
		reload <- struct{}{}
		reload <- struct{}{} // the first has been carried out
	}
	ask := func(id string) *answer {
		return r.raw(get(sign.V1(http.MethodGet, parameters("DescribeRegions"), id, "s", rand.Text(), now).Encode()))
	}
	reload <- struct{}{}
	ask("one").want(t, "a broken file", 200, "")
	exchange(server.DefaultAccounts()...)
	ask("one").want(t, "public secrets", 200, "")
	exchange(server.Account{ID: "2"}, server.Account{ID: "2"})
	ask("one").want(t, "an account that is there twice", 200, "")
	exchange(server.Account{ID: ali, Name: "ali", Keys: []server.Key{{ID: "one", Secret: "s", Inactive: true}, {ID: "two", Secret: "s"}}})
	ask("one").want(t, "disabled", 400, "InvalidAccessKeyId.Inactive")
	ask("two").want(t, "new", 200, "")
}
