package consistency_test

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"sesame/internal/catalog"
)

// What the model knows of instances, their disks and the snapshots of those.

// fleet is all that is there beside images. None of it is ever seen by another account.
type fleet struct {
	instances things[*instance]
	disks     things[*disk]
	snapshots things[*snapshot]
}

// home is whose something is, and where.
type home struct{ owner, region, id string }

func (h home) at() home { return h }

type instance struct {
	home
	image          string
	before, during string // the states on the way to the last
	status         string // the last
	starts, ready  time.Time
}

func (n *instance) statusAt(now time.Time) string {
	switch {
	case now.Before(n.starts):
		return n.before
	case now.Before(n.ready):
		return n.during
	}
	return n.status
}

type disk struct {
	home
	part
	instance     string
	used, leaves bool // was ever attached; is deleted with its instance
	ready        time.Time
}

// part is a disk as an image describes it: what it is for and what it is made of.
type part struct {
	system, encrypted bool
	snapshot          string
}

type snapshot struct {
	home
	system, encrypted bool
	disk              string
	ready             time.Time
	copied            *image // whose copy brought it: it is ready when that is
}

func (p *snapshot) readyAt() time.Time {
	if p.copied != nil {
		return p.copied.ready
	}
	return p.ready
}

// things are those of one kind that exist, by id, and the ids of all there ever were.
type things[T interface{ at() home }] struct {
	all map[string]T
	ids []string
}

func (s *things[T]) add(t *rapid.T, id string, thing T) {
	if _, ok := s.all[id]; ok || id == "" {
		t.Fatalf("id %q of something new", id)
	}
	s.all[id] = thing
	s.ids = append(s.ids, id)
}

// of are those of one account in one region, oldest first.
func (s *things[T]) of(u *user, region string) (all []T) {
	for _, id := range s.ids {
		if thing, ok := s.all[id]; ok && thing.at().owner == u.account && thing.at().region == region {
			all = append(all, thing)
		}
	}
	return all
}

// draw is the owner of one and that one, most of the time, of those that are fit if there
// are any; else anybody and any id, with nothing when that one is not this account's.
func draw[T interface{ at() home }](t *rapid.T, m *machine, s *things[T], what string, fit func(T) bool) (u *user, id string, thing T) {
	living := slices.DeleteFunc(slices.Clone(s.ids), func(id string) bool { _, ok := s.all[id]; return !ok })
	if len(living) == 0 || rarely(t, "stray "+what) {
		u, id = m.someUser(t), rapid.SampledFrom(append([]string{"none"}, s.ids...)).Draw(t, "any "+what)
		if found, ok := s.all[id]; ok && found.at().owner == u.account {
			thing = found
		}
		return u, id, thing
	}
	fitting := slices.DeleteFunc(slices.Clone(living), func(id string) bool { return !fit(s.all[id]) })
	if len(fitting) > 0 && !rarely(t, "unfit") {
		living = fitting
	}
	id = rapid.SampledFrom(living).Draw(t, what)
	thing = s.all[id]
	return m.userOf(thing.at().owner), id, thing
}

func anyInstance(*instance) bool { return true }

// is tells the instances that are in a state.
func (m *machine) is(status string) func(*instance) bool {
	return func(n *instance) bool { return n.statusAt(m.now) == status }
}

// someHome is where an instance is, half of the time.
func (m *machine) someHome(t *rapid.T) (u *user, region string) {
	if len(m.instances.all) == 0 || rapid.Bool().Draw(t, "anywhere") {
		return m.someUser(t), someRegion(t)
	}
	u, _, n := draw(t, m, &m.instances, "instance", anyInstance)
	if n == nil {
		return u, someRegion(t)
	}
	return u, n.region
}

func (m *machine) userOf(account string) *user {
	return m.users[slices.IndexFunc(m.users, func(u *user) bool { return u.account == account })]
}

// newFleet holds the snapshots that accounts begin with.
func newFleet(users []*user, now time.Time) fleet {
	f := fleet{things[*instance]{all: map[string]*instance{}}, things[*disk]{all: map[string]*disk{}}, things[*snapshot]{all: map[string]*snapshot{}}}
	for _, u := range users {
		for _, region := range regions {
			id := u.snapshots[region]
			f.snapshots.all[id] = &snapshot{home: home{u.account, region, id}, system: true, ready: now}
			f.snapshots.ids = append(f.snapshots.ids, id)
		}
	}
	return f
}

func (m *machine) used(i *image) bool {
	for _, n := range m.instances.all {
		if n.image == i.id && n.owner == i.owner && n.region == i.region {
			return true
		}
	}
	return false
}

func (m *machine) disksOf(n *instance) (all []*disk) {
	for _, id := range m.disks.ids {
		if d := m.disks.all[id]; d != nil && d.instance == n.id {
			all = append(all, d)
		}
	}
	return all
}

func (m *machine) systemDisk(n *instance) *disk {
	all := m.disksOf(n)
	return all[slices.IndexFunc(all, func(d *disk) bool { return d.system })]
}

func (m *machine) snapshotted(d *disk) bool {
	for _, p := range m.snapshots.all {
		if p.disk == d.id && m.now.Before(p.readyAt()) {
			return true
		}
	}
	return false
}

// moves reports whether an instance is on its way to another state.
func (m *machine) moves(n *instance) bool { return m.now.Before(n.ready) }

// beginFleet is a running instance with a data disk, and a snapshot of each of its disks.
func (m *machine) beginFleet(t *rapid.T) {
	u, region := m.someUser(t), someRegion(t)
	i := &image{
		owner: u.account, region: region, family: "web", created: m.now, starts: m.now, ready: m.now.Add(m.pace), grantees: map[string]bool{},
		parts: []part{{system: true, snapshot: u.snapshots[region]}},
	}
	a := m.must(t, 0, u, "CreateImage", params{"RegionId": region, "SnapshotId": u.snapshots[region], "ImageFamily": i.family})
	m.add(t, i, a.ImageId)
	m.now = m.now.Add(m.pace)
	m.launch(t, u, params{"RegionId": region, "InstanceType": "ecs.g7.large", "ImageId": i.id}, 1, i)
	m.makeDisk(t, u, params{"RegionId": region, "ZoneId": catalog.Zones(region)[0].ID, "DiskCategory": "cloud_essd", "Size": "40"}, &disk{})
	m.now = m.now.Add(2 * m.pace)
	n, d := m.instances.of(u, region)[0], m.disks.of(u, region)[1]
	m.must(t, 0, u, "AttachDisk", params{"InstanceId": n.id, "DiskId": d.id})
	d.instance, d.used = n.id, true
	for _, d := range m.disks.of(u, region) {
		m.addSnapshot(t, d, m.must(t, 0, u, "CreateSnapshot", params{"DiskId": d.id}).SnapshotId)
	}
}

// run starts one or two instances of an image or of a family.
func (m *machine) run(t *rapid.T) {
	u, region, id := m.target(t)
	if rapid.IntRange(0, 2).Draw(t, "who") == 0 {
		u = m.someUser(t)
	}
	count := rapid.IntRange(1, 2).Draw(t, "amount")
	p := params{"RegionId": region, "InstanceType": "ecs.g7.large", "Amount": fmt.Sprint(count)}
	var from *image
	var refusals []refusal
	if rapid.Bool().Draw(t, "by family") {
		p["ImageFamily"], from = m.someFamily(t, u, region)
		refusals = []refusal{{from == nil, "InvalidImageFamily.MissingAvailableImage"}}
	} else {
		p["ImageId"], from = id, m.seen(u, region, id)
		refusals = []refusal{
			{from == nil, "InvalidImageId.NotFound"},
			{from != nil && !m.usable(from), "OperationDenied.ImageNotValid"},
		}
	}
	m.launch(t, u, p, count, from, refusals...)
}

func (m *machine) launch(t *rapid.T, u *user, p params, count int, from *image, refusals ...refusal) {
	a, ok := m.expect(t, u, "RunInstances", p, refusals...)
	if !ok {
		return
	}
	region := p["RegionId"]
	if len(a.InstanceIdSets.InstanceIdSet) != count {
		t.Fatalf("%d instances: %q", count, a.InstanceIdSets.InstanceIdSet)
	}
	for _, id := range a.InstanceIdSets.InstanceIdSet {
		n := &instance{
			home: home{u.account, region, id}, image: from.id, before: "Pending", during: "Starting", status: "Running",
			starts: m.now.Add(m.pace), ready: m.now.Add(2 * m.pace),
		}
		m.instances.add(t, id, n)
		m.learnDisks(t, u, n, from)
	}
	m.compareFleet(t, m.someServer(t), u, region)
}

// usable: a deprecated image still starts by its id.
func (m *machine) usable(i *image) bool { return !m.now.Before(i.ready) && !i.failed }

// someFamily is an own family, or another account's by its full name, and its head.
func (m *machine) someFamily(t *rapid.T, u *user, region string) (string, *image) {
	family, owner := rapid.SampledFrom([]string{"web", "db"}).Draw(t, "family"), m.someUser(t)
	asked := family
	if owner != u {
		asked = "acs:" + owner.account + ":" + family
	}
	return asked, m.images[m.head(m.sorted(func(i *image) bool {
		return i.owner == owner.account && m.seen(u, region, i.id) != nil
	}), family)]
}

// learnDisks reads which disks came with an instance: those that its image describes.
func (m *machine) learnDisks(t *rapid.T, u *user, n *instance, from *image) {
	got := m.must(t, 0, u, "DescribeDisks", params{"RegionId": n.region, "InstanceId": n.id, "PageSize": "100"}).Disks.Disk
	if len(got) != len(from.parts) {
		t.Fatalf("%d disks of an image that has %d", len(got), len(from.parts))
	}
	for _, p := range from.parts {
		if p.system { // made of the image, not of a snapshot
			p.snapshot = ""
		}
		k := slices.IndexFunc(got, func(d shownDisk) bool { return d.Type == kind(p.system) && d.SourceSnapshotId == p.snapshot })
		if k < 0 {
			t.Fatalf("no disk of %+v: %+v", p, got)
		}
		m.disks.add(t, got[k].DiskId, &disk{home: home{n.owner, n.region, got[k].DiskId}, part: p, instance: n.id, used: true, leaves: true, ready: m.now})
	}
}

func (m *machine) stop(t *rapid.T)  { m.move(t, "StopInstance", "Running", "Stopping", "Stopped") }
func (m *machine) start(t *rapid.T) { m.move(t, "StartInstance", "Stopped", "Starting", "Running") }

func (m *machine) move(t *rapid.T, action, from, by, to string) {
	u, id, n := draw(t, m, &m.instances, "instance", m.is(from))
	m.moveOne(t, u, id, n, action, from, by, to)
}

func (m *machine) moveOne(t *rapid.T, u *user, id string, n *instance, action, from, by, to string) {
	_, ok := m.expect(t, u, action, params{"InstanceId": id},
		refusal{n == nil, "InvalidInstanceId.NotFound"},
		refusal{n != nil && n.statusAt(m.now) != from, "IncorrectInstanceStatus"})
	if ok {
		n.during, n.status, n.starts, n.ready = by, to, m.now, m.now.Add(m.pace)
		m.failImages(n)
	}
}

// disturbImage moves an instance of which an image was only just asked for.
func (m *machine) disturbImage(t *rapid.T) {
	u, id, n := draw(t, m, &m.instances, "instance", func(n *instance) bool { return !m.moves(n) })
	if n == nil {
		return
	}
	m.makeImage(t, u, n.region, m.ofInstance(n))
	if n.status == "Running" {
		m.moveOne(t, u, id, n, "RebootInstance", "Running", "Starting", "Running")
	} else {
		m.moveOne(t, u, id, n, "StartInstance", "Stopped", "Starting", "Running")
	}
}

// failImages: an instance that moves or goes leaves the images that are being made of it unfinished.
func (m *machine) failImages(n *instance) {
	for _, i := range m.images {
		if i.instance == n.id && m.now.Before(i.ready) {
			i.failed, i.starts, i.ready = true, m.now, m.now
		}
	}
}

func (m *machine) deleteInstance(t *rapid.T) {
	u, id, n := draw(t, m, &m.instances, "instance", anyInstance)
	force, status := rapid.Bool().Draw(t, "force"), ""
	if n != nil {
		status = n.statusAt(m.now)
	}
	_, ok := m.expect(t, u, "DeleteInstance", params{"InstanceId": id, "Force": fmt.Sprint(force)},
		refusal{n == nil, "InvalidInstanceId.NotFound"},
		refusal{status == "Pending", "IncorrectInstanceStatus.Initializing"},
		refusal{status != "Stopped" && (status != "Running" || !force), "IncorrectInstanceStatus"})
	if !ok {
		return
	}
	m.failImages(n)
	for _, d := range m.disksOf(n) {
		if d.instance = ""; d.system || d.leaves {
			delete(m.disks.all, d.id)
		}
	}
	delete(m.instances.all, id)
}

// replaceSystemDisk boots another image, also a Deprecated one.
func (m *machine) replaceSystemDisk(t *rapid.T) {
	u, id, n := draw(t, m, &m.instances, "instance", m.is("Stopped"))
	_, _, boots := m.target(t)
	if n != nil && !rarely(t, "far") {
		near := slices.DeleteFunc(slices.Clone(m.ids), func(id string) bool { return m.seen(u, n.region, id) == nil })
		if len(near) > 0 {
			boots = rapid.SampledFrom(near).Draw(t, "near")
		}
	}
	was, from, refusals := &disk{}, m.images[boots], []refusal{{n == nil, "InvalidInstanceId.NotFound"}}
	if n != nil {
		was, from = m.systemDisk(n), m.seen(u, n.region, boots)
		refusals = append(refusals, refusal{from == nil, "InvalidImageId.NotFound"})
	}
	if n != nil && from != nil {
		refusals = append(refusals,
			refusal{!m.usable(from), "OperationDenied.ImageNotValid"},
			refusal{len(from.parts) > 1, "OperationDenied"},
			refusal{n.statusAt(m.now) != "Stopped", "IncorrectInstanceStatus"},
			refusal{m.now.Before(was.ready), "IncorrectDiskStatus"},
			refusal{m.snapshotted(was), "DiskCreatingSnapshot"})
	}
	a, ok := m.expect(t, u, "ReplaceSystemDisk", params{"InstanceId": id, "ImageId": boots}, refusals...)
	if !ok {
		return
	}
	is := *was
	is.id, is.encrypted, is.ready = a.DiskId, from.encrypted, m.now.Add(m.pace)
	delete(m.disks.all, was.id)
	m.disks.add(t, is.id, &is)
	n.image = boots
}

// setBootMode is refused while the image is in use.
func (m *machine) setBootMode(t *rapid.T) {
	u, region, id := m.target(t)
	i, mode := m.own(u, region, id), "BIOS"
	if i != nil && m.look(t, 0, u, region, id).BootMode == mode {
		mode = "UEFI"
	}
	m.expect(t, u, "ModifyImageAttribute", params{"RegionId": region, "ImageId": id, "BootMode": mode},
		refusal{i == nil, "InvalidImageId.NotFound"},
		refusal{i != nil && m.now.Before(i.ready), "InvalidStatus.ImageIsCreating"},
		refusal{i != nil && m.used(i), "OperationDeined.ImageUsingByInstance"})
}

func (m *machine) createSnapshot(t *rapid.T) {
	u, id, d := draw(t, m, &m.disks, "disk", func(d *disk) bool { return d.used && !m.snapshotted(d) })
	refusals := []refusal{{d == nil, "InvalidDiskId.NotFound"}}
	if d != nil {
		n := m.instances.all[d.instance]
		refusals = append(refusals,
			refusal{m.now.Before(d.ready), "IncorrectDiskStatus"},
			refusal{!d.used, "IncorrectDiskStatus.NeverAttached"},
			refusal{n != nil && m.moves(n), "IncorrectInstanceStatus"},
			refusal{m.snapshotted(d), "IncorrectDiskStatus.CreatingSnapshot"})
	}
	if a, ok := m.expect(t, u, "CreateSnapshot", params{"DiskId": id}, refusals...); ok {
		m.addSnapshot(t, d, a.SnapshotId)
	}
}

func (m *machine) addSnapshot(t *rapid.T, d *disk, id string) {
	m.snapshots.add(t, id, &snapshot{
		home: home{d.owner, d.region, id}, system: d.system, encrypted: d.encrypted, disk: d.id, ready: m.now.Add(m.pace),
	})
}

// uses tells which of an account's images and disks are made of a snapshot.
func (m *machine) uses(p *snapshot) (images, disks bool) {
	for _, i := range m.images {
		images = images || i.owner == p.owner && slices.ContainsFunc(i.parts, func(d part) bool { return d.snapshot == p.id })
	}
	for _, d := range m.disks.all {
		disks = disks || d.owner == p.owner && d.snapshot == p.id
	}
	return images, disks
}

// deleteSnapshot tries those that images are made of as often. Those that accounts begin
// with stay, also when none is: images are made of them.
func (m *machine) deleteSnapshot(t *rapid.T) {
	inImages := rapid.Bool().Draw(t, "in images")
	u, id, p := draw(t, m, &m.snapshots, "snapshot", func(p *snapshot) bool { images, _ := m.uses(p); return images == inImages })
	images, disks, force := false, false, rapid.Bool().Draw(t, "force")
	if p != nil {
		images, disks = m.uses(p)
	}
	if p != nil && p.id == u.snapshots[p.region] && !images {
		return
	}
	_, ok := m.expect(t, u, "DeleteSnapshot", params{"SnapshotId": id, "Force": fmt.Sprint(force)},
		refusal{p == nil, "InvalidSnapshotId.NotFound"},
		refusal{images, "SnapshotCreatedImage"},
		refusal{disks && !force, "SnapshotCreatedDisk"})
	if ok {
		delete(m.snapshots.all, id)
	}
}

// source is what an image is made from.
type source struct {
	snapshot, instance string
	of                 *instance
	parts              []part // of a snapshot
	refusals           []refusal
}

// imageSource is the snapshot that the account began with, some snapshot or some instance.
func (m *machine) imageSource(t *rapid.T, u *user, region string) source {
	own := source{snapshot: u.snapshots[region], parts: []part{{system: true, snapshot: u.snapshots[region]}}}
	switch rapid.SampledFrom([]string{"first", "snapshot", "instance", "snapshot", "instance"}).Draw(t, "from") {
	case "snapshot":
		some := m.snapshots.of(u, region)
		p := rapid.SampledFrom(some).Draw(t, "source")
		return source{snapshot: p.id, parts: []part{{system: true, snapshot: p.id}}, refusals: []refusal{
			{m.now.Before(p.readyAt()), "InvalidSnapshotId.NotReady"},
			{!p.system || p.encrypted, "OperationDenied"},
		}}
	case "instance":
		some := m.instances.of(u, region)
		if len(some) == 0 {
			return own
		}
		return m.ofInstance(rapid.SampledFrom(some).Draw(t, "source"))
	}
	return own
}

func (m *machine) ofInstance(n *instance) source {
	return source{instance: n.id, of: n, refusals: []refusal{
		{m.moves(n), "IncorrectInstanceStatus"},
		{m.systemDisk(n).encrypted, "OperationDenied"},
	}}
}

// fill tells a new image its disks. Of an instance, each disk has got one snapshot.
func (m *machine) fill(t *rapid.T, u *user, i *image, from source) {
	i.parts = from.parts
	if from.of == nil {
		return
	}
	i.instance = from.of.id
	got := m.snapshotsOf(t, u, i)
	for _, d := range m.disksOf(from.of) {
		a := m.must(t, 0, u, "DescribeSnapshots", params{"RegionId": i.region, "DiskId": d.id, "PageSize": "100"})
		fresh := slices.DeleteFunc(a.Snapshots.Snapshot, func(p shownSnapshot) bool { return m.snapshots.all[p.SnapshotId] != nil })
		if len(fresh) != 1 || !slices.Contains(got, fresh[0].SnapshotId) {
			t.Fatalf("new snapshots of %s: %v; the image has %q", d.id, fresh, got)
		}
		m.addSnapshot(t, d, fresh[0].SnapshotId)
		i.parts = append(i.parts, part{d.system, d.encrypted, fresh[0].SnapshotId})
		i.encrypted = i.encrypted || d.encrypted
	}
	if len(got) != len(i.parts) {
		t.Fatalf("%d disks in an image of %d", len(got), len(i.parts))
	}
}

// fillCopy tells a copy its disks, whose snapshots came with it.
func (m *machine) fillCopy(t *rapid.T, u *user, i *image) {
	shown := m.look(t, 0, u, i.region, i.id).DiskDeviceMappings.DiskDeviceMapping
	if from := m.images[i.source].parts; len(from) != 0 && len(from) != len(shown) {
		t.Fatalf("%d disks in a copy of %d", len(shown), len(from))
	}
	for _, d := range shown {
		p := part{d.Type == "system", i.encrypted, d.SnapshotId}
		m.snapshots.add(t, p.snapshot, &snapshot{home: home{i.owner, i.region, p.snapshot}, system: p.system, encrypted: p.encrypted, copied: i})
		i.parts = append(i.parts, p)
	}
}

func (m *machine) snapshotsOf(t *rapid.T, u *user, i *image) (all []string) {
	for _, d := range m.look(t, 0, u, i.region, i.id).DiskDeviceMappings.DiskDeviceMapping {
		all = append(all, d.SnapshotId)
	}
	return all
}

// createDisk makes an empty disk or one of a snapshot, where instances are.
func (m *machine) createDisk(t *rapid.T) {
	u, region := m.someHome(t)
	d := &disk{}
	p := params{"RegionId": region, "ZoneId": catalog.Zones(region)[0].ID, "DiskCategory": "cloud_essd", "Size": "40"}
	var refusals []refusal
	if rapid.Bool().Draw(t, "of a snapshot") {
		s := rapid.SampledFrom(m.snapshots.of(u, region)).Draw(t, "source")
		p["SnapshotId"], d.snapshot, d.encrypted = s.id, s.id, s.encrypted
		refusals = []refusal{{m.now.Before(s.readyAt()), "InvalidSnapshotId.NotReady"}}
	}
	m.makeDisk(t, u, p, d, refusals...)
}

func (m *machine) makeDisk(t *rapid.T, u *user, p params, d *disk, refusals ...refusal) {
	if a, ok := m.expect(t, u, "CreateDisk", p, refusals...); ok {
		d.home, d.ready = home{u.account, p["RegionId"], a.DiskId}, m.now.Add(m.pace)
		m.disks.add(t, d.id, d)
	}
}

// partner is an instance where a disk is, most of the time, or any; nothing when that is
// not this user's.
func (m *machine) partner(t *rapid.T, u *user, d *disk) (id string, n *instance) {
	if d != nil {
		if near := m.instances.of(u, d.region); len(near) > 0 && !rarely(t, "far") {
			n = rapid.SampledFrom(near).Draw(t, "instance")
			return n.id, n
		}
	}
	_, id, _ = draw(t, m, &m.instances, "instance", anyInstance)
	if n = m.instances.all[id]; n != nil && n.owner != u.account {
		n = nil
	}
	return id, n
}

func (m *machine) attach(t *rapid.T) {
	u, id, d := draw(t, m, &m.disks, "disk", func(d *disk) bool { return d.instance == "" })
	instance, n := m.partner(t, u, d)
	leaves := rapid.Bool().Draw(t, "leaves")
	refusals := []refusal{{n == nil, "InvalidInstanceId.NotFound"}, {d == nil, "InvalidDiskId.NotFound"}}
	if n != nil && d != nil {
		refusals = append(refusals,
			refusal{m.now.Before(d.ready), "IncorrectDiskStatus"},
			refusal{d.instance != "", "InvalidDisk.InUse"},
			refusal{d.region != n.region, "ResourcesNotInSameZone"},
			refusal{m.moves(n), "IncorrectInstanceStatus"})
	}
	_, ok := m.expect(t, u, "AttachDisk", params{"InstanceId": instance, "DiskId": id, "DeleteWithInstance": fmt.Sprint(leaves)}, refusals...)
	if ok {
		d.instance, d.used, d.leaves = n.id, true, leaves
	}
}

func (m *machine) detach(t *rapid.T) {
	u, id, d := draw(t, m, &m.disks, "disk", func(d *disk) bool { return d.instance != "" && !d.system })
	instance, n := m.partner(t, u, d)
	if d != nil && d.instance != "" && !rarely(t, "of another") {
		instance, n = d.instance, m.instances.all[d.instance]
	}
	refusals := []refusal{{n == nil, "InvalidInstanceId.NotFound"}, {d == nil, "InvalidDiskId.NotFound"}}
	if n != nil && d != nil {
		refusals = append(refusals,
			refusal{d.instance == "", "InvalidDisk.AlreadyDetached"},
			refusal{d.instance != n.id, "DependencyViolation"},
			refusal{d.system, "DiskTypeViolation"},
			refusal{m.moves(n), "IncorrectInstanceStatus"})
	}
	if _, ok := m.expect(t, u, "DetachDisk", params{"InstanceId": instance, "DiskId": id}, refusals...); ok {
		d.instance = ""
	}
}

func (m *machine) deleteDisk(t *rapid.T) {
	u, id, d := draw(t, m, &m.disks, "disk", func(d *disk) bool { return d.instance == "" })
	refusals := []refusal{{d == nil, "InvalidDiskId.NotFound"}}
	if d != nil {
		refusals = append(refusals,
			refusal{d.system, "DiskTypeViolation"},
			refusal{d.instance != "" || m.now.Before(d.ready), "IncorrectDiskStatus"},
			refusal{m.snapshotted(d), "DiskCreatingSnapshot"})
	}
	if _, ok := m.expect(t, u, "DeleteDisk", params{"DiskId": id}, refusals...); ok {
		delete(m.disks.all, id)
	}
}

// compareFleet looks at all that one account has in one region beside images.
func (m *machine) compareFleet(t *rapid.T, at int, u *user, region string) {
	p := params{"RegionId": region, "PageSize": "100"}
	instances := m.must(t, at, u, "DescribeInstances", p).Instances.Instance
	disks := m.must(t, at, u, "DescribeDisks", p).Disks.Disk
	snapshots := m.must(t, at, u, "DescribeSnapshots", p).Snapshots.Snapshot
	var wantInstances []shownInstance
	for _, n := range m.instances.of(u, region) {
		wantInstances = append(wantInstances, shownInstance{n.id, n.image, n.statusAt(m.now)})
	}
	var wantDisks []shownDisk
	for _, d := range m.disks.of(u, region) {
		wantDisks = append(wantDisks, shownDisk{
			DiskId: d.id, Type: kind(d.system), Status: m.diskStatus(d), InstanceId: d.instance, SourceSnapshotId: d.snapshot, Encrypted: d.encrypted,
		})
	}
	var wantSnapshots []shownSnapshot
	for _, s := range m.snapshots.of(u, region) {
		wantSnapshots = append(wantSnapshots, m.shownSnapshot(s))
	}
	same(t, "instances", wantInstances, instances, sortedBy(func(n shownInstance) string { return n.InstanceId }))
	same(t, "disks", wantDisks, disks, sortedBy(func(d shownDisk) string { return d.DiskId }))
	same(t, "snapshots", wantSnapshots, snapshots, sortedBy(func(s shownSnapshot) string { return s.SnapshotId }))
	m.checkFleet(t, at, u, region, instances, disks, snapshots)
}

func kind(system bool) string {
	if system {
		return "system"
	}
	return "data"
}

func (m *machine) diskStatus(d *disk) string {
	switch {
	case m.now.Before(d.ready):
		return "Creating"
	case d.instance != "":
		return "In_use"
	}
	return "Available"
}

func (m *machine) shownSnapshot(p *snapshot) shownSnapshot {
	s := shownSnapshot{p.id, p.disk, kind(p.system), "accomplished", "none", p.encrypted}
	if m.now.Before(p.readyAt()) {
		s.Status = "progressing"
	}
	switch images, disks := m.uses(p); {
	case images && disks:
		s.Usage = "image_disk"
	case images:
		s.Usage = "image"
	case disks:
		s.Usage = "disk"
	}
	return s
}

// checkFleet holds the answers against each other, whatever the model says.
func (m *machine) checkFleet(t *rapid.T, at int, u *user, region string, instances []shownInstance, disks []shownDisk, snapshots []shownSnapshot) {
	systems := map[string]int{}
	for _, d := range disks {
		if d.Type == "system" {
			systems[d.InstanceId]++
		}
		there := slices.ContainsFunc(instances, func(n shownInstance) bool { return n.InstanceId == d.InstanceId })
		if (d.Status == "In_use" || d.InstanceId != "") && !there {
			t.Fatalf("%s is %s, of %q, which is not there", d.DiskId, d.Status, d.InstanceId)
		}
	}
	for _, n := range instances {
		if systems[n.InstanceId] != 1 {
			t.Fatalf("%s has %d system disks", n.InstanceId, systems[n.InstanceId])
		}
	}
	images := m.must(t, at, u, "DescribeImages", params{"RegionId": region, "Status": "ALL", "ImageOwnerAlias": "self", "PageSize": "100"}).Images.Image
	for _, i := range images {
		for _, d := range i.DiskDeviceMappings.DiskDeviceMapping {
			if !slices.ContainsFunc(snapshots, func(s shownSnapshot) bool { return s.SnapshotId == d.SnapshotId }) {
				t.Fatalf("%s holds %q, which is not there", i.ImageId, d.SnapshotId)
			}
		}
	}
}
