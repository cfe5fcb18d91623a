package ecs

import (
	"sesame/internal/apierr"
	"sesame/internal/rpc"
)

// catalogueActions are those that tell what there is to choose from.
func catalogueActions() []rpc.Action[*Service] {
	return []rpc.Action[*Service]{
		rpc.Define("DescribeAccountAttributes", (*Service).DescribeAccountAttributes, rpc.ReadOnly, inRegion...),
		rpc.Define("DescribeAvailableResource", (*Service).DescribeAvailableResource, rpc.ReadOnly, errs{
			apierr.MissingParameter, apierr.InvalidParameter, apierr.RegionNotInRecords,
			apierr.ResourceChargeType, apierr.ResourceSpotStrategy, apierr.ResourceDestination, apierr.ResourceIoOptimized,
			apierr.ResourceDedicatedHostGone, apierr.ResourceNetworkCategory, apierr.ResourceTypeAndSize,
			apierr.ResourceCores, apierr.ResourceMemory, apierr.ResourceResourceType, apierr.ResourceScope,
		}...),
		rpc.Define("DescribeInstanceTypeFamilies", (*Service).DescribeInstanceTypeFamilies, rpc.ReadOnly, errs{
			apierr.MissingParameter, apierr.RegionNotInRecords,
		}...),
		rpc.Define("DescribeInstanceTypes", (*Service).DescribeInstanceTypes, rpc.ReadOnly, errs{
			apierr.InvalidParameter,
		}...),
	}
}
