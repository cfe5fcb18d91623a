package store

import (
	"errors"
	"time"

	"sesame/internal/cloud"
)

// CreateCopy adds an image that is a copy, its snapshots and its place in the queue.
// ErrExists: its name is taken in the region.
func (tx *Tx) CreateCopy(i *cloud.Image, source *cloud.Image, now time.Time) error {
	if err := tx.CreateImage(i); err != nil {
		return err
	}
	if err := tx.createSnapshotsOf(i); err != nil {
		return err
	}
	return tx.QueueCopy(&cloud.Copy{
		Account: i.Account, Region: i.Region, Image: i.ID, SourceRegion: source.Region, Source: source.ID, Starts: i.Starts, Ready: i.Ready,
	}, now)
}

// createSnapshotsOf adds the snapshots that a copy or an import brings to its region.
func (tx *Tx) createSnapshotsOf(i *cloud.Image) error {
	for _, p := range i.NewSnapshots() {
		if err := tx.CreateSnapshot(p); err != nil {
			return err
		}
	}
	return nil
}

// QueueCopy gives a copy its place in the queue, in which those that are done are forgotten.
func (tx *Tx) QueueCopy(c *cloud.Copy, now time.Time) error {
	if _, err := tx.exec(`DELETE FROM copies WHERE account = $1 AND region = $2 AND ready <= $3`, c.Account, c.Region, millis(now)); err != nil {
		return err
	}
	_, err := tx.exec(`INSERT INTO copies (account, region, image, source_region, source, starts, ready)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, c.Account, c.Region, c.Image, c.SourceRegion, c.Source, c.Starts, c.Ready)
	return err
}

// Copies lists the copies that are under way to a region.
func (tx *Tx) Copies(account, region string, now time.Time) (all []cloud.Copy, err error) {
	err = tx.query(`SELECT image, source_region, source, starts, ready FROM copies
		WHERE account = $1 AND region = $2 AND ready > $3`, []any{account, region, millis(now)}, func(s scan) error {
		c := cloud.Copy{Account: account, Region: region}
		err := s(&c.Image, &c.SourceRegion, &c.Source, &c.Starts, &c.Ready)
		all = append(all, c)
		return err
	})
	return all, err
}

// IsCopied reports whether the image is the source of an own copy that is under way.
func (tx *Tx) IsCopied(i *cloud.Image, now time.Time) (bool, error) {
	n, err := tx.count(`SELECT COUNT(*) FROM (SELECT 1 FROM copies
		WHERE account = $1 AND source_region = $2 AND source = $3 AND ready > $4 LIMIT 1) AS limited`,
		i.Account, i.Region, i.ID, millis(now))
	return n > 0, err
}

// MoveCopy gives a waiting copy, its image and snapshots their new instants.
func (tx *Tx) MoveCopy(c *cloud.Copy) error {
	was, err := tx.Image(c.Account, c.Region, c.Image)
	if err != nil {
		return err
	}
	is := was.Clone()
	is.Starts, is.Ready = c.Starts, c.Ready
	if err := tx.UpdateImage(was, is); err != nil {
		return err
	}
	if err := tx.eachMadeFor(is, func(p *cloud.Snapshot) error {
		moved := p.Clone()
		moved.Starts, moved.Ready = is.Starts, is.Ready
		return tx.UpdateSnapshot(p, moved)
	}); err != nil {
		return err
	}
	_, err = tx.exec(`UPDATE copies SET starts = $4, ready = $5 WHERE account = $1 AND region = $2 AND image = $3`,
		c.Account, c.Region, c.Image, c.Starts, c.Ready)
	return err
}

// DropCopy removes a copy that is under way with all that was made for it.
func (tx *Tx) DropCopy(i *cloud.Image) error {
	if err := tx.DeleteImage(i); err != nil {
		return err
	}
	if err := tx.eachMadeFor(i, tx.DeleteSnapshot); err != nil {
		return err
	}
	_, err := tx.exec(`DELETE FROM copies WHERE account = $1 AND region = $2 AND image = $3`, i.Account, i.Region, i.ID)
	return err
}

// eachMadeFor calls do for the snapshots that were made for a copy or an import. Those of a fixture are
// not: they were there before.
func (tx *Tx) eachMadeFor(i *cloud.Image, do func(*cloud.Snapshot) error) error {
	for _, d := range i.Disks {
		p, err := tx.Snapshot(i.Account, i.Region, d.Snapshot)
		switch {
		case errors.Is(err, ErrNotFound), err == nil && p.Image != i.ID:
			continue
		case err != nil:
			return err
		}
		if err := do(p); err != nil {
			return err
		}
	}
	return nil
}
