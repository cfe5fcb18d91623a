package store

import "sesame/internal/cloud"

// Snapshot reads one snapshot.
func (tx *Tx) Snapshot(account, region, id string) (*cloud.Snapshot, error) {
	p := &cloud.Snapshot{Account: account, Region: region, ID: id}
	return p, tx.one(`SELECT name, disk, kind, size_gib, encrypted, image, created, ready FROM snapshots
		WHERE account = $1 AND region = $2 AND id = $3`, []any{account, region, id},
		&p.Name, &p.Disk, (*string)(&p.Kind), &p.SizeGiB, &p.Encrypted, &p.Image, &p.Created, &p.Ready)
}

// CreateSnapshot adds a snapshot.
func (tx *Tx) CreateSnapshot(p *cloud.Snapshot) error {
	_, err := tx.exec(`INSERT INTO snapshots (account, region, id, name, disk, kind, size_gib, encrypted, image, created, ready)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		p.Account, p.Region, p.ID, p.Name, p.Disk, string(p.Kind), p.SizeGiB, p.Encrypted, p.Image, p.Created, p.Ready)
	return tx.recordMade(err, p.Account, p.Region+"/snapshot/"+p.ID, difference{"disk", nil, p.Disk}, difference{"size_gib", nil, p.SizeGiB})
}
