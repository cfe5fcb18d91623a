package ecs_test

var ofCatalogue = exceptions{
	ignored: map[string]string{
		"DescribeInstanceTypes AdditionalAttributes.N": "no document says what it asks for",
	},
}
