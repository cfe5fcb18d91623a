package ecs_test

const (
	nullSays  = "404 MissingParameter.… of the action's own table says what is missing"
	regionOne = "the table has three texts; the one of the other actions is given"
)

var ofTags = exceptions{
	optional: map[string]string{
		"ListTagResources RegionId":     nullSays,
		"ListTagResources ResourceType": nullSays,
		"TagResources RegionId":         nullSays,
		"TagResources ResourceType":     nullSays,
		"TagResources ResourceId.N":     nullSays,
		"TagResources Tag.N.Key":        "an empty key is malformed, and no tags are 404 MissingParameter.Tags",
		"TagResources Tag.N.Value":      "a value may be empty (A-017)",
		"UntagResources RegionId":       nullSays,
		"UntagResources ResourceType":   nullSays,
		"UntagResources ResourceId.N":   nullSays,
	},
	otherTexts: map[string]string{
		"ListTagResources InvalidRegionId.NotFound: The RegionId provided": regionOne,
		"ListTagResources InvalidRegionId.NotFound: %s":                    regionOne,
		"RemoveTags InvalidResourceType.NotFound: The specified":           "the table has two, of which 404 is given",
		"TagResources InvalidRegionId.NotFound: The RegionId provided":     regionOne,
		"TagResources InvalidRegionId.NotFound: %s":                        regionOne,
		"UntagResources InvalidRegionId.NotFound: The RegionId provided":   regionOne,
		"UntagResources InvalidRegionId.NotFound: %s":                      regionOne,
	},
}
