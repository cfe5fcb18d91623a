package ecs_test

const (
	filterN   = "a case of Filter.N"
	emptyText = "an empty parameter is a missing one (A-008)"
)

var ofDisks = exceptions{
	ignored: map[string]string{
		"DescribeDisks Filter.1.Key":       filterN,
		"DescribeDisks Filter.1.Value":     filterN,
		"DescribeDisks Filter.2.Key":       filterN,
		"DescribeDisks Filter.2.Value":     filterN,
		"DescribeSnapshots Filter.1.Key":   filterN,
		"DescribeSnapshots Filter.1.Value": filterN,
		"DescribeSnapshots Filter.2.Key":   filterN,
		"DescribeSnapshots Filter.2.Value": filterN,
	},
	otherTexts: map[string]string{
		"AttachDisk InvalidParameter: The input parameter":             emptyText,
		"DetachDisk InvalidParameter: The input parameter":             emptyText,
		"CreateDisk InvalidDiskSize.NotSupported: Disk size":           "the table has two, of which 400 is given",
		"CreateDisk InvalidDescription.Malformed: Specified parameter": "the description of a storage set",
		"CreateSnapshot IncorrectInstanceStatus: The current":          "the table has two, of which 403 is given",
		"DeleteSnapshot SnapshotCreatedDisk: The snapshot that":        "the table has two texts",
		"DescribeDisks InvalidCategory.ValueNotSupported: The":         "the table has two, of which 400 is given",
		"ReplaceSystemDisk OperationDenied: Internal":                  "InternalError says so",
	},
}
