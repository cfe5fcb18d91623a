package store

import (
	"time"

	"sesame/internal/cloud"
)

// FamilyHead is the image that a family stands for: of those Available at the instant, the
// latest created (A-032; a tie goes to the larger id). ErrNotFound: there is none.
func (tx *Tx) FamilyHead(account, region, family string, now time.Time) (*cloud.Image, error) {
	return tx.image(imageSelect+` WHERE i.account = $1 AND i.region = $2 AND i.family = $3 AND i.family <> ''
		AND i.outcome = $4 AND i.ready <= $5 ORDER BY i.created DESC, i.id DESC LIMIT 1`,
		account, region, family, string(cloud.Available), millis(now))
}

// CountFamily counts the images of a family in any state, at most up to limit.
func (tx *Tx) CountFamily(account, region, family string, limit int) (int, error) {
	return tx.count(`SELECT COUNT(*) FROM (SELECT 1 FROM images
		WHERE account = $1 AND region = $2 AND family = $3 AND family <> '' LIMIT $4) AS limited`,
		account, region, family, limit)
}

// CountFamilies counts the families of a region, stepping from one to the next through the
// index instead of reading their images.
func (tx *Tx) CountFamilies(account, region string) (int, error) {
	return tx.count(`WITH RECURSIVE step (family) AS (
			SELECT MIN(family) FROM images WHERE account = $1 AND region = $2 AND family <> ''
		UNION ALL
			SELECT (SELECT MIN(i.family) FROM images i WHERE i.account = $1 AND i.region = $2
				AND i.family > step.family AND i.family <> '') FROM step WHERE step.family IS NOT NULL
		) SELECT COUNT(family) FROM step`, account, region)
}
