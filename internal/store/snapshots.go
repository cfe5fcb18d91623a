package store

import (
	"slices"
	"strings"
	"time"

	"sesame/internal/cloud"
)

// snapshotFields are the columns of a snapshot beside its key, in the order of
// snapshotValues and scanSnapshot.
var snapshotFields = []string{
	"name", "description", "disk", "kind", "category", "size_gib", "encrypted", "retention_days", "image",
	"resource_group", "created", "starts", "ready", "modified", "tags",
}

var (
	snapshotInsert = `INSERT INTO snapshots (account, region, id, ` + strings.Join(snapshotFields, ", ") +
		`, revision) VALUES (` + placeholders(4+len(snapshotFields)) + `)`
	snapshotSelect = `SELECT i.account, i.region, i.id, i.` + strings.Join(snapshotFields, ", i.") + `, i.revision FROM snapshots i`
)

func snapshotValues(p *cloud.Snapshot) ([]any, error) {
	tags, err := document(p.Tags)
	return []any{
		p.Name, p.Description, p.Disk, string(p.Kind), p.Category, p.SizeGiB, p.Encrypted, p.RetentionDays, p.Image,
		p.ResourceGroup, millis(p.Created), millis(p.Starts), millis(p.Ready), millis(p.Modified), tags,
	}, err
}

func scanSnapshot(s scan) (*cloud.Snapshot, error) {
	var p cloud.Snapshot
	var tags string
	err := s(&p.Account, &p.Region, &p.ID,
		&p.Name, &p.Description, &p.Disk, (*string)(&p.Kind), &p.Category, &p.SizeGiB, &p.Encrypted, &p.RetentionDays, &p.Image,
		&p.ResourceGroup, &p.Created, &p.Starts, &p.Ready, &p.Modified, &tags, &p.Revision)
	if err != nil {
		return nil, err
	}
	return &p, readDocument(tags, &p.Tags)
}

func (tx *Tx) snapshots(sql string, args ...any) (all []*cloud.Snapshot, err error) {
	err = tx.query(sql, args, func(s scan) error {
		p, err := scanSnapshot(s)
		all = append(all, p)
		return err
	})
	return all, err
}

// Snapshot reads one snapshot.
func (tx *Tx) Snapshot(account, region, id string) (*cloud.Snapshot, error) {
	return first(tx.snapshots(snapshotSelect+` WHERE i.account = $1 AND i.region = $2 AND i.id = $3`, account, region, id))
}

// SnapshotAnywhere reads a snapshot of an account in whatever region it is.
func (tx *Tx) SnapshotAnywhere(account, id string) (*cloud.Snapshot, error) {
	return first(tx.snapshots(snapshotSelect+` WHERE i.account = $1 AND i.id = $2 ORDER BY i.region LIMIT 1`, account, id))
}

// CreateSnapshot adds a snapshot.
func (tx *Tx) CreateSnapshot(p *cloud.Snapshot) error {
	values, err := snapshotValues(p)
	if err != nil {
		return err
	}
	revision, err := tx.record(p.Account, snapshotResource(p), "", made(snapshotFields, values))
	if err != nil {
		return err
	}
	args := append([]any{p.Account, p.Region, p.ID}, values...)
	if _, err := tx.exec(snapshotInsert, append(args, revision)...); err != nil {
		return err
	}
	return tx.indexTags(p.Account, p.Region, KindSnapshot, p.ID, p.Tags)
}

// UpdateSnapshot changes a snapshot from what was read to what it shall be. Nothing
// different is no change and no event.
func (tx *Tx) UpdateSnapshot(was, is *cloud.Snapshot) error {
	before, err := snapshotValues(was)
	if err != nil {
		return err
	}
	after, err := snapshotValues(is)
	if err != nil {
		return err
	}
	changes := changed(snapshotFields, before, after)
	if len(changes) == 0 {
		return nil
	}
	revision, err := tx.record(is.Account, snapshotResource(is), was.Revision, changes)
	if err != nil {
		return err
	}
	if err := tx.set("snapshots", is.Account, is.Region, is.ID, revision, changes); err != nil || slices.Equal(was.Tags, is.Tags) {
		return err
	}
	return tx.reindexTags(is.Account, is.Region, KindSnapshot, is.ID, is.Tags)
}

// DeleteSnapshot removes a snapshot.
func (tx *Tx) DeleteSnapshot(p *cloud.Snapshot) error {
	if err := tx.remove("snapshots", p.Account, p.Region, p.ID); err != nil {
		return err
	}
	if err := tx.unindexTags(p.Account, p.Region, KindSnapshot, p.ID); err != nil {
		return err
	}
	return tx.recordRemoved(p.Account, snapshotResource(p), p.Revision,
		difference{"disk", p.Disk, nil}, difference{"size_gib", p.SizeGiB, nil})
}

// SnapshotUses tells what exists that was made of a snapshot.
func (tx *Tx) SnapshotUses(account, region, id string) (images, disks bool, err error) {
	return images, disks, tx.one(`SELECT
		EXISTS (SELECT 1 FROM image_snapshots WHERE account = $1 AND region = $2 AND snapshot = $3),
		EXISTS (SELECT 1 FROM disks WHERE account = $1 AND region = $2 AND snapshot = $3 AND snapshot <> '')`,
		[]any{account, region, id}, &images, &disks)
}

// CountSnapshots counts the snapshots of a disk, at most up to limit.
func (tx *Tx) CountSnapshots(account, region, disk string, limit int) (int, error) {
	return tx.count(`SELECT COUNT(*) FROM (SELECT 1 FROM snapshots WHERE account = $1 AND region = $2 AND disk = $3 LIMIT $4) AS limited`,
		account, region, disk, limit)
}

// IsSnapshotted reports whether a snapshot of a disk is being made.
func (tx *Tx) IsSnapshotted(account, region, disk string, now time.Time) (bool, error) {
	n, err := tx.count(`SELECT COUNT(*) FROM (SELECT 1 FROM snapshots WHERE account = $1 AND region = $2 AND disk = $3 AND ready > $4 LIMIT 1) AS limited`,
		account, region, disk, millis(now))
	return n > 0, err
}

func snapshotResource(p *cloud.Snapshot) string { return p.Region + "/" + KindSnapshot + "/" + p.ID }
