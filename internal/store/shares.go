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

// sharing is what a transaction did to the shares of an image. Its event is written by
// UpdateImage, together with that of the count.
type sharing struct{ added, removed []string }

func (tx *Tx) sharingOf(region, image string) *sharing {
	resource := imageResource(&cloud.Image{Region: region, ID: image})
	if tx.sharing[resource] == nil {
		if tx.sharing == nil {
			tx.sharing = map[string]*sharing{}
		}
		tx.sharing[resource] = &sharing{}
	}
	return tx.sharing[resource]
}

// tellSharing moves what was done to an image's shares into what its event tells.
func (tx *Tx) tellSharing(i *cloud.Image, before, after map[string]any) {
	resource := imageResource(i)
	s := tx.sharing[resource]
	if s == nil {
		return
	}
	delete(tx.sharing, resource)
	if len(s.added) > 0 {
		after["shared_with"] = s.added
	}
	if len(s.removed) > 0 {
		before["shared_with"] = s.removed
	}
}

// AddShare shares an image. The image's count of shares is for UpdateImage to change,
// which must follow: it also writes the event.
func (tx *Tx) AddShare(s *cloud.Share) error {
	if _, err := tx.exec(`INSERT INTO shares (account, region, image, grantee, since) VALUES ($1, $2, $3, $4, $5)`,
		s.Account, s.Region, s.Image, s.Grantee, s.Since); err != nil {
		return err
	}
	_, err := tx.exec(`INSERT INTO received (account, region, image, owner, since) VALUES ($1, $2, $3, $4, $5)`,
		s.Grantee, s.Region, s.Image, s.Account, s.Since)
	if err == nil {
		sharing := tx.sharingOf(s.Region, s.Image)
		sharing.added = append(sharing.added, s.Grantee)
	}
	return err
}

// RemoveShare takes a permission back; UpdateImage must follow, as after AddShare.
func (tx *Tx) RemoveShare(account, region, image, grantee string) error {
	n, err := tx.exec(`DELETE FROM shares WHERE account = $1 AND region = $2 AND image = $3 AND grantee = $4`,
		account, region, image, grantee)
	if err != nil || n == 0 {
		return err
	}
	s := tx.sharingOf(region, image)
	if at := slices.Index(s.added, grantee); at >= 0 { // added and removed by one call: nothing happened
		s.added = slices.Delete(s.added, at, at+1)
	} else {
		s.removed = append(s.removed, grantee)
	}
	_, err = tx.exec(`DELETE FROM received WHERE account = $1 AND region = $2 AND image = $3`, grantee, region, image)
	return err
}

// CountReceived counts the images of all regions that are shared with an account.
func (tx *Tx) CountReceived(account string) (int, error) {
	return tx.count(`SELECT COUNT(*) FROM received WHERE account = $1`, account)
}

// ReceivedImages reads the images of others that are shared with an account in a region.
func (tx *Tx) ReceivedImages(account, region string) ([]*cloud.Image, error) {
	return tx.images(imageSelect+` JOIN received r ON i.account = r.owner AND i.region = r.region AND i.id = r.image
		WHERE r.account = $1 AND r.region = $2`, account, region)
}

// ReceivedFamilyHead is the head of a family as an account sees it that was given some of
// the family's images.
func (tx *Tx) ReceivedFamilyHead(account, region, owner, family string, now time.Time) (*cloud.Image, error) {
	all, err := tx.images(imageSelect+` JOIN received r ON i.account = r.owner AND i.region = r.region AND i.id = r.image
		WHERE r.account = $1 AND r.region = $2 AND r.owner = $3 AND i.family = $4 AND i.outcome = $5 AND i.ready <= $6
		ORDER BY i.created DESC, i.id DESC LIMIT 1`, account, region, owner, family, string(cloud.Available), millis(now))
	if err == nil && len(all) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return all[0], nil
}
