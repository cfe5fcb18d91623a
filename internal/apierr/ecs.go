package apierr

// General errors of ECS operations.
var (
	MissingParameter = &Error{400, "MissingParameter", "The input parameter %q that is mandatory for processing this request is not supplied."}
	InvalidParameter = &Error{400, "InvalidParameter", "The specified parameter %q is not valid."}
	RegionNotFound   = &Error{404, "InvalidRegionId.NotFound", "The specified RegionId does not exist."}
	DryRunOperation  = &Error{400, "DryRunOperation", "Request validation has been passed with DryRun flag set."}
)
