package store

import "sesame/internal/cloud"

// HasResourceGroup reports whether a resource group is the account's.
func (tx *Tx) HasResourceGroup(account, id string) (bool, error) {
	if cloud.IsFirstGroup(account, id) {
		return true, nil
	}
	n, err := tx.count(`SELECT COUNT(*) FROM resource_groups WHERE account = $1 AND id = $2`, account, id)
	return n > 0, err
}

// CreateResourceGroup adds a resource group. ErrExists: there is one with this id.
func (tx *Tx) CreateResourceGroup(g *cloud.ResourceGroup) error {
	_, err := tx.exec(`INSERT INTO resource_groups (account, id, name, created) VALUES ($1, $2, $3, $4)`,
		g.Account, g.ID, g.Name, g.Created)
	return tx.recordMade(err, g.Account, "resourcegroup/"+g.ID, difference{"name", nil, g.Name})
}
