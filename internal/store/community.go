package store

import (
	"time"

	"sesame/internal/cloud"
)

// everybody is the account of the community mirror.
const everybody = "public"

// PublishImage makes an image a community image, or takes that back, with its mirror row.
func (tx *Tx) PublishImage(was *cloud.Image, public bool) error {
	is := was.Clone()
	is.Public = public
	if err := tx.UpdateImage(was, is); err != nil {
		return err
	}
	if !public {
		_, err := tx.exec(`DELETE FROM community WHERE account = $1 AND region = $2 AND image = $3`, everybody, is.Region, is.ID)
		return err
	}
	_, err := tx.exec(`INSERT INTO community (account, region, image, owner, created) VALUES ($1, $2, $3, $4, $5)`,
		everybody, is.Region, is.ID, is.Account, is.Created)
	return err
}

// CommunityImage reads a community image by its id, whosever it is.
func (tx *Tx) CommunityImage(region, id string) (*cloud.Image, error) {
	return tx.image(imageSelect+` JOIN community c ON i.account = c.owner AND i.region = c.region AND i.id = c.image
		WHERE c.account = $1 AND c.region = $2 AND c.image = $3`, everybody, region, id)
}

// FindCommunityImages gives those of the region's community images that a filter selects,
// latest first, as FindImages does: of one owner, or of all but the one who looks. Tags are
// nobody's business but the owner's: a filter with some finds nothing.
func (tx *Tx) FindCommunityImages(viewer, region, owner string, f *cloud.ImageFilter, now time.Time, offset, limit int) ([]*cloud.Image, int, error) {
	w := &where{args: []any{everybody, region, viewer}}
	w.text.WriteString(` WHERE c.account = $1 AND c.region = $2 AND c.owner <> $3`)
	w.equal("c.owner", owner)
	l := w.mirrored("community", f, now)
	if isPattern(f.Name) {
		return findByPattern(tx, tx.Image, l, f.Name, offset, limit)
	}
	return find(tx, tx.images, l, offset, limit)
}

// CommunityFamilyHead is the head of an owner's family as everybody sees it: of the community
// images that are Available, the latest created.
func (tx *Tx) CommunityFamilyHead(region, owner, family string, now time.Time) (*cloud.Image, error) {
	return tx.image(imageSelect+` WHERE i.account = $1 AND i.region = $2 AND i.family = $3 AND i.family <> '' AND i.public
		AND i.outcome = $4 AND i.ready <= $5 ORDER BY i.created DESC, i.id DESC LIMIT 1`,
		owner, region, family, string(cloud.Available), millis(now))
}
