package eventlog

import (
	"cmp"
	"slices"

	"sesame/internal/catalog"
	"sesame/internal/store"
)

// aboutImage is how many events a page about one image has at most.
const aboutImage = 1000

// readImage reads what all accounts did to an image, or tried to, whose it ever was.
func (p *Page) readImage(tx *store.Tx, q *Query) error {
	trail := &store.ImageTrail{ID: q.Image, Behind: q.Behind, Limit: aboutImage + 1}
	for _, r := range catalog.Regions() {
		trail.Regions = append(trail.Regions, r.ID)
	}
	type key struct {
		account Account
		id      string
	}
	var keys []key
	for _, a := range q.Accounts {
		ids, err := tx.ImageTrail(a.ID, trail)
		if err != nil {
			return err
		}
		for _, id := range ids {
			keys = append(keys, key{a, id})
		}
	}
	slices.SortFunc(keys, func(a, b key) int { return cmp.Compare(a.id, b.id) })
	if len(keys) > aboutImage {
		keys = keys[:aboutImage]
		p.Next = keys[aboutImage-1].id
	}
	for _, k := range keys {
		e, err := tx.Event(k.account.ID, k.id)
		if err != nil {
			return err
		}
		p.Events = append(p.Events, told(k.account, e))
	}
	p.sort()
	return nil
}
