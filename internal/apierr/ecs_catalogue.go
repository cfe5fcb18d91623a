package apierr

// DescribeInstanceTypeFamilies and DescribeAvailableResource.
var (
	RegionNotInRecords        = &Error{404, "InvalidRegionId.NotFound", "The RegionId provided does not exist in our records."}
	ResourceChargeType        = &Error{400, "Invalid.InstanceChargeType", "The specified InstanceChargeType is not valid."}
	ResourceSpotStrategy      = &Error{404, "Invalid.SpotStrategy", "The specified SpotStrategy is not valid."}
	ResourceDestination       = &Error{404, "Invalid.DestinationResource", "The specified DestinationResource is not valid."}
	ResourceIoOptimized       = &Error{404, "Invalid.IoOptimized", "The specified IoOptimized is not valid."}
	ResourceNetworkCategory   = &Error{404, "Invalid.NetworkCategory", "The specified NetworkCategory is not valid."}
	ResourceResourceType      = &Error{404, "Invalid.ResourceType", "The ResourceType provided does not exist in our records."}
	ResourceScope             = &Error{403, "InvalidParameter.Scope", "The specified parameter Scope is invalid."}
	ResourceTypeAndSize       = &Error{403, "InvalidParam.TypeAndCpuMem.Conflict", "The specified 'InstanceType' and 'Cores','Memory' are not blank at the same time."}
	ResourceCores             = &Error{403, "InvalidParam.Cores", "The specified parameter 'Cores' should be empty"}
	ResourceMemory            = &Error{403, "InvalidParam.Memory", "The specified parameter 'Memory' should be empty"}
	ResourceDedicatedHostGone = &Error{403, "InvalidDedicatedHostId.NotFound", "The specified DedicatedHostId does not exist."}
)
