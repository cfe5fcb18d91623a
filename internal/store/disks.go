package store

import "sesame/internal/cloud"

// Disks reads the disks of an instance, ordered by device.
func (tx *Tx) Disks(account, region, instance string) (all []*cloud.Disk, err error) {
	err = tx.query(`SELECT id, device, kind, category, size_gib, encrypted, resource_group, created, tags, revision FROM disks
		WHERE account = $1 AND region = $2 AND instance = $3 ORDER BY device`, []any{account, region, instance}, func(s scan) error {
		d := &cloud.Disk{Account: account, Region: region, Instance: instance}
		var tags string
		if err := s(&d.ID, &d.Device, (*string)(&d.Kind), &d.Category, &d.SizeGiB, &d.Encrypted, &d.ResourceGroup,
			&d.Created, &tags, &d.Revision); err != nil {
			return err
		}
		all = append(all, d)
		return readDocument(tags, &d.Tags)
	})
	return all, err
}

// CreateDisk adds a disk.
func (tx *Tx) CreateDisk(d *cloud.Disk) error {
	tags, revision, err := tx.recordTagged(d.Account, d.Region, KindDisk, d.ID, d.Tags,
		difference{"instance", nil, d.Instance}, difference{"size_gib", nil, d.SizeGiB})
	if err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO disks (account, region, id, instance, device, kind, category, size_gib, encrypted, resource_group, created, tags, revision)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		d.Account, d.Region, d.ID, d.Instance, d.Device, string(d.Kind), d.Category, d.SizeGiB, d.Encrypted, d.ResourceGroup, d.Created, tags, revision)
	return err
}
