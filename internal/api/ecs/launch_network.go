package ecs

import (
	"errors"
	"net/netip"
	"slices"

	"sesame/internal/apierr"
	"sesame/internal/catalog"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// place is where new instances go.
type place struct {
	vswitch *cloud.VSwitch
	groups  []string
}

// place finds the network that an order names. What it does not name, the defaults of the
// account stand in for: they are made on first use.
func (s *Service) place(tx *store.Tx, c *rpc.Call, o *order) (p place, err error) {
	if p.vswitch, err = s.vswitch(tx, c, o); err != nil {
		return p, err
	}
	if p.groups, err = o.namedGroups(tx, c, o.groups, p.vswitch.VPC); err != nil || len(p.groups) > 0 {
		return p, err
	}
	g, err := s.defaultGroup(tx, c, p.vswitch)
	if err == nil {
		p.groups = []string{g.ID}
	}
	return p, err
}

// namedGroups are the security groups that are named, which must be of the VPC.
func (o *order) namedGroups(tx *store.Tx, c *rpc.Call, ids []string, vpc string) (groups []string, err error) {
	for _, id := range ids {
		g, err := tx.SecurityGroup(c.AccountID, o.RegionId, id)
		switch {
		case errors.Is(err, store.ErrNotFound):
			return nil, deny(c, o.refuse.group)
		case err != nil:
			return nil, err
		case g.VPC != vpc:
			return nil, deny(c, apierr.GroupOfOtherVPC)
		}
	}
	return unique(ids), nil
}

func (s *Service) vswitch(tx *store.Tx, c *rpc.Call, o *order) (*cloud.VSwitch, error) {
	if o.VSwitchId == "" {
		return s.defaultVSwitch(tx, c, o.RegionId, o.ZoneId)
	}
	v, err := ownVSwitch(tx, c, o.RegionId, o.VSwitchId)
	if err == nil && o.ZoneId != "" && o.ZoneId != v.Zone {
		err = deny(c, apierr.VSwitchOfOtherZone, "ZoneId")
	}
	return v, err
}

func ownVSwitch(tx *store.Tx, c *rpc.Call, region, id string) (*cloud.VSwitch, error) {
	v, err := tx.VSwitch(c.AccountID, region, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, deny(c, apierr.LaunchVSwitchNotFound)
	}
	return v, err
}

// defaultVSwitch: without a zone, it is the region's first.
func (s *Service) defaultVSwitch(tx *store.Tx, c *rpc.Call, region, zone string) (*cloud.VSwitch, error) {
	zones := catalog.Zones(region)
	n := max(0, slices.IndexFunc(zones, func(z catalog.Zone) bool { return z.ID == zone }))
	v, err := tx.DefaultVSwitch(c.AccountID, region, zones[n].ID)
	if !errors.Is(err, store.ErrNotFound) {
		return v, err
	}
	vpc, err := s.defaultVPC(tx, c, region)
	if err != nil {
		return nil, err
	}
	v = &cloud.VSwitch{
		Account: c.AccountID, Region: region, ID: s.IDs.New(cloud.KindVSwitch, region), Zone: zones[n].ID,
		VPC: vpc.ID, CIDR: cloud.DefaultVSwitchCIDR(n), Default: true, Created: c.Now,
	}
	return v, tx.CreateVSwitch(v)
}

func (s *Service) defaultVPC(tx *store.Tx, c *rpc.Call, region string) (*cloud.VPC, error) {
	v, err := tx.DefaultVPC(c.AccountID, region)
	if !errors.Is(err, store.ErrNotFound) {
		return v, err
	}
	v = &cloud.VPC{
		Account: c.AccountID, Region: region, ID: s.IDs.New(cloud.KindVPC, region),
		CIDR: cloud.DefaultVPCCIDR, Default: true, Created: c.Now,
	}
	return v, tx.CreateVPC(v)
}

func (s *Service) defaultGroup(tx *store.Tx, c *rpc.Call, v *cloud.VSwitch) (*cloud.SecurityGroup, error) {
	g, err := tx.DefaultSecurityGroup(c.AccountID, v.Region, v.VPC)
	if !errors.Is(err, store.ErrNotFound) {
		return g, err
	}
	g = &cloud.SecurityGroup{
		Account: c.AccountID, Region: v.Region, ID: s.IDs.New(cloud.KindSecurityGroup, v.Region),
		Name: "default", VPC: v.VPC, Default: true, Created: c.Now,
	}
	return g, tx.CreateSecurityGroup(g)
}

// join gives an instance its place in the network.
func (s *Service) join(tx *store.Tx, c *rpc.Call, i *cloud.Instance, p place, o *order) (err error) {
	i.VPC, i.VSwitch, i.Zone, i.SecurityGroups = p.vswitch.VPC, p.vswitch.ID, p.vswitch.Zone, p.groups
	i.NetworkInterface = s.IDs.New(cloud.KindNetworkInterface, i.Region)
	i.PrivateIP, err = o.address(tx, c, p.vswitch, o.PrivateIpAddress)
	i.MAC = cloud.MACOf(i.PrivateIP)
	return err
}

// address is the one that is asked for, or the next free one.
func (o *order) address(tx *store.Tx, c *rpc.Call, v *cloud.VSwitch, asked string) (string, error) {
	if asked == "" {
		return nextAddress(tx, c, v)
	}
	a, err := netip.ParseAddr(asked)
	if err != nil || !a.Is4() {
		return "", deny(c, o.refuse.addressMalformed)
	}
	if _, ok := v.Position(a.String()); !ok {
		return "", deny(c, apierr.AddressOutside)
	}
	taken, err := tx.AddressTaken(v, a.String())
	if err == nil && taken {
		err = deny(c, o.refuse.addressTaken)
	}
	return a.String(), err
}

// nextAddress goes on behind the address that was given last and begins again at the end,
// so that an address is not given again at once.
func nextAddress(tx *store.Tx, c *rpc.Call, v *cloud.VSwitch) (string, error) {
	first := v.After(v.Assigned)
	for n := first; ; {
		ip, _ := v.Address(n)
		taken, err := tx.AddressTaken(v, ip)
		if err != nil {
			return "", err
		}
		if !taken {
			return ip, tx.Assign(v, n)
		}
		if n = v.After(n); n == first {
			return "", deny(c, apierr.NoAddressLeft)
		}
	}
}
