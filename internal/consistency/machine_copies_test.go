package consistency_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sesame/internal/store"
)

// What the model knows of copies and of community images.

// seen is the image when this user could name it as a source: an own one, one that was
// shared with it, or a community image.
func (m *machine) seen(u *user, region, id string) *image {
	if i := m.images[id]; i != nil && i.region == region && (i.owner == u.account || i.grantees[u.account] || i.public) {
		return i
	}
	return nil
}

// copying are the copies of an account that are under way to a region, in the order of
// their turn.
func (m *machine) copying(account, region string) []*image {
	all := m.sorted(func(i *image) bool {
		return i.copied && i.owner == account && i.region == region && m.now.Before(i.ready)
	})
	slices.SortFunc(all, func(a, b *image) int { return cmp.Or(a.starts.Compare(b.starts), cmp.Compare(a.id, b.id)) })
	return all
}

// places says when each of the five places of a region is free, as far as these copies go.
func places(of []*image, now time.Time) (free [5]time.Time) {
	for n := range free {
		free[n] = now
	}
	for _, i := range of {
		free[firstFree(&free)] = i.ready
	}
	return free
}

func firstFree(free *[5]time.Time) (first int) {
	for n := range free {
		if free[n].Before(free[first]) {
			first = n
		}
	}
	return first
}

// TestLifeOfQueues copies between two regions until their queues are long, and cancels.
func TestLifeOfQueues(t *testing.T) {
	onBoth(t, func(t *testing.T, dbs []*store.DB) {
		rounds := 20
		if len(dbs) > 1 {
			rounds = 5
		}
		rapid.Check(t, atMost(rounds, func(rt *rapid.T) { queue(rt, dbs) }))
	})
}

func queue(t *rapid.T, dbs []*store.DB) {
	m := &machine{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), images: map[string]*image{}}
	m.world = newWorld(t, dbs, 1, func() time.Time { return m.now }, 8*time.Second)
	m.fleet = newFleet(m.users, m.now)
	u := m.users[0]
	for n := range 12 {
		id := m.seedImage(t, dbs[0], u, fmt.Sprintf("m-source-%d", n))
		m.add(t, &image{owner: u.account, region: hangzhou, created: m.now, grantees: map[string]bool{}}, id)
	}
	one := func(t *rapid.T) {
		u, region, id := m.target(t)
		to := hangzhou
		if region == hangzhou {
			to = beijing
		}
		m.copyTo(t, u, region, id, &image{region: to})
	}
	t.Repeat(map[string]func(*rapid.T){
		"copy": one, "and copy": one, "copy, too": one, "cancel": m.cancelCopy, "delete": m.delete,
		"wait": func(t *rapid.T) {
			m.now = m.now.Add(time.Duration(rapid.IntRange(1, 4000).Draw(t, "ms")) * time.Millisecond)
		},
		"": m.compare,
	})
	m.checkTrail(t, dbs[0])
}

func (m *machine) copyImage(t *rapid.T) {
	u, region, id := m.target(t)
	if rapid.IntRange(0, 2).Draw(t, "who") == 0 {
		u = m.someUser(t)
	}
	m.copyTo(t, u, region, id, &image{
		region: someRegion(t), encrypted: rapid.IntRange(0, 2).Draw(t, "encrypt") == 0,
		name: someNames.Draw(t, "name"), description: someDescriptions.Draw(t, "description"),
	})
}

// copyTo asks for a copy that is as i says.
func (m *machine) copyTo(t *rapid.T, u *user, region, id string, i *image) {
	i.owner, i.created, i.copied, i.source, i.grantees = u.account, m.now, true, id, map[string]bool{}
	to, encrypt := i.region, i.encrypted
	source, underWay := m.seen(u, region, id), m.copying(u.account, to)
	from := image{}
	if source != nil {
		from = *source
	}
	own := from.owner == u.account
	a, ok := m.expect(t, u, "CopyImage", params{
		"RegionId": region, "ImageId": id, "DestinationRegionId": to, "Encrypted": fmt.Sprint(encrypt),
		"DestinationImageName": i.name, "DestinationDescription": i.description,
	},
		refusal{!wellFormed[i.name], "InvalidImageName.Malformed"},
		refusal{!wellFormed[i.description], "InvalidDescription.Malformed"},
		refusal{source == nil, "InvalidImageId.NotFound"},
		refusal{from.public, "OperationDenied.CommunityImage"},
		refusal{from.status(m.now) != "Available", "IncorrectImageStatus"},
		refusal{!own && to != region, "OperationDenied.SameRegionOnly"},
		refusal{own && to == region && !encrypt, "IncorrectDestinationRegion"},
		refusal{from.encrypted && !encrypt, "OperationDeined.EncryptedSnapshot"},
		refusal{!from.encrypted && encrypt && to != region, "OperationDenied.EncryptSnapshotAcrossRegion"},
		refusal{slices.ContainsFunc(underWay, func(o *image) bool { return o.source == id }), "OperationDenied.ImageCopyConflict"},
		refusal{m.nameTaken(i, i.name), "InvalidImageName.Duplicated"})
	if !ok {
		return
	}
	free := places(underWay, m.now)
	i.starts = free[firstFree(&free)]
	i.ready = i.starts.Add(m.pace)
	m.add(t, i, a.ImageId)
	m.fillCopy(t, u, i)
}

// cancelCopy ends a copy; those behind it take their turns anew.
func (m *machine) cancelCopy(t *rapid.T) {
	u, region, id := m.target(t)
	i := m.own(u, region, id)
	_, ok := m.expect(t, u, "CancelCopyImage", params{"RegionId": region, "ImageId": id},
		refusal{i == nil, "InvalidImageId.NotFound"},
		refusal{i != nil && !i.copied, "ImageCreatedNotFromCopy"},
		refusal{i != nil && !m.now.Before(i.ready), "IncorrectImageStatus"})
	if !ok {
		return
	}
	delete(m.images, id)
	for _, p := range i.parts { // the snapshots of a copy go with it
		delete(m.snapshots.all, p.snapshot)
	}
	left := m.copying(u.account, region)
	running := slices.DeleteFunc(slices.Clone(left), func(i *image) bool { return m.now.Before(i.starts) })
	free := places(running, m.now)
	for _, i := range left[len(running):] {
		n := firstFree(&free)
		i.starts, i.ready = free[n], free[n].Add(m.pace)
		free[n] = i.ready
	}
}

func (m *machine) publish(t *rapid.T) {
	u, region, id := m.target(t)
	public := rapid.Bool().Draw(t, "public")
	i := m.own(u, region, id)
	was := image{}
	if i != nil {
		was = *i
	}
	_, ok := m.expect(t, u, "ModifyImageSharePermission",
		params{"RegionId": region, "ImageId": id, "IsPublic": fmt.Sprint(public)},
		refusal{i == nil, "InvalidImageId.NotFound"},
		refusal{!public && !was.public, "Image.NotPublic"},
		refusal{public && was.public, "Image.Public"},
		refusal{public && was.status(m.now) != "Available", "OperationDenied.InvalidImageStatus"},
		refusal{public && was.encrypted, "OperationDeined.EncryptedSnapshot"})
	if ok {
		i.public = public
	}
}

// compareCommunity looks at the community images of each user: those of others than the
// one who looks.
func (m *machine) compareCommunity(t *rapid.T, at int, u *user, region string) {
	for _, owner := range m.users {
		community := m.sorted(func(i *image) bool { return i.public && i.owner == owner.account && i.region == region && owner != u })
		a := m.must(t, at, u, "DescribeImages", params{
			"RegionId": region, "Status": "ALL", "ImageOwnerAlias": "others", "IsPublic": "true", "ImageOwnerId": owner.account, "PageSize": "100",
		})
		same(t, "community images", m.shown(u, community, ""), append([]shown{}, a.Images.Image...))
	}
}

// isSource reports whether an own copy of the image is under way.
func (m *machine) isSource(id string) bool {
	for _, i := range m.images {
		if i.copied && i.source == id && m.images[id].owner == i.owner && m.now.Before(i.ready) {
			return true
		}
	}
	return false
}
