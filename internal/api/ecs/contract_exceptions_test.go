package ecs_test

import "maps"

// exceptions are the differences from the contract that are meant, each with its reason.
// Keys begin with the action.
type exceptions struct {
	// ignored parameters are published and not in the request struct.
	ignored map[string]string
	// optional parameters are published as required, and missed by the operation itself.
	optional map[string]string
	// extra elements are answered and not published. A name stands for all that is below it.
	extra map[string]string
	// ours are declared errors that neither the action's table nor the common ones have,
	// with the assumption that stands behind each.
	ours map[string]string
	// otherTexts are published messages in the place of which another published message of
	// the same code is answered.
	otherTexts map[string]string
}

// allExceptions joins those of all subjects.
func allExceptions() exceptions {
	all := exceptions{map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}}
	for _, subject := range []exceptions{ofImages, ofTags, ofCatalogue, ofCopies, ofDisks, ofInstances, ofImports} {
		maps.Copy(all.ignored, subject.ignored)
		maps.Copy(all.optional, subject.optional)
		maps.Copy(all.extra, subject.extra)
		maps.Copy(all.ours, subject.ours)
		maps.Copy(all.otherTexts, subject.otherTexts)
	}
	return all
}

var ofImages = exceptions{
	ignored: map[string]string{
		"ModifyImageSharePermission LaunchPermission": "no document says what it takes",
	},
	extra: map[string]string{
		"DescribeImageFromFamily Image": "the image is shown as DescribeImages shows it (A-034)",
	},
	ours: map[string]string{
		"ModifyImageAttribute InvalidParameter.FeaturesNvmeSupport": "A-015",
		"ModifyImageAttribute OperationDenied":                      "A-230",
		"DeleteImage OperationDenied":                               "A-230",
	},
	otherTexts: map[string]string{
		"CreateImage InvalidImageName.Malformed: Image names must":                     "A-013",
		"CreateImage InvalidImageName.Duplicated: The specified Image name":            "the table has two texts; the newer one is given",
		"CreateImage InvalidInstanceId.NotFound: The specified instance %s":            "the table has two texts",
		"CreateImage OperationDenied: Shared snapshots":                                "snapshots cannot be shared here",
		"CreateImage OperationDenied: The specified snapshot is not allowed":           "no snapshot is forbidden to make an image",
		"DescribeImageSharePermission MissingParameter: The input":                     "a slip of the page: a blank inside the quotes",
		"ModifyImageAttribute InvalidImageName.Malformed: Image names must":            "A-013",
		"ModifyImageSharePermission InvalidAccount.NotFound: The specified account %s": "the table has two texts",
		"ModifyImageSharePermission InvalidImageId.NotFound: The specified image %s":   "the table has two texts",
	},
}
