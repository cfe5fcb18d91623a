package store

import "sesame/internal/cloud"

// indexInterface writes the index row of an instance's secondary network interface.
func (tx *Tx) indexInterface(i *cloud.Instance) error {
	if i.Secondary == nil {
		return nil
	}
	_, err := tx.exec(`INSERT INTO network_interfaces (account, region, id, instance, vswitch, private_ip)
		VALUES ($1, $2, $3, $4, $5, $6)`, i.Account, i.Region, i.Secondary.ID, i.ID, i.Secondary.VSwitch, i.Secondary.PrivateIP)
	return err
}

func (tx *Tx) unindexInterface(i *cloud.Instance) error {
	if i.Secondary == nil {
		return nil
	}
	_, err := tx.exec(`DELETE FROM network_interfaces WHERE account = $1 AND region = $2 AND id = $3`, i.Account, i.Region, i.Secondary.ID)
	return err
}

// FindSecondary gives those of an account's instances in a region whose secondary network
// interface a filter selects, as FindInstances gives those whose primary one is.
func (tx *Tx) FindSecondary(account, region string, f *cloud.InstanceFilter, offset, limit int) (page []*cloud.Instance, total int, err error) {
	w := ownRows("n", account, region)
	w.text.WriteString(" AND i.account = $1 AND i.region = $2 AND i.id = n.instance")
	w.in("n.instance", f.IDs)
	w.in("n.private_ip", f.PrivateIPs)
	w.in("n.id", f.NetworkInterfaces)
	w.equal("n.vswitch", f.VSwitch)
	w.equal("i.vpc", f.VPC)
	w.equal("i.resource_group", f.ResourceGroup)
	return tx.matchingInstances(instanceSelect+`, network_interfaces n`+w.text.String()+` ORDER BY i.created DESC, i.id DESC`,
		w.args, f.MatchSecondary, offset, limit)
}
