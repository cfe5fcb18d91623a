// Package isolation holds tests alone. They are generated from the table of actions: no
// account sees, changes or notices what another one has, and nothing that is secret comes
// out where it does not belong.
package isolation

import (
	"bytes"
	"context"
	"log/slog"
	"maps"
	mathrand "math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"sesame/internal/api/actiontrail"
	"sesame/internal/api/ecs"
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

// owner is an account whose resources have its letter in their ids. Nobody's letter is in no id.
type owner struct{ account, name, letter string }

var (
	ali    = owner{"1000000000000001", "ali", "a"}
	cassim = owner{"1000000000000002", "cassim", "c"}
	nobody = owner{"1000000000000009", "nobody", "x"}
	forger = owner{"", "forger", "f"}
)

func (o owner) key() (id, secret string) {
	for _, a := range server.DefaultAccounts() {
		if a.ID == o.account {
			return a.Keys[0].ID, a.Keys[0].Secret
		}
	}
	return "cassim", "wrong" // a forger
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
		DB: db, Accounts: server.DefaultAccounts(), IDs: ids, Clock: func() time.Time { return epoch.Add(time.Hour) },
		Log: slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Products: []*rpc.Product{
			ecs.New(ecs.Config{DB: db, IDs: ids, NonceLife: time.Hour}), actiontrail.New(actiontrail.Config{DB: db}),
		}, Requests: explain.NewRing(1000, 64<<20),
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

// call asks in the name of an owner and gives the whole answer.
func (w *world) call(as owner, action string, parameters url.Values) string {
	v := url.Values{"Action": {action}, "Version": {"2014-05-26"}, "Format": {"JSON"}, "RegionId": {region}}
	maps.Copy(v, parameters)
	id, secret := as.key()
	query := sign.V1(http.MethodGet, v, id, secret, "nonce", epoch).Encode()
	answer := httptest.NewRecorder()
	w.srv.ServeHTTP(answer, httptest.NewRequestWithContext(context.Background(), http.MethodGet, "http://localhost/?"+query, nil))
	w.requests = append(w.requests, answer.Header().Get("X-Acs-Request-Id"))
	return answer.Result().Status + " " + strings.TrimSpace(answer.Body.String())
}
