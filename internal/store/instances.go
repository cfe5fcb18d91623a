package store

import "sesame/internal/cloud"

// Instance reads one instance.
func (tx *Tx) Instance(account, region, id string) (*cloud.Instance, error) {
	i := &cloud.Instance{Account: account, Region: region, ID: id}
	var tags string
	if err := tx.one(`SELECT name, zone, type, image, status, locked, resource_group, created, tags, revision FROM instances
		WHERE account = $1 AND region = $2 AND id = $3`, []any{account, region, id},
		&i.Name, &i.Zone, &i.Type, &i.Image, &i.Status, &i.Locked, &i.ResourceGroup, &i.Created, &tags, &i.Revision); err != nil {
		return nil, err
	}
	return i, readDocument(tags, &i.Tags)
}

// CreateInstance adds an instance.
func (tx *Tx) CreateInstance(i *cloud.Instance) error {
	tags, revision, err := tx.recordTagged(i.Account, i.Region, KindInstance, i.ID, i.Tags,
		difference{"image", nil, i.Image}, difference{"type", nil, i.Type})
	if err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO instances (account, region, id, name, zone, type, image, status, locked, resource_group, created, tags, revision)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		i.Account, i.Region, i.ID, i.Name, i.Zone, i.Type, i.Image, i.Status, i.Locked, i.ResourceGroup, i.Created, tags, revision)
	return err
}
