package ecs

import (
	"context"

	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DescribeNetworkInterfacesRequest selects network interfaces of the caller.
type DescribeNetworkInterfacesRequest struct {
	RegionId             string `rpc:"required"`
	Tag                  []struct{ Key, Value string }
	ResourceGroupId      string
	VSwitchId            string
	VpcId                string
	PrimaryIpAddress     string
	SecurityGroupId      string
	NetworkInterfaceName string
	Type                 string
	InstanceId           string
	ServiceManaged       bool
	Status               string
	PageNumber           int
	PageSize             int
	NextToken            string
	MaxResults           int
	PrivateIpAddress     []string
	NetworkInterfaceId   []string
	Ipv6Address          []string
}

// DescribeNetworkInterfacesResponse is one page of them.
type DescribeNetworkInterfacesResponse struct {
	NextToken            string
	PageSize             int
	PageNumber           int
	TotalCount           int
	NetworkInterfaceSets struct{ NetworkInterfaceSet []NetworkInterface }
}

// NetworkInterface is an interface that an instance was made with.
type NetworkInterface struct {
	CreationTime                string
	VpcId                       string
	Type                        string
	Status                      string
	NetworkInterfaceTrafficMode string
	NetworkInterfaceName        string
	MacAddress                  string
	QueuePairNumber             int
	NetworkInterfaceId          string
	ServiceID                   int64
	InstanceId                  string
	OwnerId                     string
	ServiceManaged              bool
	VSwitchId                   string
	Description                 string
	ResourceGroupId             string
	ZoneId                      string
	PrivateIpAddress            string
	QueueNumber                 int
	PrivateIpSets               struct{ PrivateIpSet []InterfaceIP }
	Ipv6Sets                    struct {
		Ipv6Set []struct{ Ipv6Address string }
	}
	Ipv4PrefixSets     struct{ Ipv4PrefixSet []struct{ Ipv4Prefix string } }
	Ipv6PrefixSets     struct{ Ipv6PrefixSet []struct{ Ipv6Prefix string } }
	Tags               struct{ Tag []ImageTag }
	SecurityGroupIds   struct{ SecurityGroupId []string }
	AssociatedPublicIp InterfacePublicIP
	Attachment         InterfaceAttachment
	DeleteOnRelease    bool
	SourceDestCheck    bool
}

// InterfaceIP is one address of an interface.
type InterfaceIP struct {
	PrivateIpAddress   string
	Primary            bool
	AssociatedPublicIp InterfacePublicIP
	PrivateDnsName     string
}

// InterfacePublicIP is the public address behind a private one, of which there is none.
type InterfacePublicIP struct{ PublicIpAddress, AllocationId string }

// InterfaceAttachment is where an interface is attached.
type InterfaceAttachment struct {
	DeviceIndex             int
	InstanceId              string
	TrunkNetworkInterfaceId string
	NetworkCardIndex        int
}

// DescribeNetworkInterfaces lists the interfaces of the caller's instances, the primary
// ones before the secondary ones: there are no others.
func (s *Service) DescribeNetworkInterfaces(ctx context.Context, c *rpc.Call, req *DescribeNetworkInterfacesRequest) (*DescribeNetworkInterfacesResponse, error) {
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	p, err := readPaging(c, req.PageNumber, req.PageSize, req.NextToken, req.MaxResults, 100, byOffset)
	if err != nil {
		return nil, err
	}
	resp := &DescribeNetworkInterfacesResponse{PageSize: p.limit, PageNumber: p.number}
	if req.asksForNone() {
		return resp, nil
	}
	return resp, s.view(ctx, c, func(tx *store.Tx) error {
		all, total, err := req.find(tx, c, p.offset, p.limit)
		resp.TotalCount, resp.NextToken = total, p.nextOffset(total)
		resp.NetworkInterfaceSets.NetworkInterfaceSet = all
		return err
	})
}

func (req *DescribeNetworkInterfacesRequest) find(tx *store.Tx, c *rpc.Call, offset, limit int) (all []NetworkInterface, total int, err error) {
	filter := req.filter()
	all = []NetworkInterface{}
	if req.Type != interfaceSecondary {
		var found []*cloud.Instance
		if found, total, err = tx.FindInstances(c.AccountID, req.RegionId, filter, c.Now, offset, limit); err != nil {
			return nil, 0, err
		}
		for _, i := range found {
			all = append(all, networkInterface(i, i.Primary(), interfacePrimary))
		}
	}
	if req.Type == interfacePrimary {
		return all, total, nil
	}
	found, more, err := tx.FindSecondary(c.AccountID, req.RegionId, filter, max(0, offset-total), limit-len(all))
	for _, i := range found {
		all = append(all, networkInterface(i, i.Secondary, interfaceSecondary))
	}
	return all, total + more, err
}

// asksForNone: interfaces are in use, nobody else's, and carry no tags.
func (req *DescribeNetworkInterfacesRequest) asksForNone() bool {
	return len(req.Tag) > 0 || len(req.Ipv6Address) > 0 || req.ServiceManaged || req.Status != "" && req.Status != "InUse" ||
		req.Type != "" && req.Type != interfacePrimary && req.Type != interfaceSecondary
}

func (req *DescribeNetworkInterfacesRequest) filter() *cloud.InstanceFilter {
	f := &cloud.InstanceFilter{
		Networked: true, ResourceGroup: req.ResourceGroupId, VSwitch: req.VSwitchId, VPC: req.VpcId,
		SecurityGroup: req.SecurityGroupId, PrivateIPs: req.PrivateIpAddress, NetworkInterfaces: req.NetworkInterfaceId,
		InterfaceName: req.NetworkInterfaceName,
	}
	if req.PrimaryIpAddress != "" {
		f.PrivateIPs = append(f.PrivateIPs, req.PrimaryIpAddress)
	}
	if req.InstanceId != "" {
		f.IDs = []string{req.InstanceId}
	}
	return f
}

func networkInterface(i *cloud.Instance, n *cloud.NetworkInterface, kind string) NetworkInterface {
	w := NetworkInterface{
		CreationTime: wireTime(i.Created), VpcId: i.VPC, Type: kind, Status: "InUse", NetworkInterfaceTrafficMode: "Standard",
		NetworkInterfaceName: n.Name, Description: n.Description,
		MacAddress: n.MAC, NetworkInterfaceId: n.ID, InstanceId: i.ID, OwnerId: i.Account, VSwitchId: n.VSwitch,
		ResourceGroupId: i.ResourceGroup, ZoneId: i.Zone, PrivateIpAddress: n.PrivateIP, QueueNumber: 1,
		Attachment: InterfaceAttachment{InstanceId: i.ID}, DeleteOnRelease: true,
	}
	if kind == interfaceSecondary {
		w.Attachment.DeviceIndex = 1
	}
	w.PrivateIpSets.PrivateIpSet = []InterfaceIP{{PrivateIpAddress: n.PrivateIP, Primary: true}}
	w.SecurityGroupIds.SecurityGroupId = n.SecurityGroups
	return w
}
