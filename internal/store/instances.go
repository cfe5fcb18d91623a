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
