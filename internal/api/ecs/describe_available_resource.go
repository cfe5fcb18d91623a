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

// DescribeAvailableResourceRequest asks what of one kind can be had, and where.
type DescribeAvailableResourceRequest struct {
	RegionId            string `rpc:"required"`
	InstanceChargeType  string
	SpotStrategy        string
	SpotDuration        int
	DestinationResource string `rpc:"required"`
	ZoneId              string
	IoOptimized         string
	DedicatedHostId     string
	InstanceType        string
	SystemDiskCategory  string
	DataDiskCategory    string
	NetworkCategory     string
	Cores               int
	Memory              float64
	ResourceType        string
	Scope               string
}

// DescribeAvailableResourceResponse lists the zones that have it.
type DescribeAvailableResourceResponse struct {
	AvailableZones struct{ AvailableZone []AvailableZone }
}

// AvailableZone is a zone and what it has.
type AvailableZone struct {
	ZoneId             string
	Status             string
	StatusCategory     string
	RegionId           string
	AvailableResources struct{ AvailableResource []AvailableResource }
}

// AvailableResource is what there is of one kind.
type AvailableResource struct {
	Type               string
	SupportedResources struct{ SupportedResource []SupportedResource }
}

// SupportedResource is one thing. Sizes are told of disks.
type SupportedResource struct {
	Status         string
	Value          string
	Max            *int
	Unit           string
	StatusCategory string
	Min            *int
}

// DescribeAvailableResource tells what can be had in the zones of a region. All of them
// have all there is, and never run out.
func (s *Service) DescribeAvailableResource(_ context.Context, c *rpc.Call, req *DescribeAvailableResourceRequest) (*DescribeAvailableResourceResponse, error) {
	if err := req.check(c); err != nil {
		return nil, err
	}
	resp := &DescribeAvailableResourceResponse{}
	for _, z := range catalog.Zones(req.RegionId) {
		if req.ZoneId != "" && req.ZoneId != z.ID {
			continue
		}
		found := req.find(z.ID)
		if len(found) == 0 {
			continue
		}
		zone := AvailableZone{ZoneId: z.ID, RegionId: z.RegionID, Status: available, StatusCategory: withStock}
		kind := AvailableResource{Type: req.DestinationResource}
		kind.SupportedResources.SupportedResource = found
		zone.AvailableResources.AvailableResource = []AvailableResource{kind}
		resp.AvailableZones.AvailableZone = append(resp.AvailableZones.AvailableZone, zone)
	}
	return resp, nil
}

const (
	available = "Available"
	withStock = "WithStock"
)

// Kinds of resource to ask for, where there is more to say than the name.
const (
	wantZone         = "Zone"
	wantIoOptimized  = "IoOptimized"
	wantInstanceType = "InstanceType"
	wantNetwork      = "Network"
	wantSystemDisk   = "SystemDisk"
	wantDataDisk     = "DataDisk"
)

// check reads the values in the order of the contract's parameters.
func (r *DescribeAvailableResourceRequest) check(c *rpc.Call) error {
	one := func(v string, words ...string) bool { return v == "" || slices.Contains(words, v) }
	sized := r.Cores != 0 || r.Memory != 0
	t := try(c)
	t.not(checkRegion(c, r.RegionId) != nil, apierr.RegionNotInRecords, "RegionId")
	t.not(!knownChargeType(r.InstanceChargeType), apierr.ResourceChargeType, "InstanceChargeType")
	t.not(!one(r.SpotStrategy, "NoSpot", "SpotWithPriceLimit", "SpotAsPriceGo"), apierr.ResourceSpotStrategy, "SpotStrategy")
	t.bad(r.SpotDuration < 0 || r.SpotDuration > 6, "SpotDuration")
	t.not(!one(r.DestinationResource, wantZone, wantIoOptimized, wantInstanceType, wantNetwork, "ddh", wantSystemDisk, wantDataDisk), apierr.ResourceDestination, "DestinationResource")
	t.not(!one(r.IoOptimized, "none", "optimized"), apierr.ResourceIoOptimized, "IoOptimized")
	t.not(r.DedicatedHostId != "", apierr.ResourceDedicatedHostGone, "DedicatedHostId")
	t.not(!one(r.NetworkCategory, "vpc", "classic"), apierr.ResourceNetworkCategory, "NetworkCategory")
	t.not(r.InstanceType != "" && sized, apierr.ResourceTypeAndSize, "InstanceType")
	t.not(r.Cores != 0 && r.DestinationResource != wantInstanceType, apierr.ResourceCores, "Cores", "DestinationResource")
	t.not(r.Memory != 0 && r.DestinationResource != wantInstanceType, apierr.ResourceMemory, "Memory", "DestinationResource")
	t.not(!one(r.ResourceType, "instance", "disk", "reservedinstance", "ddh"), apierr.ResourceResourceType, "ResourceType")
	t.not(!one(r.Scope, "Region", "Zone"), apierr.ResourceScope, "Scope")
	return t.err
}

// find gives what a zone has of what is asked for. What cannot be had together with the
// rest of the request is not there.
func (r *DescribeAvailableResourceRequest) find(zone string) []SupportedResource {
	if r.IoOptimized == "none" || r.NetworkCategory == "classic" ||
		!offersDisk(r.SystemDiskCategory) || !offersDisk(r.DataDiskCategory) {
		return nil
	}
	if _, known := catalog.FindInstanceType(r.InstanceType); r.InstanceType != "" && !known {
		return nil
	}
	switch r.DestinationResource {
	case wantZone:
		return resources(zone)
	case wantIoOptimized:
		return resources("optimized")
	case wantNetwork:
		return resources("vpc")
	case wantSystemDisk:
		return disksOf(r.SystemDiskCategory, cloud.MinSystemDiskGiB, cloud.MaxSystemDiskGiB)
	case wantDataDisk:
		return disksOf(r.DataDiskCategory, 1, cloud.MaxDiskGiB)
	case wantInstanceType:
		return r.types()
	}
	return nil // dedicated hosts
}

func (r *DescribeAvailableResourceRequest) types() (all []SupportedResource) {
	if r.InstanceType == "" && r.Cores == 0 && r.Memory == 0 {
		return allTypes()
	}
	for _, t := range catalog.InstanceTypes() {
		if (r.InstanceType == "" || r.InstanceType == t.ID) && (r.Cores == 0 || r.Cores == t.CPU) && (r.Memory == 0 || r.Memory == t.MemoryGiB) {
			all = append(all, resources(t.ID)...)
		}
	}
	return all
}

var allTypes = sync.OnceValue(func() (all []SupportedResource) {
	for _, t := range catalog.InstanceTypes() {
		all = append(all, resources(t.ID)...)
	}
	return all
})

func resources(values ...string) []SupportedResource {
	all := make([]SupportedResource, len(values))
	for n, v := range values {
		all[n] = SupportedResource{Status: available, StatusCategory: withStock, Value: v}
	}
	return all
}

func offersDisk(category string) bool {
	_, ok := cloud.FindDiskCategory(category)
	return ok || category == ""
}

// disksOf gives one category of disks, or all, with the sizes they come in, as far as these
// are between two.
func disksOf(category string, smallest, largest int) (all []SupportedResource) {
	for _, c := range cloud.DiskCategories() {
		if category != "" && category != c.Name {
			continue
		}
		disk := resources(c.Name)[0]
		from, to := max(c.MinGiB, smallest), min(c.MaxGiB, largest)
		disk.Min, disk.Max, disk.Unit = &from, &to, "GiB"
		all = append(all, disk)
	}
	return all
}
