package ecs

const (
	noOutages        = "Nothing is sold out and nothing is out of order."
	regionNotFound   = "InvalidRegionId.NotFound says so."
	missingParameter = "MissingParameter says so."
)

var catalogueNotProduced = reasons{
	"DescribeAccountAttributes": {
		"Invalid.Parameter":  missingParameter,
		"ServiceUnavailable": noOutages,
	},
	"DescribeAvailableResource": {
		"Invalid.NetworkType":                   "There is no such parameter; Invalid.NetworkCategory says it of NetworkCategory.",
		"Invalid.Param":                         missingParameter,
		"Invalid.RegionId":                      regionNotFound,
		"InvalidParameter.ResourceOwnerId":      "The gateway refuses other owners.",
		"InvalidRegionId.MalFormed":             regionNotFound,
		"InvalidResourceId.NotFound":            "There is no such parameter.",
		"OperationDenied.FlavorNotSupported":    noOutages,
		"OperationDenied.RegionIdNotSupported":  noOutages,
		"OperationDenied.TimestampNotSupported": noOutages,
		"Unavailable.Regions":                   noOutages,
	},
}
