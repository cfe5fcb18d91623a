package ecs_test

const oneMissing = "every action says it in the same words"

var ofImports = exceptions{
	ours: map[string]string{
		"ImportImage InvalidParameter.FeaturesNvmeSupport": "A-015",
		"ImportImage InvalidTagKey.Malformed":              "A-206",
		"ImportImage InvalidTagValue.Malformed":            "A-206",
		"ImportImage QuotaExceed.Tags":                     "A-206",
	},
	otherTexts: map[string]string{
		"CancelTask InvalidTaskId.NotFound: The specified": "the table has it with two statuses",
		"CancelTask MissingParameter: An input":            oneMissing,
		"DescribeTaskAttribute MissingParameter: An input": oneMissing,
		"DescribeTasks MissingParameter: An input":         oneMissing,
		"ImportImage InvalidImageFormat.Malformed: %s":     "the file is not read, so that nothing more can be said",
		"ImportImage MissingParameter: An input":           oneMissing,
	},
}
