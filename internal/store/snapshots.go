package store

import "sesame/internal/cloud"

// Snapshot reads one snapshot.
func (tx *Tx) Snapshot(account, region, id string) (*cloud.Snapshot, error) {
	p := &cloud.Snapshot{Account: account, Region: region, ID: id}
	var tags string
	if err := tx.one(`SELECT name, disk, kind, size_gib, encrypted, image, resource_group, created, ready, tags, revision FROM snapshots
		WHERE account = $1 AND region = $2 AND id = $3`, []any{account, region, id},
		&p.Name, &p.Disk, (*string)(&p.Kind), &p.SizeGiB, &p.Encrypted, &p.Image, &p.ResourceGroup,
		&p.Created, &p.Ready, &tags, &p.Revision); err != nil {
		return nil, err
	}
	return p, readDocument(tags, &p.Tags)
}

// CreateSnapshot adds a snapshot.
func (tx *Tx) CreateSnapshot(p *cloud.Snapshot) error {
	tags, revision, err := tx.recordTagged(p.Account, p.Region, KindSnapshot, p.ID, p.Tags,
		difference{"disk", nil, p.Disk}, difference{"size_gib", nil, p.SizeGiB})
	if err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO snapshots (account, region, id, name, disk, kind, size_gib, encrypted, image, resource_group, created, ready, tags, revision)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		p.Account, p.Region, p.ID, p.Name, p.Disk, string(p.Kind), p.SizeGiB, p.Encrypted, p.Image, p.ResourceGroup, p.Created, p.Ready, tags, revision)
	return err
}
