package consistency_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"sesame/internal/store"
)

// image is what the model knows of one.
type image struct {
	owner, region, id         string
	name, family, description string
	deprecated, public        bool
	encrypted, copied         bool
	source                    string // of a copy
	instance                  string // that it was made of
	failed                    bool
	created, starts, ready    time.Time
	grantees                  map[string]bool
	parts                     []part
}

func (i *image) status(now time.Time) string {
	switch {
	case now.Before(i.starts):
		return "Waiting"
	case now.Before(i.ready):
		return "Creating"
	case i.failed:
		return "CreateFailed"
	case i.deprecated:
		return "Deprecated"
	}
	return "Available"
}

// machine compares a server with a model of it, call by call.
type machine struct {
	*world
	now    time.Time
	images map[string]*image // those that exist, by id
	ids    []string          // all there ever were
	fleet
}

// TestLifeOfImages lets two accounts in two regions do anything in any order.
func TestLifeOfImages(t *testing.T) {
	onDurable(t, func(t *testing.T, dsn string, handles int) {
		rounds := 20
		if handles > 1 { // PostgreSQL, where a call takes longer but for the race detector
			rounds = 15
		}
		h := &house{ctx: t.Context(), dsn: dsn}
		for range handles {
			h.dbs = append(h.dbs, h.open(t))
		}
		t.Cleanup(func() { h.close(t) })
		rapid.Check(t, atMost(rounds, func(rt *rapid.T) { live(rt, h) }))
	})
}

// house is a store whose handles are closed and opened again.
type house struct {
	ctx context.Context //nolint:containedctx // that of a whole test; a handle outlives the sequence that opens it
	dsn string
	dbs []*store.DB
}

func (h *house) open(t tester) *store.DB {
	t.Helper()
	db, err := store.Open(h.ctx, h.dsn)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	return db
}

func (h *house) close(t tester) {
	for _, db := range h.dbs {
		if err := db.Close(); err != nil {
			t.Fatalf("close: %v", err)
		}
	}
}

// restart ends one of the processes and starts it anew: what was there is there.
func (m *machine) restart(t *rapid.T, h *house) {
	at := rapid.IntRange(0, len(h.dbs)-1).Draw(t, "restarted")
	if err := h.dbs[at].Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	h.dbs[at] = h.open(t)
	m.servers[at] = m.serve(t, h.dbs[at])
	for _, u := range m.users {
		for _, region := range regions {
			m.compareImages(t, at, u, region)
			m.compareFleet(t, at, u, region)
		}
	}
}

func live(t *rapid.T, h *house) {
	m := &machine{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), images: map[string]*image{}}
	pace := rapid.SampledFrom([]time.Duration{0, 0, 5 * time.Second}).Draw(t, "pace")
	m.world = newWorld(t, h.dbs, 2, func() time.Time { return m.now }, pace)
	m.fleet = newFleet(m.users, m.now)
	for range 3 { // something to begin with
		m.createImage(t)
	}
	m.beginFleet(t)
	ofImages := map[string]func(*rapid.T){
		"modify": m.modify,
		"share":  m.share,
		"copy":   m.copyImage,
		"cancel": m.cancelCopy,
		"public": m.publish,
	}
	actions := map[string]func(*rapid.T){
		"create": m.createImage,
		"status": m.setStatus,
		"delete": m.delete,
		"wait": func(t *rapid.T) {
			m.now = m.now.Add(time.Duration(rapid.IntRange(1, 4000).Draw(t, "ms")) * time.Millisecond)
		},
		"run":           m.run,
		"stop":          m.stop,
		"start":         m.start,
		"disturb":       m.disturbImage,
		"release":       m.deleteInstance,
		"replace":       m.replaceSystemDisk,
		"boot mode":     m.setBootMode,
		"snapshot":      m.createSnapshot,
		"drop snapshot": m.deleteSnapshot,
		"disk":          m.createDisk,
		"attach":        m.attach,
		"detach":        m.detach,
		"drop disk":     m.deleteDisk,
		"restart":       func(t *rapid.T) { m.restart(t, h) },
		"": func(t *rapid.T) {
			m.compare(t)
			m.compareFleet(t, m.someServer(t), m.someUser(t), someRegion(t))
		},
	}
	if rapid.Bool().Draw(t, "all") { // or those that meet with instances only, and these more often
		maps.Copy(actions, ofImages)
	}
	t.Repeat(actions)
	m.checkTrail(t, h.dbs[0])
}

// What is drawn from is small, so that calls meet.
var (
	someNames        = mostly([]string{"", "aa", "bb", "cc", "名称", "a.b:c_d-e"}, "x", "1a", "a b", "acs:x", "aliyun-x", "http://x")
	someFamilies     = mostly([]string{"", "web", "db"}, "acs:web", "-")
	someDescriptions = mostly([]string{"", "text", "描述", "other text"}, "x", "http://x", "https://")
	someStatuses     = mostly([]string{"Available", "Deprecated"}, "Creating", "deprecated")
)

// mostly draws one of the good ones nine times of ten. (Ranges of numbers are no dice: small
// ones come more often.)
func mostly(good []string, bad ...string) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		if rarely(t, "malformed") {
			return rapid.SampledFrom(bad).Draw(t, "bad")
		}
		return rapid.SampledFrom(good).Draw(t, "good")
	})
}

func rarely(t *rapid.T, what string) bool {
	return rapid.SampledFrom([]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}).Draw(t, what) == 9
}

var wellFormed = map[string]bool{
	"": true, "aa": true, "bb": true, "cc": true, "名称": true, "a.b:c_d-e": true,
	"web": true, "db": true, "text": true, "描述": true, "other text": true,
}

func (m *machine) someUser(t *rapid.T) *user { return rapid.SampledFrom(m.users).Draw(t, "user") }

func (m *machine) someServer(t *rapid.T) int {
	return rapid.IntRange(0, len(m.servers)-1).Draw(t, "server")
}

func someRegion(t *rapid.T) string { return rapid.SampledFrom(regions).Draw(t, "region") }

// target is the owner of an image and the image, most of the time.
func (m *machine) target(t *rapid.T) (u *user, region, id string) {
	if len(m.images) == 0 || rarely(t, "stray") {
		return m.someUser(t), someRegion(t), rapid.SampledFrom(append([]string{"m-none"}, m.ids...)).Draw(t, "any id")
	}
	id = rapid.SampledFrom(slices.DeleteFunc(slices.Clone(m.ids), func(id string) bool { return m.images[id] == nil })).Draw(t, "id")
	i := m.images[id]
	u = m.users[slices.IndexFunc(m.users, func(u *user) bool { return u.account == i.owner })]
	return u, i.region, id
}

// own is the image when it is there for this user in this region.
func (m *machine) own(u *user, region, id string) *image {
	if i := m.images[id]; i != nil && i.owner == u.account && i.region == region {
		return i
	}
	return nil
}

func (m *machine) nameTaken(by *image, name string) bool {
	for _, i := range m.images {
		if i != by && name != "" && i.name == name && i.owner == by.owner && i.region == by.region {
			return true
		}
	}
	return false
}

// expect is the first of the codes whose condition holds, or success.
func (m *machine) expect(t *rapid.T, u *user, action string, p params, refusals ...refusal) (a answer, ok bool) {
	want := ""
	for _, r := range refusals {
		if r.when {
			want = r.code
			break
		}
	}
	a = m.call(t, m.someServer(t), u, action, p)
	if a.Code != want {
		t.Fatalf("%s %v by %s: %q, want %q", action, p, u.account, a.Code, want)
	}
	return a, want == ""
}

type refusal struct {
	when bool
	code string
}

func (m *machine) createImage(t *rapid.T) {
	u, region := m.someHome(t)
	m.makeImage(t, u, region, m.imageSource(t, u, region))
}

func (m *machine) makeImage(t *rapid.T, u *user, region string, from source) {
	i := &image{
		owner: u.account, region: region, name: someNames.Draw(t, "name"), family: someFamilies.Draw(t, "family"),
		description: someDescriptions.Draw(t, "description"), created: m.now, starts: m.now, ready: m.now.Add(m.pace), grantees: map[string]bool{},
	}
	p := params{
		"RegionId": region, "SnapshotId": from.snapshot, "InstanceId": from.instance,
		"ImageName": i.name, "ImageFamily": i.family, "Description": i.description,
	}
	a, ok := m.expect(t, u, "CreateImage", p, slices.Concat([]refusal{
		{!wellFormed[i.name], "InvalidImageName.Malformed"},
		{!wellFormed[i.family], "InvalidImageFamily.Malformed"},
		{!wellFormed[i.description], "InvalidDescription.Malformed"},
	}, from.refusals, []refusal{
		{m.nameTaken(i, i.name), "InvalidImageName.Duplicated"},
	})...)
	if !ok {
		return
	}
	m.add(t, i, a.ImageId)
	m.fill(t, u, i, from)
}

// add is a new image of which the server told the id.
func (m *machine) add(t *rapid.T, i *image, id string) {
	if id == "" || m.images[id] != nil {
		t.Fatalf("id %q of a new image", id)
	}
	i.id = id
	m.images[i.id] = i
	m.ids = append(m.ids, i.id)
}

func (m *machine) modify(t *rapid.T) {
	m.modifyWith(t, someNames.Draw(t, "name"), someFamilies.Draw(t, "family"), someDescriptions.Draw(t, "description"), "")
}

func (m *machine) setStatus(t *rapid.T) {
	name := ""
	if rapid.Bool().Draw(t, "rename, too") {
		name = someNames.Draw(t, "name")
	}
	m.modifyWith(t, name, "", "", someStatuses.Draw(t, "status"))
}

func (m *machine) modifyWith(t *rapid.T, name, family, description, status string) {
	u, region, id := m.target(t)
	i := m.own(u, region, id)
	was := image{grantees: map[string]bool{}}
	if i != nil {
		was = *i
	}
	dryRun := rarely(t, "dry")
	_, ok := m.expect(t, u, "ModifyImageAttribute", params{
		"RegionId": region, "ImageId": id, "ImageName": name,
		"ImageFamily": family, "Description": description, "Status": status, "DryRun": fmt.Sprint(dryRun),
	},
		refusal{!wellFormed[name], "InvalidImageName.Malformed"},
		refusal{status != "" && status != "Available" && status != "Deprecated", "InvalidParameter"},
		refusal{!wellFormed[family], "InvalidImageFamily.Malformed"},
		refusal{!wellFormed[description], "InvalidDescription.Malformed"},
		refusal{i == nil, "InvalidImageId.NotFound"},
		refusal{m.now.Before(was.ready), "InvalidStatus.ImageIsCreating"},
		refusal{status == "Deprecated" && (len(was.grantees) > 0 || was.public), "ImageUseShared"},
		refusal{status == "Deprecated" && (was.deprecated || was.failed), "ImageStatus.NotAvailable"},
		refusal{status == "Available" && !was.deprecated, "ImageStatus.NotDeprecated"},
		refusal{i != nil && m.nameTaken(i, name), "InvalidImageName.Duplicated"},
		refusal{dryRun, "DryRunOperation"})
	if !ok {
		return
	}
	i.name, i.family, i.description = cmp.Or(name, i.name), cmp.Or(family, i.family), cmp.Or(description, i.description)
	if status != "" {
		i.deprecated = status == "Deprecated"
	}
}

func (m *machine) share(t *rapid.T) {
	u, region, id := m.target(t)
	people := mostly([]string{"", m.users[0].account, m.users[1].account, "77"}, "nobody")
	add, remove := people.Draw(t, "add"), people.Draw(t, "remove")
	i := m.own(u, region, id)
	_, ok := m.expect(t, u, "ModifyImageSharePermission",
		params{"RegionId": region, "ImageId": id, "AddAccount.1": add, "RemoveAccount.1": remove},
		refusal{add == "nobody" || remove == "nobody", "InvalidAccount.NotFound"},
		refusal{add == u.account, "InvalidAccount.Forbbiden"},
		refusal{i == nil, "InvalidImageId.NotFound"},
		refusal{i != nil && add != "" && i.public, "Image.Public"},
		refusal{i != nil && add != "" && (i.status(m.now) == "Deprecated" || i.status(m.now) == "CreateFailed"), "OperationDenied.InvalidImageStatus"},
		refusal{i != nil && add != "" && i.encrypted, "OperationDeined.EncryptedSnapshot"})
	if !ok {
		return
	}
	if add != "" {
		i.grantees[add] = true
	}
	delete(i.grantees, remove)
}

func (m *machine) delete(t *rapid.T) {
	u, region, id := m.target(t)
	i := m.own(u, region, id)
	force := rapid.Bool().Draw(t, "force")
	_, ok := m.expect(t, u, "DeleteImage",
		params{"RegionId": region, "ImageId": id, "Force": fmt.Sprint(force)},
		refusal{i != nil && (i.copied && m.now.Before(i.ready) || m.isSource(id)), "OperationDenied.ImageCopying"},
		refusal{i != nil && i.public, "ImageIsPublic"},
		refusal{i != nil && len(i.grantees) > 0, "ImageUseShared"},
		refusal{i != nil && m.used(i) && !force, "ImageUsingByInstance"})
	if ok && i != nil {
		delete(m.images, id)
	}
}

// compare looks at one account in one region through all that can be asked of images.
func (m *machine) compare(t *rapid.T) {
	m.compareImages(t, m.someServer(t), m.someUser(t), someRegion(t))
}

func (m *machine) compareImages(t *rapid.T, at int, u *user, region string) {
	own := m.sorted(func(i *image) bool { return i.owner == u.account && i.region == region })
	theirs := m.sorted(func(i *image) bool {
		return i.region == region && i.owner != u.account && (i.grantees[u.account] || i.public)
	})
	received := m.sorted(func(i *image) bool { return i.region == region && i.grantees[u.account] })
	ask := func(status, alias string) (all []shown) {
		a := m.must(t, at, u, "DescribeImages", params{"RegionId": region, "Status": status, "ImageOwnerAlias": alias, "PageSize": "100"})
		if a.TotalCount != len(a.Images.Image) {
			t.Fatalf("TotalCount %d of %d", a.TotalCount, len(a.Images.Image))
		}
		return a.Images.Image
	}
	same(t, "own images", m.shown(u, own, ""), ask("ALL", "self"))
	same(t, "own Available images", m.shown(u, own, "Available"), ask("", "self"))
	same(t, "own Deprecated images", m.shown(u, own, "Deprecated"), ask("Deprecated", "self"))
	same(t, "own Waiting images", m.shown(u, own, "Waiting"), ask("Waiting", "self"))
	same(t, "received images", m.shown(u, received, ""), ask("ALL", "others"))
	m.compareCommunity(t, at, u, region)
	for _, family := range []string{"web", "db"} {
		m.compareHead(t, at, u, region, family, own, family)
		for _, other := range m.users {
			if other != u {
				m.compareHead(t, at, u, region, family, theirs, "acs:"+other.account+":"+family)
			}
		}
	}
	if len(own) > 0 {
		m.comparePermissions(t, at, u, rapid.SampledFrom(own).Draw(t, "image"))
	}
	m.checkInvariants(t, at, u, region)
}

func (m *machine) compareHead(t *rapid.T, at int, u *user, region, family string, of []*image, asked string) {
	want := m.head(of, family)
	a := m.must(t, at, u, "DescribeImageFromFamily", params{"RegionId": region, "ImageFamily": asked})
	got := ""
	if a.Image != nil {
		got = a.Image.ImageId
	}
	if got != want {
		t.Fatalf("head of %s in %s for %s: %q, want %q", asked, region, u.account, got, want)
	}
}

// head is the first Available one of a family in a list: latest first, of a tie the larger id first.
func (m *machine) head(of []*image, family string) string {
	for _, i := range of {
		if i.family == family && i.status(m.now) == "Available" {
			return i.id
		}
	}
	return ""
}

func (m *machine) comparePermissions(t *rapid.T, at int, u *user, i *image) {
	a := m.must(t, at, u, "DescribeImageSharePermission", params{"RegionId": i.region, "ImageId": i.id, "PageSize": "100"})
	var got []string
	for _, s := range a.Accounts.Account {
		got = append(got, s.AliyunId)
	}
	slices.Sort(got)
	same(t, "permissions of "+i.id, slices.Sorted(maps.Keys(i.grantees)), got)
	if a.TotalCount != len(i.grantees) {
		t.Fatalf("TotalCount %d of %d permissions", a.TotalCount, len(i.grantees))
	}
}

// checkInvariants holds the answers against, whatever the model says.
func (m *machine) checkInvariants(t *rapid.T, at int, u *user, region string) {
	names := map[string]bool{}
	all := m.must(t, at, u, "DescribeImages", params{"RegionId": region, "Status": "ALL", "ImageOwnerAlias": "self", "PageSize": "100"})
	for _, i := range all.Images.Image {
		if i.Status == "Deprecated" && (i.IsSelfShared != "False" || i.IsPublic) {
			t.Fatalf("%s is Deprecated and shared", i.ImageId)
		}
		if i.ImageName != "" && names[i.ImageName] {
			t.Fatalf("two images are named %s", i.ImageName)
		}
		names[i.ImageName] = true
	}
}

// sorted gives images as DescribeImages orders them.
func (m *machine) sorted(which func(*image) bool) (all []*image) {
	for _, i := range m.images {
		if which(i) {
			all = append(all, i)
		}
	}
	slices.SortFunc(all, func(a, b *image) int { return cmp.Or(b.created.Compare(a.created), cmp.Compare(b.id, a.id)) })
	return all
}

// shown is what a user sees of images, of one status or of all.
func (m *machine) shown(u *user, images []*image, status string) []shown {
	all := []shown{}
	for _, i := range images {
		s := shown{
			ImageId: i.id, ImageName: i.name, ImageFamily: i.family, Description: i.description,
			Status: i.status(m.now), IsSelfShared: "False", Progress: "100%", Usage: "none", Usable: true,
		}
		if i.owner == u.account && m.used(i) {
			s.Usage = "instance"
		}
		switch {
		case i.owner != u.account:
			s.IsSelfShared = ""
			if i.family != "" {
				s.ImageFamily = "acs:" + i.owner + ":" + i.family
			}
		case len(i.grantees) > 0:
			s.IsSelfShared = "True"
		}
		switch s.Status {
		case "Waiting":
			s.Usable, s.Progress = false, "0%"
		case "Creating":
			s.Usable, s.Progress = false, fmt.Sprintf("%d%%", m.now.Sub(i.starts)*100/m.pace)
		case "CreateFailed":
			s.Usable = false
		}
		if status == "" || s.Status == status {
			all = append(all, s)
		}
	}
	return all
}

// same compares what is read of things; how disks are called (devices) is not.
func same(t *rapid.T, what string, want, got any, options ...gocmp.Option) {
	t.Helper()
	options = append(options, cmpopts.EquateEmpty(),
		cmpopts.IgnoreFields(shown{}, "BootMode", "IsPublic", "DiskDeviceMappings"), cmpopts.IgnoreFields(shownDisk{}, "Device"))
	if diff := gocmp.Diff(want, got, options...); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", what, diff)
	}
}

func sortedBy[T any](key func(T) string) gocmp.Option {
	return cmpopts.SortSlices(func(a, b T) bool { return key(a) < key(b) })
}
