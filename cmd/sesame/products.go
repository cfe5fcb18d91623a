package main

// products are the products that the server can speak, and their versions. The version of
// a request tells them apart.
var products = map[string]string{
	"ecs":             "2014-05-26",
	"vpc":             "2016-04-28",
	"sts":             "2015-04-01",
	"ram":             "2015-05-01",
	"resourcemanager": "2020-03-31",
	"location":        "2015-06-12",
	"actiontrail":     "2020-07-06",
}
