package store

import (
	"errors"
	"time"

	"sesame/internal/cloud"
)

// GuardFamily switches the guard of a family on or off. One that is so already is no change
// and leaves no event.
func (tx *Tx) GuardFamily(account, region, family string, guarded bool) error {
	was, revision := false, ""
	err := tx.one(`SELECT guarded, revision FROM family_guards WHERE account = $1 AND region = $2 AND family = $3`,
		[]any{account, region, family}, &was, &revision)
	if err != nil && !errors.Is(err, ErrNotFound) || was == guarded {
		return ignoreNotFound(err)
	}
	revision, err = tx.record(account, region+"/family/"+family, revision, []difference{{"guarded", was, guarded}})
	if err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO family_guards (account, region, family, guarded, revision) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (account, region, family) DO UPDATE SET guarded = excluded.guarded, revision = excluded.revision`,
		account, region, family, guarded, revision)
	return err
}

func ignoreNotFound(err error) error {
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// FamilyGuarded reports whether a family is guarded.
func (tx *Tx) FamilyGuarded(account, region, family string) (bool, error) {
	n, err := tx.count(`SELECT COUNT(*) FROM family_guards WHERE account = $1 AND region = $2 AND family = $3 AND guarded`,
		account, region, family)
	return n > 0, err
}

// HasOtherAvailable reports whether an image's family has another one that is Available at
// the instant.
func (tx *Tx) HasOtherAvailable(i *cloud.Image, now time.Time) (bool, error) {
	n, err := tx.count(`SELECT COUNT(*) FROM (SELECT 1 FROM images
		WHERE account = $1 AND region = $2 AND family = $3 AND family <> '' AND outcome = $4 AND ready <= $5 AND id <> $6 LIMIT 1) AS limited`,
		i.Account, i.Region, i.Family, string(cloud.Available), millis(now), i.ID)
	return n > 0, err
}
