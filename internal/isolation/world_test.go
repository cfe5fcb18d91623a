// Package isolation holds tests alone. They are generated from the action tables of all products: no
// account sees, changes or notices what another one has, and nothing that is secret comes
// out where it does not belong.
package isolation

import (
	"bytes"
	"cmp"
	"context"
	"log/slog"
	"maps"
	mathrand "math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"sesame/internal/api"
	"sesame/internal/cloud"
	"sesame/internal/explain"
	"sesame/internal/rpc"
	"sesame/internal/server"
	"sesame/internal/sign"
	"sesame/internal/store"
)

const (
	region = "cn-hangzhou"
	zone   = "cn-hangzhou-b"
)

var epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// owner is an account whose resources have its letter in their ids. Nobody's letter is in no id. What is
// nobody's and what is ali's come before what is cassim's, so that neither is told apart by its order.
type owner struct{ account, name, letter string }

var (
	nobody = owner{"1000000000000000", "owner-b", "b"}
	ali    = owner{"1000000000000001", "owner-a", "a"}
	cassim = owner{"1000000000000002", "owner-c", "c"}
	forger = owner{"", "forger", "f"} // has the key of cassim, and not its secret
)

func (o owner) key() (id, secret string) {
	if o == forger {
		return "key-c", "wrong"
	}
	return "key-" + o.letter, "Canary-Secret-" + o.letter + "-7351"
}

func accounts() (all []server.Account) {
	for _, o := range []owner{ali, cassim} {
		id, secret := o.key()
		all = append(all, server.Account{ID: o.account, Name: o.name, Keys: []server.Key{{ID: id, Secret: secret}}})
	}
	return all
}

// id is the owner's resource of a kind.
func (o owner) id(kind string) string {
	switch kind {
	case "family":
		return "family-" + o.letter
	case "account family":
		return "acs:" + o.account + ":family-" + o.letter
	case "account":
		return o.account
	}
	return kind + "-isolated" + o.letter
}

// world is a server in which ali and cassim have the same things, that does the same for
// the same calls whenever it is made: its clock stands still and its identifiers come from
// a seed.
type world struct {
	t   *testing.T
	srv *server.Server
	db  *store.DB
	log *bytes.Buffer

	requests []string // ids of those that were answered
}

func newWorld(t *testing.T) *world { return openWorld(t, ":memory:") }

func openWorld(t *testing.T, dsn string, change ...func(*server.Config)) *world {
	t.Helper()
	db, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	for _, o := range []owner{ali, cassim} {
		err := db.Update(t.Context(), store.Origin{Account: o.account, Action: "Seed", RequestID: "seed", At: epoch}, func(tx *store.Tx) error {
			return fill(tx, o)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	w := &world{t: t, db: db, log: &bytes.Buffer{}}
	ids := cloud.NewIDs(mathrand.NewChaCha8([32]byte{}))
	c := server.Config{
		DB: db, Accounts: accounts(), IDs: ids, Clock: func() time.Time { return epoch.Add(time.Hour) },
		Log:      slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Products: api.Products(api.Config{DB: db, IDs: ids, NonceLife: time.Hour}), Requests: explain.NewRing(1000, 64<<20),
	}
	for _, fn := range change {
		fn(&c)
	}
	w.srv, err = server.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// fill gives an owner one thing of each kind, in states in which it can be changed.
func fill(tx *store.Tx, o owner) error {
	i := cloud.NewImage(o.account, region, o.id("m"), cloud.WorkCreate, epoch.Add(-24*time.Hour), time.Hour)
	i.Name, i.Family, i.ResourceGroup = "image-"+o.letter, o.id("family"), o.id("rg")
	i.SetPlatform("Ubuntu")
	i.SetDisks([]cloud.DiskMapping{{Device: "/dev/xvda", Kind: cloud.SystemDisk, SizeGiB: 40, Snapshot: o.id("s")}})
	tags := []cloud.Tag{{Key: "owner", Value: o.letter}}
	i.Tags = tags
	m := cloud.NewInstance(o.account, region, o.id("i"), epoch)
	m.Name, m.Zone, m.Type, m.Image, m.Outcome = "instance-"+o.letter, zone, "ecs.g7.large", o.id("m"), cloud.InstanceStopped
	m.VPC, m.VSwitch, m.SecurityGroups, m.NetworkInterface = o.id("vpc"), o.id("vsw"), []string{o.id("sg")}, o.id("eni")
	m.Tags, m.ResourceGroup = tags, o.id("rg")
	m.PrivateIP, m.MAC = "10.0.0.9", "00:16:3e:00:00:09"
	attached := &cloud.Disk{
		Account: o.account, Region: region, ID: o.id("d"), Zone: zone, Instance: m.ID, Device: "/dev/xvda", Kind: cloud.SystemDisk,
		Category: "cloud_essd", SizeGiB: 40, Created: epoch, DeleteWithInstance: true, Snapshot: o.id("s"),
		Tags: tags, ResourceGroup: o.id("rg"),
	}
	free := &cloud.Disk{
		Account: o.account, Region: region, ID: o.id("d-free"), Zone: zone, Kind: cloud.DataDisk, Category: "cloud_essd", SizeGiB: 40, Created: epoch,
	}
	p := &cloud.Snapshot{
		Account: o.account, Region: region, ID: o.id("s"), Name: "snapshot-" + o.letter, Kind: cloud.SystemDisk, SizeGiB: 40, Image: i.ID,
		Disk: attached.ID, Created: epoch, Ready: epoch, Tags: tags, ResourceGroup: o.id("rg"),
	}
	second := *p
	second.ID, second.Name, second.Kind, second.Disk = o.id("s-free"), "snapshot-of-free-"+o.letter, cloud.DataDisk, free.ID
	for _, err := range []error{
		tx.CreateResourceGroup(&cloud.ResourceGroup{Account: o.account, ID: o.id("rg"), Name: o.id("rg"), Created: epoch}),
		tx.CreateVPC(&cloud.VPC{Account: o.account, Region: region, ID: o.id("vpc"), CIDR: "10.0.0.0/8", Created: epoch}),
		tx.CreateVSwitch(&cloud.VSwitch{Account: o.account, Region: region, ID: o.id("vsw"), Zone: zone, VPC: o.id("vpc"), CIDR: "10.0.0.0/24", Created: epoch}),
		tx.CreateSecurityGroup(&cloud.SecurityGroup{Account: o.account, Region: region, ID: o.id("sg"), Name: o.id("sg"), VPC: o.id("vpc"), Created: epoch}),
		tx.CreateImage(i), tx.CreateInstance(m), tx.CreateDisk(attached), tx.CreateDisk(free), tx.CreateSnapshot(p), tx.CreateSnapshot(&second),
		tx.CreateTask(&cloud.Task{
			Account: o.account, Region: region, ID: o.id("t"), Action: "ImportImage", Resource: i.ID,
			Created: epoch, Starts: epoch, Ready: epoch.Add(24 * time.Hour),
		}),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

// action is one that the program serves.
type action struct {
	*rpc.Operation
	version string
}

// actions are those of all products.
func actions() (all []action) {
	for _, p := range api.Products(api.Config{}) {
		for _, name := range slices.Sorted(maps.Keys(p.Operations)) {
			all = append(all, action{p.Operations[name], p.Version})
		}
	}
	return all
}

var served = actions()

// named is the first action that is called so.
func named(name string) action {
	return served[slices.IndexFunc(served, func(a action) bool { return a.Name == name })]
}

// call asks in the name of an owner and gives the whole answer. Parameters may say another Version.
func (w *world) call(as owner, name string, parameters url.Values) string {
	v := url.Values{"Action": {name}, "Version": {named(name).version}, "Format": {"JSON"}, "RegionId": {region}}
	maps.Copy(v, parameters)
	id, secret := as.key()
	query := sign.V1(http.MethodGet, v, id, secret, "nonce", epoch).Encode()
	return w.answer(httptest.NewRequestWithContext(context.Background(), http.MethodGet, "http://localhost/?"+query, nil))
}

// callV3 asks in the other scheme, with a form.
func (w *world) callV3(as owner, name string, parameters url.Values) string {
	v := url.Values{"RegionId": {region}}
	maps.Copy(v, parameters)
	v.Del("Version")
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "http://localhost/", strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "application/json")
	id, secret := as.key()
	sign.V3(r, []byte(v.Encode()), name, cmp.Or(parameters.Get("Version"), named(name).version), id, secret, "nonce", epoch)
	return w.answer(r)
}

func (w *world) answer(r *http.Request) string {
	answer := httptest.NewRecorder()
	w.srv.ServeHTTP(answer, r)
	w.requests = append(w.requests, answer.Header().Get("X-Acs-Request-Id"))
	return answer.Result().Status + " " + strings.TrimSpace(answer.Body.String())
}
