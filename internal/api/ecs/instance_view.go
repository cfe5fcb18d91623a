package ecs

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"sesame/internal/catalog"
	"sesame/internal/cloud"
)

// Instance is an instance as DescribeInstances shows it. Every field is always there; of
// what Sesame has not (EIPs, dedicated hosts, ...) each is empty.
type Instance struct {
	CreationTime            string
	SerialNumber            string
	Status                  string
	DeploymentSetId         string
	KeyPairName             string
	SaleCycle               string
	SpotStrategy            string
	DeviceAvailable         bool
	LocalStorageCapacity    int64
	Description             string
	SpotDuration            int
	InstanceNetworkType     string
	InstanceName            string
	OSNameEn                string
	HpcClusterId            string
	SpotPriceLimit          float64
	Memory                  int
	OSName                  string
	DeploymentSetGroupNo    int
	ImageId                 string
	VlanId                  string
	ClusterId               string
	GPUSpec                 string
	AutoReleaseTime         string
	DeletionProtection      bool
	StoppedMode             string
	GPUAmount               int
	HostName                string
	InstanceId              string
	InternetMaxBandwidthOut int
	InternetMaxBandwidthIn  int
	InstanceType            string
	InstanceChargeType      string
	RegionId                string
	IoOptimized             bool
	StartTime               string
	Cpu                     int
	LocalStorageAmount      int
	ExpiredTime             string
	ResourceGroupId         string
	InternetChargeType      string
	ZoneId                  string
	Recyclable              bool
	ISP                     string
	CreditSpecification     string
	InstanceTypeFamily      string
	OSType                  string
	NetworkInterfaces       struct{ NetworkInterface []InstanceInterface }
	OperationLocks          struct {
		LockReason []struct{ LockMsg, LockReason string }
	}
	Tags                       struct{ Tag []ImageTag }
	RdmaIpAddress              struct{ IpAddress []string }
	SecurityGroupIds           struct{ SecurityGroupId []string }
	PublicIpAddress            struct{ IpAddress []string }
	InnerIpAddress             struct{ IpAddress []string }
	VpcAttributes              VpcAttributes
	EipAddress                 InstanceEip
	HibernationOptions         struct{ Configured bool }
	DedicatedHostAttribute     struct{ DedicatedHostId, DedicatedHostName, DedicatedHostClusterId string }
	EcsCapacityReservationAttr struct{ CapacityReservationPreference, CapacityReservationId string }
	DedicatedInstanceAttribute struct{ Affinity, Tenancy string }
	CpuOptions                 InstanceCpu
	MetadataOptions            InstanceMetadata
	ImageOptions               struct{ LoginAsNonRoot, CurrentOSNVMeSupported bool }
	SpotInterruptionBehavior   string
	AdditionalInfo             struct {
		EnableHighDensityMode bool
		NodeSerialNumber      string
	}
	ClockOptions          struct{ PtpStatus string }
	EnableNVS             bool
	PrivateDnsNameOptions InstanceDNS
}

// InstanceInterface is a network interface of an instance: the one that was made with it.
type InstanceInterface struct {
	Type               string
	MacAddress         string
	PrimaryIpAddress   string
	NetworkInterfaceId string
	PrivateIpSets      struct{ PrivateIpSet []InstanceIP }
	Ipv6Sets           struct {
		Ipv6Set []struct{ Ipv6Address string }
	}
	Ipv4PrefixSets struct{ Ipv4PrefixSet []struct{ Ipv4Prefix string } }
	Ipv6PrefixSets struct{ Ipv6PrefixSet []struct{ Ipv6Prefix string } }
}

// InstanceIP is one address of an interface.
type InstanceIP struct {
	PrivateIpAddress string
	Primary          bool
	PrivateDnsName   string
}

// VpcAttributes are where an instance is in the network.
type VpcAttributes struct {
	VpcId            string
	NatIpAddress     string
	VSwitchId        string
	PrivateIpAddress struct{ IpAddress []string }
}

// InstanceEip is the elastic address of an instance, of which there is none.
type InstanceEip struct {
	IsSupportUnassociate bool
	InternetChargeType   string
	IpAddress            string
	Bandwidth            int
	AllocationId         string
}

// InstanceCpu tells how vCPUs are made of cores.
type InstanceCpu struct {
	Numa                 string
	CoreCount            int
	ThreadsPerCore       int
	TopologyType         string
	EnableVISST          bool
	EnableVRDT           bool
	NestedVirtualization string
	TurboMode            string
}

// InstanceMetadata tells how the instance reaches its metadata.
type InstanceMetadata struct {
	HttpEndpoint            string
	HttpPutResponseHopLimit int
	HttpTokens              string
	InstanceMetadataTags    string
}

// InstanceDNS are the private names of an instance, of which there are none.
type InstanceDNS struct {
	EnableInstanceIdDnsAAAARecord bool
	EnableInstanceIdDnsARecord    bool
	EnableIpDnsARecord            bool
	EnableIpDnsPtrRecord          bool
	HostnameType                  string
}

// instanceExpires is when instances that are paid afterwards are said to expire.
const instanceExpires = "2099-12-31T15:59Z"

// instance shows an instance.
func (v viewer) instance(i *cloud.Instance) Instance {
	t, _ := catalog.FindInstanceType(i.Type)
	w := Instance{
		CreationTime: wireMinute(i.Created), SerialNumber: serialNumber(i.ID), Status: string(i.Status(v.now)),
		KeyPairName: i.KeyPair, SpotStrategy: i.SpotStrategy, SpotInterruptionBehavior: i.SpotInterruption, DeviceAvailable: true, Description: i.Description,
		SpotDuration: i.SpotDuration, InstanceNetworkType: "vpc", InstanceName: i.Name, OSNameEn: i.OSNameEN,
		SpotPriceLimit: i.SpotPriceLimit, Memory: int(t.MemoryGiB * 1024), OSName: i.OSName, ImageId: i.Image,
		GPUSpec: t.GPU, AutoReleaseTime: wireMinute(i.AutoRelease), DeletionProtection: i.DeletionProtection,
		StoppedMode: v.stoppedMode(i), GPUAmount: t.GPUs, HostName: hostName(i), InstanceId: i.ID,
		InternetMaxBandwidthOut: i.BandwidthOut, InternetMaxBandwidthIn: i.BandwidthIn, InstanceType: i.Type,
		InstanceChargeType: i.ChargeType, RegionId: i.Region, IoOptimized: true, StartTime: wireMinute(i.LastStart),
		Cpu: t.CPU, ExpiredTime: instanceExpires, ResourceGroupId: i.ResourceGroup, InternetChargeType: i.InternetChargeType,
		ZoneId: i.Zone, CreditSpecification: i.CreditSpecification, InstanceTypeFamily: t.Family, OSType: i.OSType,
		VpcAttributes: vpcAttributes(i), CpuOptions: cpuOptions(&t),
		MetadataOptions: InstanceMetadata{
			HttpEndpoint: i.MetadataEndpoint, HttpPutResponseHopLimit: i.MetadataHopLimit, HttpTokens: i.MetadataTokens,
		},
		PrivateDnsNameOptions: InstanceDNS{HostnameType: "Custom"},
	}
	w.SecurityGroupIds.SecurityGroupId = i.SecurityGroups
	w.ImageOptions.LoginAsNonRoot = i.LoginAsNonRoot
	if i.NetworkInterface != "" {
		w.NetworkInterfaces.NetworkInterface = []InstanceInterface{instanceInterface(i.Primary(), interfacePrimary)}
	}
	if i.Secondary != nil {
		w.NetworkInterfaces.NetworkInterface = append(w.NetworkInterfaces.NetworkInterface, instanceInterface(i.Secondary, interfaceSecondary))
	}
	if i.Locked {
		w.OperationLocks.LockReason = []struct{ LockMsg, LockReason string }{{LockReason: lockSecurity}}
	}
	for _, t := range i.Tags {
		w.Tags.Tag = append(w.Tags.Tag, ImageTag{TagValue: t.Value, TagKey: t.Key})
	}
	return w
}

// lockSecurity is the one reason for which instances are locked here.
const lockSecurity = "security"

func instanceInterface(i *cloud.NetworkInterface, kind string) InstanceInterface {
	w := InstanceInterface{Type: kind, MacAddress: i.MAC, PrimaryIpAddress: i.PrivateIP, NetworkInterfaceId: i.ID}
	w.PrivateIpSets.PrivateIpSet = []InstanceIP{{PrivateIpAddress: i.PrivateIP, Primary: true}}
	return w
}

func vpcAttributes(i *cloud.Instance) VpcAttributes {
	w := VpcAttributes{VpcId: i.VPC, VSwitchId: i.VSwitch}
	if i.PrivateIP != "" {
		w.PrivateIpAddress.IpAddress = []string{i.PrivateIP}
	}
	return w
}

// cpuOptions: two vCPUs of x86 are the threads of one core.
func cpuOptions(t *catalog.InstanceType) InstanceCpu {
	threads := 2
	if t.Architecture == "ARM" || t.CPU < 2 {
		threads = 1
	}
	return InstanceCpu{Numa: "ON", CoreCount: t.CPU / threads, ThreadsPerCore: threads}
}

// stoppedMode is told of stopped instances only.
func (v viewer) stoppedMode(i *cloud.Instance) string {
	switch {
	case i.Status(v.now) != cloud.InstanceStopped:
		return "Not-applicable"
	case i.StoppedMode == "":
		return keepCharging
	}
	return i.StoppedMode
}

// hostName is what the system calls itself: unless it was told, it is made of the id.
func hostName(i *cloud.Instance) string {
	if i.HostName != "" {
		return i.HostName
	}
	return "iZ" + strings.TrimPrefix(i.ID, cloud.KindInstance+"-") + "Z"
}

// serialNumber is a UUID that is always the same for an instance.
func serialNumber(id string) string {
	h := sha256.Sum256([]byte(id))
	return fmt.Sprintf("%x-%x-%x-%x-%x", h[0:4], h[4:6], h[6:8], h[8:10], h[10:16])
}

// wireMinute is how instants of instances are written: minutes, UTC; none is empty.
func wireMinute(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04Z")
}
