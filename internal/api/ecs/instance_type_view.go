package ecs

import (
	"slices"
	"strings"

	"sesame/internal/catalog"
	"sesame/internal/cloud"
)

// InstanceType is an instance type as answers show it. What the catalogue does not know
// is 0, false or empty.
type InstanceType struct {
	EniTotalQuantity            int
	LocalStorageCategory        string
	PrimaryEniQueueNumber       int
	MemorySize                  float64
	LocalStorageCapacity        int64
	InstanceFamilyLevel         string
	InstancePpsRx               int64
	EniIpv6AddressQuantity      int
	MaximumQueueNumberPerEni    int
	InstanceTypeId              string
	InstanceBandwidthRx         int
	SecondaryEniQueueNumber     int
	GPUSpec                     string
	InstanceBandwidthTx         int
	QueuePairNumber             int
	EriQuantity                 int
	GPUAmount                   int
	TotalEniQueueQuantity       int
	NvmeSupport                 string
	DiskQuantity                int
	InitialCredit               int
	LocalStorageAmount          int
	BaselineCredit              int
	InstancePpsTx               int64
	EniPrivateIpAddressQuantity int
	CpuCoreCount                int
	InstanceTypeFamily          string
	EniQuantity                 int
	EniTrunkSupported           bool
	CpuSpeedFrequency           float64
	CpuTurboFrequency           float64
	PhysicalProcessorModel      string
	NetworkEncryptionSupport    bool
	InstanceCategory            string
	CpuArchitecture             string
	GPUMemorySize               float64
	NetworkCardQuantity         int
	NetworkCards                struct{ NetworkCardInfo []NetworkCardInfo }
	SupportedBootModes          struct{ SupportedBootMode []string }
	EnhancedNetwork             EnhancedNetwork
	Attributes                  struct {
		Attribute []struct{ Name, Value string }
	}
	Clock             struct{ PtpSupport string }
	CpuOptions        InstanceTypeCpuOptions
	JumboFrameSupport bool
	NetworkInfo       InstanceTypeNetworkInfo
}

// NetworkCardInfo is one network card of a type.
type NetworkCardInfo struct{ NetworkCardIndex int }

// EnhancedNetwork is what the network of a type can do.
type EnhancedNetwork struct {
	SriovSupport        bool
	VfQueueNumberPerEni int
	RssSupport          bool
}

// InstanceTypeCpuOptions is what can be chosen of a type's processors.
type InstanceTypeCpuOptions struct {
	Core                        int
	CoreFactor                  int
	HyperThreadingAdjustable    bool
	NestedVirtualizationSupport string
	SupportedTopologyTypes      struct{ SupportedTopologyType []string }
	ThreadsPerCore              int
}

// InstanceTypeNetworkInfo is how a type's bandwidth can be divided.
type InstanceTypeNetworkInfo struct {
	BandwidthWeighting struct {
		WeightingInfos struct{ WeightingInfo []WeightingInfo }
	}
}

// WeightingInfo is one way to divide it.
type WeightingInfo struct {
	EbsBandwidth      int64
	EbsBurstBandwidth int64
	Name              string
	VpcBandwidth      int64
	VpcBurstBandwidth int64
}

func instanceType(t *catalog.InstanceType) InstanceType {
	w := InstanceType{
		EniTotalQuantity: t.ENIs, EniQuantity: t.ENIs, EniPrivateIpAddressQuantity: t.IPsPerENI,
		PrimaryEniQueueNumber: t.Queues, MaximumQueueNumberPerEni: t.Queues,
		LocalStorageCategory: localStorage(t.Category), MemorySize: t.MemoryGiB, InstanceFamilyLevel: t.FamilyLevel,
		InstanceTypeId: t.ID, GPUSpec: t.GPU, GPUAmount: t.GPUs, NvmeSupport: t.NvmeSupport,
		DiskQuantity: 1 + cloud.MaxDataDisks, CpuCoreCount: t.CPU, InstanceTypeFamily: t.Family,
		InstanceCategory: t.Category, CpuArchitecture: t.Architecture, NetworkCardQuantity: 1,
	}
	w.NetworkCards.NetworkCardInfo = []NetworkCardInfo{{}}
	w.SupportedBootModes.SupportedBootMode = t.BootModes
	return w
}

// localStorage: the category tells what kind of disks are in the machine itself.
func localStorage(category string) string {
	switch category {
	case "Big data":
		return "local_hdd_pro"
	case "Local SSDs":
		return "local_ssd_pro"
	}
	return ""
}

// selects reports whether a type is asked for. Words that nothing has select nothing.
func (r *DescribeInstanceTypesRequest) selects(t *InstanceType) bool {
	return among(t.InstanceTypeId, "", r.InstanceTypes) &&
		among(t.InstanceTypeFamily, r.InstanceTypeFamily, r.InstanceTypeFamilies) &&
		among(t.InstanceCategory, r.InstanceCategory, r.InstanceCategories) &&
		among(t.CpuArchitecture, r.CpuArchitecture, r.CpuArchitectures) &&
		among(t.LocalStorageCategory, r.LocalStorageCategory, r.LocalStorageCategories) &&
		among(t.InstanceFamilyLevel, r.InstanceFamilyLevel, nil) &&
		among(t.NvmeSupport, r.NvmeSupport, nil) &&
		partAmong(t.GPUSpec, r.GPUSpec, r.GpuSpecs) &&
		partAmong(t.PhysicalProcessorModel, r.PhysicalProcessorModel, r.PhysicalProcessorModels) &&
		r.selectsSize(t) && r.selectsNetwork(t) && r.selectsStorage(t)
}

func (r *DescribeInstanceTypesRequest) selectsSize(t *InstanceType) bool {
	return between(t.CpuCoreCount, r.MinimumCpuCoreCount, r.MaximumCpuCoreCount) &&
		between(t.MemorySize, r.MinimumMemorySize, r.MaximumMemorySize) &&
		between(t.GPUAmount, r.MinimumGPUAmount, r.MaximumGPUAmount) &&
		between(t.CpuSpeedFrequency, r.MinimumCpuSpeedFrequency, r.MaximumCpuSpeedFrequency) &&
		between(t.CpuTurboFrequency, r.MinimumCpuTurboFrequency, r.MaximumCpuTurboFrequency) &&
		t.BaselineCredit >= r.MinimumBaselineCredit && t.InitialCredit >= r.MinimumInitialCredit
}

func (r *DescribeInstanceTypesRequest) selectsNetwork(t *InstanceType) bool {
	return t.InstancePpsRx >= r.MinimumInstancePpsRx && t.InstancePpsTx >= r.MinimumInstancePpsTx &&
		t.InstanceBandwidthRx >= r.MinimumInstanceBandwidthRx && t.InstanceBandwidthTx >= r.MinimumInstanceBandwidthTx &&
		t.PrimaryEniQueueNumber >= r.MinimumPrimaryEniQueueNumber && t.SecondaryEniQueueNumber >= r.MinimumSecondaryEniQueueNumber &&
		t.EniQuantity >= r.MinimumEniQuantity && t.QueuePairNumber >= r.MinimumQueuePairNumber && t.EriQuantity >= r.MinimumEriQuantity &&
		t.EniPrivateIpAddressQuantity >= r.MinimumEniPrivateIpAddressQuantity && t.EniIpv6AddressQuantity >= r.MinimumEniIpv6AddressQuantity
}

func (r *DescribeInstanceTypesRequest) selectsStorage(t *InstanceType) bool {
	return t.LocalStorageAmount >= r.MinimumLocalStorageAmount && t.LocalStorageCapacity >= r.MinimumLocalStorageCapacity &&
		t.DiskQuantity >= r.MinimumDiskQuantity
}

// among reports whether v is the one word or one of the list; without either, anything is.
func among(v, one string, list []string) bool {
	return one == "" && len(list) == 0 || v == one && one != "" || slices.Contains(list, v)
}

// partAmong is among for words that need only be a part of v, in either case.
func partAmong(v, one string, list []string) bool {
	if one == "" && len(list) == 0 {
		return true
	}
	part := func(word string) bool {
		return word != "" && strings.Contains(strings.ToLower(v), strings.ToLower(word))
	}
	return part(one) || slices.ContainsFunc(list, part)
}

func between[N int | float64](v, least N, most *N) bool {
	return v >= least && (most == nil || v <= *most)
}
