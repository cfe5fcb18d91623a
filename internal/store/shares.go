package store

import (
	"slices"
	"time"

	"sesame/internal/cloud"
)

// Shares lists whom an image is shared with, first shared first, from offset on and at most
// limit of them.
func (tx *Tx) Shares(account, region, image string, offset, limit int) (all []cloud.Share, err error) {
	err = tx.query(`SELECT grantee, since FROM shares WHERE account = $1 AND region = $2 AND image = $3
		ORDER BY since, grantee LIMIT $4 OFFSET $5`, []any{account, region, image, limit, offset}, func(s scan) error {
		share := cloud.Share{Account: account, Region: region, Image: image}
		err := s(&share.Grantee, &share.Since)
		all = append(all, share)
		return err
	})
	return all, err
}

// IsShared reports whether an image is shared with an account.
func (tx *Tx) IsShared(account, region, image, grantee string) (bool, error) {
	n, err := tx.count(`SELECT COUNT(*) FROM shares WHERE account = $1 AND region = $2 AND image = $3 AND grantee = $4`,
		account, region, image, grantee)
	return n > 0, err
}

// ChangeShares shares an image with some accounts and takes it back from others, with the
// mirror rows, the image's count and one event. ErrExists: it is shared with one of add.
func (tx *Tx) ChangeShares(i *cloud.Image, add, remove []string) error {
	for _, grantee := range add {
		if err := tx.addShare(i, grantee); err != nil {
			return err
		}
	}
	removed := slices.Clone(remove)[:0]
	for _, grantee := range remove {
		n, err := tx.removeShare(i, grantee)
		if err != nil {
			return err
		}
		if n > 0 {
			removed = append(removed, grantee)
		}
	}
	if len(add)+len(removed) == 0 {
		return nil
	}
	is := i.Clone()
	is.Shares += len(add) - len(removed)
	changes, err := differences(i, is)
	if err != nil {
		return err
	}
	return tx.updateImage(i, is, changes, []difference{{"shared_with", orNone(removed), orNone(add)}})
}

// orNone is nil for an empty list: an event does not tell of nobody.
func orNone(list []string) any {
	if len(list) == 0 {
		return nil
	}
	return list
}

func (tx *Tx) addShare(i *cloud.Image, grantee string) error {
	if _, err := tx.exec(`INSERT INTO shares (account, region, image, grantee, since) VALUES ($1, $2, $3, $4, $5)`,
		i.Account, i.Region, i.ID, grantee, tx.origin.At); err != nil {
		return err
	}
	_, err := tx.exec(`INSERT INTO received (account, region, image, owner, since, created) VALUES ($1, $2, $3, $4, $5, $6)`,
		grantee, i.Region, i.ID, i.Account, tx.origin.At, i.Created)
	return err
}

func (tx *Tx) removeShare(i *cloud.Image, grantee string) (int, error) {
	n, err := tx.exec(`DELETE FROM shares WHERE account = $1 AND region = $2 AND image = $3 AND grantee = $4`,
		i.Account, i.Region, i.ID, grantee)
	if err != nil || n == 0 {
		return 0, err
	}
	return tx.exec(`DELETE FROM received WHERE account = $1 AND region = $2 AND image = $3`, grantee, i.Region, i.ID)
}

// CountReceived counts the images of all regions that are shared with an account.
func (tx *Tx) CountReceived(account string) (int, error) {
	return tx.count(`SELECT COUNT(*) FROM received WHERE account = $1`, account)
}

// FindReceivedImages gives those of the images that are shared with an account in a region
// that a filter selects, latest first, of one owner or, without, of all. There are at most
// cloud.MaxSharedWithAccount, and each is a key: nothing of the image but its key and its
// age, unless the filter has a pattern.
func (tx *Tx) FindReceivedImages(account, region, owner string, f *cloud.ImageFilter, now time.Time) (all []*cloud.Image, err error) {
	w := ownRows("c", account, region)
	w.equal("c.owner", owner)
	l := w.mirrored("received", f, now)
	if isPattern(f.Name) {
		all, _, err = findByPattern(tx, tx.Image, l, f.Name, 0, cloud.MaxSharedWithAccount)
		return all, err
	}
	err = tx.query(`SELECT c.owner, c.image, c.created FROM `+l.from+w.text.String()+l.order, w.args, func(s scan) error {
		i := &cloud.Image{Region: region}
		all = append(all, i)
		return s(&i.Account, &i.ID, &i.Created)
	})
	return all, err
}

// ReceivedFamilyHead is the head of a family as an account sees it that was given some of
// the family's images.
func (tx *Tx) ReceivedFamilyHead(account, region, owner, family string, now time.Time) (*cloud.Image, error) {
	return tx.image(imageSelect+` JOIN received r ON i.account = r.owner AND i.region = r.region AND i.id = r.image
		WHERE r.account = $1 AND r.region = $2 AND r.owner = $3 AND i.family = $4 AND i.outcome = $5 AND i.ready <= $6
		ORDER BY i.created DESC, i.id DESC LIMIT 1`, account, region, owner, family, string(cloud.Available), millis(now))
}

// ReceivedImage reads an image of another's that is shared with an account.
func (tx *Tx) ReceivedImage(account, region, id string) (*cloud.Image, error) {
	return tx.image(imageSelect+` JOIN received r ON i.account = r.owner AND i.region = r.region AND i.id = r.image
		WHERE r.account = $1 AND r.region = $2 AND r.image = $3`, account, region, id)
}
