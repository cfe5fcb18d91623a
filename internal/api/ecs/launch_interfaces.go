package ecs

import (
	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// RunNetworkInterface is a network interface of each instance: the primary one, which then
// says what the call itself must not, or a secondary one.
type RunNetworkInterface struct {
	VSwitchId                   string
	NetworkInterfaceName        string
	Description                 string
	SecurityGroupId             string
	PrimaryIpAddress            string
	SecurityGroupIds            []string
	NetworkInterfaceTrafficMode string
	InstanceType                string
	DeleteOnRelease             *bool
	NetworkInterfaceId          string
}

// The types of network interfaces.
const (
	interfacePrimary   = "Primary"
	interfaceSecondary = "Secondary"
)

// readInterfaces: a primary interface and a secondary one, at most.
func (req *RunInstancesRequest) readInterfaces(c *rpc.Call, o *order) error {
	for n := range req.NetworkInterface {
		i := &req.NetworkInterface[n]
		if err := i.check(c, len(o.names)); err != nil {
			return err
		}
		which := &o.secondary
		if i.InstanceType == interfacePrimary {
			which = &o.primary
		}
		if *which != nil {
			return deny(c, apierr.TooManyInterfaces.With("An instance is created with at most one primary and one secondary network interface."))
		}
		*which = i
	}
	p := o.primary
	switch {
	case p == nil:
		return nil
	case req.VSwitchId != "" || len(o.groups) > 0 || req.PrivateIpAddress != "":
		return deny(c, apierr.InterfaceInvalid.With("VSwitchId, SecurityGroupId, SecurityGroupIds and PrivateIpAddress cannot be specified beside a primary network interface."), "VSwitchId", "PrivateIpAddress")
	}
	o.VSwitchId, o.PrivateIpAddress, o.groups = p.VSwitchId, p.PrimaryIpAddress, p.groups()
	return nil
}

// check looks at the values alone; amount is how many instances have such an interface.
func (i *RunNetworkInterface) check(c *rpc.Call, amount int) error {
	secondary := i.InstanceType == "" || i.InstanceType == interfaceSecondary
	switch {
	case !secondary && i.InstanceType != interfacePrimary:
		return deny(c, apierr.InterfaceType.With("The type of a network interface is Primary or Secondary."))
	case i.NetworkInterfaceTrafficMode == "HighPerformance":
		return deny(c, apierr.InterfaceHighPerformance.With("The instance type does not support network interfaces in high performance mode."))
	case i.NetworkInterfaceTrafficMode != "" && i.NetworkInterfaceTrafficMode != "Standard":
		return deny(c, apierr.InterfaceTrafficMode.With("The traffic mode of a network interface is Standard or HighPerformance."))
	case i.NetworkInterfaceId != "":
		return deny(c, apierr.InterfaceNotFound.With("The specified network interface does not exist."))
	case i.NetworkInterfaceName != "" && !cloud.ValidDiskName(i.NetworkInterfaceName):
		return deny(c, apierr.InterfaceInvalid.With("The name of the network interface is malformed."))
	case i.Description != "" && !cloud.ValidDescription(i.Description):
		return deny(c, apierr.InterfaceInvalid.With("The description of the network interface is malformed."))
	case i.SecurityGroupId != "" && len(i.SecurityGroupIds) > 0:
		return deny(c, apierr.GroupAndGroups.With(groupAndGroups))
	case i.DeleteOnRelease != nil && !*i.DeleteOnRelease:
		return deny(c, apierr.InterfaceInvalid.With("A network interface that is created with an instance is deleted with it."))
	case amount > 1 && i.PrimaryIpAddress != "" && secondary:
		return deny(c, apierr.SecondaryAddressForMany)
	case amount > 1 && i.PrimaryIpAddress != "":
		return deny(c, apierr.PrimaryAddressForMany)
	}
	return nil
}

const groupAndGroups = "SecurityGroupId and SecurityGroupIds cannot be specified at the same time."

func (i *RunNetworkInterface) groups() []string {
	if i.SecurityGroupId != "" {
		return []string{i.SecurityGroupId}
	}
	return i.SecurityGroupIds
}

// besides is where secondary interfaces go: to the vswitch and the groups of the primary
// ones, unless others of the same zone and VPC are named.
func (o *order) besides(tx *store.Tx, c *rpc.Call, first place) (p place, err error) {
	if p = first; o.secondary == nil {
		return p, nil
	}
	if id := o.secondary.VSwitchId; id != "" && id != first.vswitch.ID {
		if p.vswitch, err = ownVSwitch(tx, c, o.RegionId, id); err != nil {
			return p, err
		}
	}
	if p.vswitch.Zone != first.vswitch.Zone || p.vswitch.VPC != first.vswitch.VPC {
		return p, deny(c, apierr.InterfaceInvalid.With("The network interfaces of an instance are in one VPC and one zone."))
	}
	if named := o.secondary.groups(); len(named) > 0 {
		p.groups, err = o.namedGroups(tx, c, named, p.vswitch.VPC)
	}
	return p, err
}

// joinSecond gives an instance its secondary interface.
func (s *Service) joinSecond(tx *store.Tx, c *rpc.Call, i *cloud.Instance, p place, o *order) (err error) {
	if o.secondary == nil {
		return nil
	}
	second := &cloud.NetworkInterface{
		ID: s.IDs.New(cloud.KindNetworkInterface, i.Region), VSwitch: p.vswitch.ID, SecurityGroups: p.groups,
		Name: o.secondary.NetworkInterfaceName, Description: o.secondary.Description,
	}
	second.PrivateIP, err = o.address(tx, c, p.vswitch, o.secondary.PrimaryIpAddress)
	if err == nil && second.VSwitch == i.VSwitch && second.PrivateIP == i.PrivateIP { // which is not stored yet
		if o.secondary.PrimaryIpAddress != "" {
			return deny(c, o.refuse.addressTaken)
		}
		second.PrivateIP, err = nextAddress(tx, c, p.vswitch)
	}
	second.MAC = cloud.MACOf(second.PrivateIP)
	i.Secondary = second
	return err
}
