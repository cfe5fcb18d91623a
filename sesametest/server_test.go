package sesametest_test

import (
	"crypto/tls"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"sesame/sesametest"
)

const world = `
contents:
  - account: ali
    region: cn-hangzhou
    snapshots:
      - {id: s-1, kind: system, size: 40}
    images:
      - {id: m-1, name: web, disks: [{size: 40}], shared_with: [cassim]}
`

func TestDefaults(t *testing.T) {
	srv := sesametest.New(t, nil)
	status, body := srv.Call("DescribeRegions")
	if status != 200 || !json.Valid(body) {
		t.Errorf("%d %s", status, body)
	}
	status, body = srv.Call("DescribeRegions", "Format", "XML")
	if status != 200 || !strings.HasPrefix(string(body), "<?xml") {
		t.Errorf("%d %s", status, body)
	}
	status, body = srv.WithKey(sesametest.Key{ID: "ali", Secret: "wrong"}).Call("DescribeRegions")
	if status != 400 || !strings.Contains(string(body), "SignatureDoesNotMatch") {
		t.Errorf("%d %s", status, body)
	}
}

func TestServersHaveNothingInCommon(t *testing.T) {
	one, two := sesametest.New(t, &sesametest.Options{Fixture: []byte(world)}), sesametest.New(t, nil)
	if n := images(t, one.Caller, "self"); n != 1 {
		t.Errorf("%d images", n)
	}
	if n := images(t, two.Caller, "self"); n != 0 {
		t.Errorf("%d images of another server", n)
	}
	if n := images(t, one.As("cassim"), "others"); n != 1 {
		t.Errorf("%d images shared with cassim", n)
	}
}

func images(t *testing.T, c *sesametest.Caller, alias string) int {
	t.Helper()
	status, body := c.Call("DescribeImages", "RegionId", "cn-hangzhou", "ImageOwnerAlias", alias)
	var answer struct{ TotalCount int }
	if err := json.Unmarshal(body, &answer); err != nil || status != 200 {
		t.Fatalf("%d %s: %v", status, body, err)
	}
	return answer.TotalCount
}

func TestHTTPS(t *testing.T) {
	srv := sesametest.New(t, nil)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: srv.Certificates}}}
	defer client.CloseIdleConnections()
	for _, url := range []string{srv.URL, srv.HTTPSURL} {
		resp, err := client.Get(url + "/_sesame/health")
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		if resp.Body.Close(); err != nil || string(body) != "ok\n" {
			t.Errorf("%s: %q, %v", url, body, err)
		}
	}
}

func TestAccountsPaceAndClock(t *testing.T) {
	clock := sesametest.NewClock(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
	srv := sesametest.New(t, &sesametest.Options{
		Accounts: []sesametest.Account{{ID: "42", Name: "morgiana", Keys: []sesametest.Key{{ID: "m", Secret: "oil"}}}},
		Fixture:  []byte(strings.NewReplacer("ali", "morgiana", "cassim", "43").Replace(strings.Replace(world, ", shared_with: [cassim]", "", 1))),
		Pace:     time.Hour, Clock: clock.Now, ClockSkew: time.Minute,
	})
	if status, body := srv.Call("CreateImage", "RegionId", "cn-hangzhou", "SnapshotId", "s-1"); status != 200 {
		t.Fatalf("%d %s", status, body)
	}
	if n := images(t, srv.Caller, "self"); n != 1 {
		t.Errorf("%d images before it is made", n)
	}
	clock.Advance(time.Hour)
	if n := images(t, srv.Caller, "self"); n != 2 {
		t.Errorf("%d images when it is made", n)
	}
}

// What is in a folder is there again for the next server.
func TestFolder(t *testing.T) {
	o := &sesametest.Options{DSN: t.TempDir(), Fixture: []byte(world)}
	t.Run("first", func(t *testing.T) {
		if status, body := sesametest.New(t, o).Call("DeleteImage", "RegionId", "cn-hangzhou", "ImageId", "m-none"); status != 200 {
			t.Errorf("%d %s", status, body)
		}
	})
	t.Run("second", func(t *testing.T) {
		if n := images(t, sesametest.New(t, o).Caller, "self"); n != 1 {
			t.Errorf("%d images", n)
		}
	})
}
