package store

import "sesame/internal/cloud"

const (
	vpcSelect     = `SELECT id, name, cidr, is_default, created FROM vpcs WHERE account = $1 AND region = $2`
	vswitchSelect = `SELECT id, name, zone, vpc, cidr, is_default, assigned, created FROM vswitches WHERE account = $1 AND region = $2`
	groupSelect   = `SELECT id, name, description, vpc, is_default, created FROM security_groups WHERE account = $1 AND region = $2`
)

// VPC reads one VPC.
func (tx *Tx) VPC(account, region, id string) (*cloud.VPC, error) {
	return tx.vpc(vpcSelect+` AND id = $3`, account, region, id)
}

// DefaultVPC reads the VPC that stands in where none is named.
func (tx *Tx) DefaultVPC(account, region string) (*cloud.VPC, error) {
	return tx.vpc(vpcSelect+` AND is_default`, account, region)
}

func (tx *Tx) vpc(sql, account, region string, more ...any) (*cloud.VPC, error) {
	v := &cloud.VPC{Account: account, Region: region}
	return v, tx.one(sql, append([]any{account, region}, more...), &v.ID, &v.Name, &v.CIDR, &v.Default, &v.Created)
}

// CreateVPC adds a VPC.
func (tx *Tx) CreateVPC(v *cloud.VPC) error {
	_, err := tx.exec(`INSERT INTO vpcs (account, region, id, name, cidr, is_default, created) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		v.Account, v.Region, v.ID, v.Name, v.CIDR, v.Default, v.Created)
	return tx.recordMade(err, v.Account, v.Region+"/vpc/"+v.ID, difference{"cidr", nil, v.CIDR}, difference{"default", nil, v.Default})
}

// VSwitch reads one vswitch.
func (tx *Tx) VSwitch(account, region, id string) (*cloud.VSwitch, error) {
	return tx.vswitch(vswitchSelect+` AND id = $3`, account, region, id)
}

// DefaultVSwitch reads the vswitch that stands in for a zone.
func (tx *Tx) DefaultVSwitch(account, region, zone string) (*cloud.VSwitch, error) {
	return tx.vswitch(vswitchSelect+` AND zone = $3 AND is_default`, account, region, zone)
}

func (tx *Tx) vswitch(sql, account, region, key string) (*cloud.VSwitch, error) {
	v := &cloud.VSwitch{Account: account, Region: region}
	return v, tx.one(sql, []any{account, region, key},
		&v.ID, &v.Name, &v.Zone, &v.VPC, &v.CIDR, &v.Default, &v.Assigned, &v.Created)
}

// CreateVSwitch adds a vswitch.
func (tx *Tx) CreateVSwitch(v *cloud.VSwitch) error {
	_, err := tx.exec(`INSERT INTO vswitches (account, region, id, name, zone, vpc, cidr, is_default, assigned, created)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		v.Account, v.Region, v.ID, v.Name, v.Zone, v.VPC, v.CIDR, v.Default, v.Assigned, v.Created)
	return tx.recordMade(err, v.Account, v.Region+"/vswitch/"+v.ID, difference{"vpc", nil, v.VPC}, difference{"zone", nil, v.Zone})
}

// Assign remembers which address of a vswitch was given last. It is part of the change
// that takes the address, and no event of its own.
func (tx *Tx) Assign(v *cloud.VSwitch, n int) error {
	_, err := tx.exec(`UPDATE vswitches SET assigned = $4 WHERE account = $1 AND region = $2 AND id = $3`, v.Account, v.Region, v.ID, n)
	v.Assigned = n
	return err
}

// AddressTaken reports whether an interface in the vswitch has the address.
func (tx *Tx) AddressTaken(v *cloud.VSwitch, ip string) (bool, error) {
	n, err := tx.count(`SELECT
		(SELECT COUNT(*) FROM instances WHERE account = $1 AND region = $2 AND vswitch = $3 AND private_ip = $4 AND private_ip <> '') +
		(SELECT COUNT(*) FROM network_interfaces WHERE account = $1 AND region = $2 AND vswitch = $3 AND private_ip = $4)`,
		v.Account, v.Region, v.ID, ip)
	return n > 0, err
}

// SecurityGroup reads one security group.
func (tx *Tx) SecurityGroup(account, region, id string) (*cloud.SecurityGroup, error) {
	return tx.securityGroup(groupSelect+` AND id = $3`, account, region, id)
}

// DefaultSecurityGroup reads the group of a VPC that stands in where none is named.
func (tx *Tx) DefaultSecurityGroup(account, region, vpc string) (*cloud.SecurityGroup, error) {
	return tx.securityGroup(groupSelect+` AND vpc = $3 AND is_default`, account, region, vpc)
}

func (tx *Tx) securityGroup(sql, account, region, key string) (*cloud.SecurityGroup, error) {
	g := &cloud.SecurityGroup{Account: account, Region: region}
	return g, tx.one(sql, []any{account, region, key}, &g.ID, &g.Name, &g.Description, &g.VPC, &g.Default, &g.Created)
}

// CreateSecurityGroup adds a security group.
func (tx *Tx) CreateSecurityGroup(g *cloud.SecurityGroup) error {
	_, err := tx.exec(`INSERT INTO security_groups (account, region, id, name, description, vpc, is_default, created)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, g.Account, g.Region, g.ID, g.Name, g.Description, g.VPC, g.Default, g.Created)
	return tx.recordMade(err, g.Account, g.Region+"/security_group/"+g.ID, difference{"vpc", nil, g.VPC})
}
