// Package model_test holds the server against models of it: a small one in memory that a
// random sequence of calls is compared with, and sequential ones that concurrent histories
// must be explained by. It speaks signed HTTP, in process, and knows nothing of the store
// but how to open it.
package consistency_test

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sesame/internal/api/ecs"
	"sesame/internal/cloud"
	"sesame/internal/pgtest"
	"sesame/internal/rpc"
	"sesame/internal/server"
	"sesame/internal/sign"
	"sesame/internal/store"
)

const (
	hangzhou = "cn-hangzhou"
	beijing  = "cn-beijing"
)

var regions = []string{hangzhou, beijing}

// tester is *testing.T and *rapid.T.
type tester interface {
	Helper()
	Context() context.Context
	Fatalf(format string, args ...any)
}

// world is one or several servers over one store, with accounts of its own.
type world struct {
	servers []http.Handler
	users   []*user
	listed  []server.Account
	clock   func() time.Time
	pace    time.Duration
	nonces  atomic.Int64

	answered answered
}

// user is an account that calls.
type user struct {
	account, key, secret string
	snapshots            map[string]string // a system disk's, by region
}

// accounts are never used twice, so that worlds can share a database.
var accounts atomic.Int64

func open(t *testing.T, dsn string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// onBoth runs a test on an empty SQLite store in a folder and on an empty PostgreSQL
// database that is opened three times, as by three processes.
func onBoth(t *testing.T, test func(t *testing.T, dbs []*store.DB)) {
	t.Helper()
	onDurable(t, func(t *testing.T, dsn string, handles int) {
		var dbs []*store.DB
		for range handles {
			dbs = append(dbs, open(t, dsn))
		}
		test(t, dbs)
	})
}

// onDurable is onBoth for a test that opens the stores by itself, with so many handles.
func onDurable(t *testing.T, test func(t *testing.T, dsn string, handles int)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, t.TempDir(), 1) })
	t.Run("postgres", func(t *testing.T) { test(t, pgtest.DSN(t), 3) })
}

// newWorld starts a server on each handle of a store, for so many new accounts.
func newWorld(t tester, dbs []*store.DB, users int, clock func() time.Time, pace time.Duration) *world {
	t.Helper()
	w := &world{clock: clock, pace: pace}
	for range users {
		n := accounts.Add(1)
		u := &user{account: fmt.Sprint(5000000000000000 + n), key: fmt.Sprintf("key-%d", n), secret: "secret", snapshots: map[string]string{}}
		w.users = append(w.users, u)
		w.listed = append(w.listed, server.Account{ID: u.account, Name: u.key, Keys: []server.Key{{ID: u.key, Secret: u.secret}}})
		w.addSnapshots(t, dbs[0], u)
	}
	for _, db := range dbs {
		w.servers = append(w.servers, w.serve(t, db))
	}
	if t, ok := t.(*testing.T); ok { // a sequence of rapid's looks by itself
		t.Cleanup(func() { w.checkTrail(t, dbs[0]) })
	}
	return w
}

// serve starts a server on a handle.
func (w *world) serve(t tester, db *store.DB) http.Handler {
	t.Helper()
	ids := cloud.NewIDs(rand.Reader)
	s, err := server.New(server.Config{
		DB: db, IDs: ids, Accounts: w.listed, ClockSkew: time.Minute, Clock: w.clock, Certificate: &tls.Certificate{},
		Products: []*rpc.Product{ecs.New(ecs.Config{DB: db, IDs: ids, Pace: w.pace, NonceLife: 2 * time.Minute})},
	})
	if err != nil {
		t.Fatalf("server: %v", err)
	}
	return s
}

// addSnapshots gives a user something to make images of.
func (w *world) addSnapshots(t tester, db *store.DB, u *user) {
	t.Helper()
	o := store.Origin{Account: u.account, RequestID: "setup", At: w.clock()}
	err := db.Update(t.Context(), o, func(tx *store.Tx) error {
		for _, region := range regions {
			u.snapshots[region] = "s-" + u.account + "-" + region
			err := tx.CreateSnapshot(&cloud.Snapshot{
				Account: u.account, Region: region, ID: u.snapshots[region],
				Kind: cloud.SystemDisk, SizeGiB: 40, Created: o.At, Ready: o.At,
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatalf("setup: %v", err)
	}
}

// answer is what a call gives, as far as the models look at it.
type answer struct {
	Status  int `json:"-"`
	Code    string
	Message string

	RequestId                   string
	ImageId, DiskId, SnapshotId string

	TotalCount     int
	Images         struct{ Image []shown }
	Image          *shown
	Accounts       struct{ Account []struct{ AliyunId string } }
	InstanceIdSets struct{ InstanceIdSet []string }
	Instances      struct{ Instance []shownInstance }
	Disks          struct{ Disk []shownDisk }
	Snapshots      struct{ Snapshot []shownSnapshot }
}

// shown is an image in an answer.
type shown struct {
	ImageId, ImageName, ImageFamily, Description string
	Status, IsSelfShared, Progress, Usage        string
	Usable                                       bool

	BootMode           string // what follows is read, not compared
	IsPublic           bool
	DiskDeviceMappings struct {
		DiskDeviceMapping []struct{ SnapshotId, Type string }
	}
}

// shownInstance is an instance in an answer, and so on.
type (
	shownInstance struct{ InstanceId, ImageId, Status string }
	shownDisk     struct {
		DiskId, Type, Status, InstanceId, SourceSnapshotId, Device string
		Encrypted                                                  bool
	}
	shownSnapshot struct {
		SnapshotId, SourceDiskId, SourceDiskType, Status, Usage string
		Encrypted                                               bool
	}
)

type params map[string]string

// call sends a signed call to one of the servers.
func (w *world) call(t tester, at int, u *user, action string, p params) answer {
	t.Helper()
	return w.send(t, at, w.sign(u, action, p))
}

// sign makes a call that can be sent as a form.
func (w *world) sign(u *user, action string, p params) url.Values {
	v := url.Values{"Action": {action}, "Version": {"2014-05-26"}, "Format": {"JSON"}}
	for k, s := range p {
		v.Set(k, s)
	}
	nonce := fmt.Sprintf("n%d", w.nonces.Add(1))
	return sign.V1(http.MethodPost, v, u.key, u.secret, nonce, w.clock())
}

// send fails the test on anything but an answer of the API, and on an error of the
// server's own.
func (w *world) send(t tester, at int, form url.Values) answer {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	rec := httptest.NewRecorder()
	w.servers[at%len(w.servers)].ServeHTTP(rec, r)
	a := answer{Status: rec.Code}
	if err := json.Unmarshal(rec.Body.Bytes(), &a); err != nil {
		t.Fatalf("%s: %v in %s", form.Get("Action"), err, rec.Body)
	}
	if a.Status >= 500 || (a.Status == http.StatusOK) != (a.Code == "") {
		t.Fatalf("%v: %d %s", form, a.Status, rec.Body)
	}
	w.answered.note(form.Get("Action"), a.RequestId, a.Code)
	return a
}

// must is a call that has to succeed.
func (w *world) must(t tester, at int, u *user, action string, p params) answer {
	t.Helper()
	a := w.call(t, at, u, action, p)
	if a.Code != "" {
		t.Fatalf("%s %v: %s: %s", action, p, a.Code, a.Message)
	}
	return a
}

// create makes an image and gives its id.
func (w *world) create(t tester, u *user, region, name string) string {
	t.Helper()
	return w.must(t, 0, u, "CreateImage", params{"RegionId": region, "SnapshotId": u.snapshots[region], "ImageName": name}).ImageId
}

// look reads one image of the user's, in whatever state; nil when there is none.
func (w *world) look(t tester, at int, u *user, region, id string) *shown {
	t.Helper()
	a := w.must(t, at, u, "DescribeImages", params{"RegionId": region, "ImageId": id, "Status": "ALL", "ImageOwnerAlias": "self"})
	if len(a.Images.Image) == 0 {
		return nil
	}
	return &a.Images.Image[0]
}

// atMost runs a property for so many rounds, and on while a failure is being made smaller.
func atMost(rounds int, property func(*rapid.T)) func(*rapid.T) {
	n, failed := 0, false
	return func(t *rapid.T) {
		if n++; n > rounds && !failed {
			return
		}
		defer func() { failed = failed || t.Failed() }()
		property(t)
	}
}
