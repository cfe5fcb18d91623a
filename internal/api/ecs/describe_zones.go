package ecs

import (
	"context"
	"slices"
	"sync"

	"sesame/internal/apierr"
	"sesame/internal/catalog"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
)

// DescribeZonesRequest names a region.
type DescribeZonesRequest struct {
	RegionId           string `rpc:"required"`
	Verbose            *bool
	InstanceChargeType string
	SpotStrategy       string
	AcceptLanguage     string
}

// DescribeZonesResponse lists the zones of the region.
type DescribeZonesResponse struct{ Zones struct{ Zone []Zone } }

// Zone is one zone and what it offers. The wrappers' names are the contract's.
type Zone struct {
	ZoneId                      string
	ZoneType                    string
	LocalName                   string
	AvailableResources          struct{ ResourcesInfo []ResourcesInfo }
	AvailableResourceCreation   struct{ ResourceTypes []string }
	DedicatedHostGenerations    struct{ DedicatedHostGeneration []string }
	AvailableInstanceTypes      struct{ InstanceTypes []string }
	AvailableDiskCategories     struct{ DiskCategories []string }
	AvailableDedicatedHostTypes struct{ DedicatedHostType []string }
	AvailableVolumeCategories   struct{ VolumeCategories []string }
}

// ResourcesInfo is what can be had together in a zone.
type ResourcesInfo struct {
	IoOptimized          bool
	SystemDiskCategories struct {
		SupportedSystemDiskCategory []string `rpc:"name=supportedSystemDiskCategory"`
	}
	InstanceGenerations struct {
		SupportedInstanceGeneration []string `rpc:"name=supportedInstanceGeneration"`
	}
	DataDiskCategories struct {
		SupportedDataDiskCategory []string `rpc:"name=supportedDataDiskCategory"`
	}
	InstanceTypes struct {
		SupportedInstanceType []string `rpc:"name=supportedInstanceType"`
	}
	InstanceTypeFamilies struct {
		SupportedInstanceTypeFamily []string `rpc:"name=supportedInstanceTypeFamily"`
	}
	NetworkTypes struct {
		SupportedNetworkCategory []string `rpc:"name=supportedNetworkCategory"`
	}
}

// DescribeZones lists the zones of a region. Every zone offers all there is;
// Verbose=false leaves the offers out.
func (s *Service) DescribeZones(_ context.Context, c *rpc.Call, req *DescribeZonesRequest) (*DescribeZonesResponse, error) {
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	t := try(c)
	t.not(!knownChargeType(req.InstanceChargeType), apierr.ChargeTypeNotFound, "InstanceChargeType")
	t.not(!slices.Contains([]string{"", "NoSpot", "SpotWithPriceLimit", "SpotAsPriceGo"}, req.SpotStrategy), apierr.SpotStrategyInvalid, "SpotStrategy")
	t.not(!knownLanguage(req.AcceptLanguage), apierr.AcceptLanguageNotFound, "AcceptLanguage")
	if t.err != nil {
		return nil, t.err
	}
	resp := &DescribeZonesResponse{}
	for _, z := range catalog.Zones(req.RegionId) {
		zone := Zone{}
		if req.Verbose == nil || *req.Verbose {
			zone = zoneOffer()
		}
		zone.ZoneId, zone.ZoneType, zone.LocalName = z.ID, z.Type, localName(req.AcceptLanguage, z.NameZH, z.NameEN)
		resp.Zones.Zone = append(resp.Zones.Zone, zone)
	}
	return resp, nil
}

// zoneOffer is what every zone offers.
var zoneOffer = sync.OnceValue(func() (z Zone) {
	var disks []string
	for _, c := range cloud.DiskCategories() {
		disks = append(disks, c.Name)
	}
	info := ResourcesInfo{IoOptimized: true}
	info.SystemDiskCategories.SupportedSystemDiskCategory = disks
	info.DataDiskCategories.SupportedDataDiskCategory = disks
	info.NetworkTypes.SupportedNetworkCategory = []string{"vpc"}
	for _, t := range catalog.InstanceTypes() {
		z.AvailableInstanceTypes.InstanceTypes = append(z.AvailableInstanceTypes.InstanceTypes, t.ID)
	}
	for _, f := range catalog.Families() {
		info.InstanceTypeFamilies.SupportedInstanceTypeFamily = append(info.InstanceTypeFamilies.SupportedInstanceTypeFamily, f.ID)
		info.InstanceGenerations.SupportedInstanceGeneration = append(info.InstanceGenerations.SupportedInstanceGeneration, f.Generation)
	}
	generations := &info.InstanceGenerations.SupportedInstanceGeneration
	slices.Sort(*generations)
	*generations = slices.Compact(*generations)
	info.InstanceTypes.SupportedInstanceType = z.AvailableInstanceTypes.InstanceTypes
	z.AvailableDiskCategories.DiskCategories = disks
	z.AvailableResources.ResourcesInfo = []ResourcesInfo{info}
	z.AvailableResourceCreation.ResourceTypes = []string{"VSwitch", "IoOptimized", "Instance", "Disk"}
	return z
})
