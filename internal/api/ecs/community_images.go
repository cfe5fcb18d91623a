package ecs

import (
	"sesame/internal/cloud"
	"sesame/internal/store"
)

// findCommunity gives a page of the community images of others, latest first, and how many
// there are. They may be very many, so that the store looks for them.
func (q *imageQuery) findCommunity(tx *store.Tx, offset, limit int) ([]*cloud.Image, int, error) {
	f, owner, any := q.theirs()
	if !any {
		return nil, 0, nil
	}
	found, total, err := tx.FindCommunityImages(q.account, q.region, owner, f, q.now, offset, limit)
	for n, i := range found {
		found[n] = received(i)
	}
	return found, total, err
}

// theirs says in the owner's terms what the caller asks of others' images as it sees them:
// a family carries the owner, and there are no tags, no group and no instances.
func (q *imageQuery) theirs() (f *cloud.ImageFilter, owner string, any bool) {
	of := q.filter
	f, owner = &of, q.owner
	if len(f.Tags) > 0 || f.ResourceGroup != "" || f.InUse != nil && *f.InUse {
		return nil, "", false
	}
	f.InUse = nil
	if f.Family == "" {
		return f, owner, true
	}
	who, family, foreign := receivedFamily(f.Family)
	if !foreign || owner != "" && owner != who {
		return nil, "", false
	}
	f.Family = family
	return f, who, true
}
