package store

import "sesame/internal/cloud"

// Instance reads one instance.
func (tx *Tx) Instance(account, region, id string) (*cloud.Instance, error) {
	i := &cloud.Instance{Account: account, Region: region, ID: id}
	return i, tx.one(`SELECT name, zone, type, image, status, locked, resource_group, created FROM instances
		WHERE account = $1 AND region = $2 AND id = $3`, []any{account, region, id},
		&i.Name, &i.Zone, &i.Type, &i.Image, &i.Status, &i.Locked, &i.ResourceGroup, &i.Created)
}

// CreateInstance adds an instance.
func (tx *Tx) CreateInstance(i *cloud.Instance) error {
	_, err := tx.exec(`INSERT INTO instances (account, region, id, name, zone, type, image, status, locked, resource_group, created)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		i.Account, i.Region, i.ID, i.Name, i.Zone, i.Type, i.Image, i.Status, i.Locked, i.ResourceGroup, i.Created)
	return tx.recordMade(err, i.Account, i.Region+"/instance/"+i.ID, difference{"image", nil, i.Image}, difference{"type", nil, i.Type})
}

// recordMade appends the event of a row that was added, unless it could not be.
func (tx *Tx) recordMade(err error, account, resource string, made ...difference) error {
	if err != nil {
		return err
	}
	_, err = tx.record(account, resource, "", made)
	return err
}

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
