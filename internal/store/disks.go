package store

import "sesame/internal/cloud"

// Disks reads the disks of an instance, ordered by device.
func (tx *Tx) Disks(account, region, instance string) (all []*cloud.Disk, err error) {
	err = tx.query(`SELECT id, device, kind, category, size_gib, encrypted, created FROM disks
		WHERE account = $1 AND region = $2 AND instance = $3 ORDER BY device`, []any{account, region, instance}, func(s scan) error {
		d := &cloud.Disk{Account: account, Region: region, Instance: instance}
		err := s(&d.ID, &d.Device, (*string)(&d.Kind), &d.Category, &d.SizeGiB, &d.Encrypted, &d.Created)
		all = append(all, d)
		return err
	})
	return all, err
}

// CreateDisk adds a disk.
func (tx *Tx) CreateDisk(d *cloud.Disk) error {
	_, err := tx.exec(`INSERT INTO disks (account, region, id, instance, device, kind, category, size_gib, encrypted, created)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		d.Account, d.Region, d.ID, d.Instance, d.Device, string(d.Kind), d.Category, d.SizeGiB, d.Encrypted, d.Created)
	return tx.recordMade(err, d.Account, d.Region+"/disk/"+d.ID, difference{"instance", nil, d.Instance}, difference{"size_gib", nil, d.SizeGiB})
}
