package openapi_test

import (
	"encoding/json"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sesame/internal/api/actiontrail"
	"sesame/internal/api/ecs"
	"sesame/internal/openapi"
	"sesame/internal/rpc"
)

// tree is a JSON document to walk through.
type tree map[string]any

func (v tree) at(t *testing.T, path ...string) any {
	t.Helper()
	var here any = map[string]any(v)
	for _, name := range path {
		object, _ := here.(map[string]any)
		if here = object[name]; here == nil {
			t.Fatalf("nothing at %v: %q is missing", path, name)
		}
	}
	return here
}

func read(t *testing.T, text []byte, err error) tree {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var v tree
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func product() *rpc.Product { return ecs.New(ecs.Config{}) }

func document(t *testing.T) tree {
	t.Helper()
	text, err := openapi.Document([]*rpc.Product{product()})
	return read(t, text, err)
}

func check(t *testing.T, what, want string, got any) {
	t.Helper()
	var w any
	if err := json.Unmarshal([]byte(want), &w); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(w, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

const formType = "application/x-www-form-urlencoded"

func TestDocument(t *testing.T) {
	d := document(t)
	modify := tree(d.at(t, "paths", "/#Action=ModifyImageAttribute&Version=2014-05-26", "post").(map[string]any))
	form := tree(modify.at(t, "requestBody", "content", formType, "schema").(map[string]any))
	check(t, "required", `["Action", "Version", "RegionId", "ImageId"]`, form.at(t, "required"))
	check(t, "Status", `{"type": "string", "enum": ["Deprecated", "Available"], "examples": ["Deprecated"]}`, form.at(t, "properties", "Status"))
	check(t, "DryRun", `{"type": "boolean", "default": false}`, form.at(t, "properties", "DryRun"))
	check(t, "Features", `{"type": "string", "enum": ["supported", "unsupported"], "examples": ["supported"]}`,
		form.at(t, "properties", "Features.NvmeSupport"))
	check(t, "an error", `"The specified Image name has already bean used."`,
		modify.at(t, "responses", "400", "content", "application/json", "examples", "InvalidImageName.Duplicated", "value", "Message"))
	check(t, "the answer", `{"$ref": "#/components/schemas/Ecs.DescribeImagesResponse"}`,
		d.at(t, "paths", "/#Action=DescribeImages&Version=2014-05-26", "post", "responses", "200", "content", "text/xml", "schema"))
	check(t, "a value of a list in a list", `{"type": "string"}`, d.at(t, "components", "schemas", "Ecs.DescribeImagesResponse",
		"properties", "Images", "properties", "Image", "items", "properties", "Tags", "properties", "Tag", "items", "properties", "TagKey"))
}

// TestLists: the flat names of lists match, and nothing else does.
func TestLists(t *testing.T) {
	form := tree(document(t).at(t, "paths", "/#Action=TagResources&Version=2014-05-26", "post", "requestBody", "content", formType, "schema").(map[string]any))
	check(t, "required", `["Action", "Version", "RegionId", "ResourceType", "ResourceId.1"]`, form.at(t, "required"))
	var patterns []*regexp.Regexp
	for text := range form.at(t, "patternProperties").(map[string]any) {
		patterns = append(patterns, regexp.MustCompile(text))
	}
	for name, want := range map[string]int{
		"Tag.1.Key": 1, "Tag.12.Value": 1, "ResourceId.3": 1,
		"Tag.0.Key": 0, "Tag.N.Key": 0, "TagX1.Key": 0, "ResourceId.1.2": 0, "xResourceId.1": 0,
	} {
		n := 0
		for _, p := range patterns {
			if p.MatchString(name) {
				n++
			}
		}
		if n != want {
			t.Errorf("%s matches %d patterns, want %d", name, n, want)
		}
	}
}

// TestEverything: each operation is in both descriptions, with all its parameters and errors.
func TestEverything(t *testing.T) {
	p := product()
	d := document(t)
	text, err := openapi.Metadata(p)
	m := read(t, text, err)
	for name, o := range p.Operations {
		d.at(t, "paths", "/#Action="+name+"&Version=2014-05-26", "post", "responses", "200")
		api := tree(m.at(t, "apis", name).(map[string]any))
		codes := 0
		if len(o.Errors) > 0 {
			for _, list := range api.at(t, "errorCodes").(map[string]any) {
				codes += len(list.([]any))
			}
		}
		if codes == 0 || codes > len(o.Errors) {
			t.Errorf("%s: %d codes of %d", name, codes, len(o.Errors))
		}
		if (len(api["parameters"].([]any)) == 0) != (len(rpc.Parameters(o.Request)) == 0) {
			t.Errorf("%s: parameters %v", name, api["parameters"])
		}
	}
}

func TestMetadata(t *testing.T) {
	text, err := openapi.Metadata(product())
	m := read(t, text, err)
	check(t, "info", `{"style": "RPC", "product": "Ecs", "version": "2014-05-26"}`, m["info"])
	api := m.at(t, "apis", "TagResources").(map[string]any)
	delete(api, "errorCodes")
	for _, p := range api["parameters"].([]any) { // long, and told elsewhere
		if s := p.(map[string]any)["schema"].(map[string]any); s["enum"] != nil {
			s["enum"] = "..."
		}
	}
	check(t, "TagResources", `{
		"methods": ["post", "get"], "schemes": ["http", "https"], "security": [{"AK": []}], "operationType": "write", "deprecated": false,
		"parameters": [
			{"name": "RegionId", "in": "query", "schema": {"type": "string", "required": true, "example": "cn-hangzhou"}},
			{"name": "ResourceType", "in": "query", "schema": {"type": "string", "required": true, "example": "instance", "enum": "..."}},
			{"name": "ResourceId", "in": "query", "style": "repeatList", "schema": {
				"type": "array", "required": true, "maxItems": 50, "items": {"type": "string", "example": "i-bp67acfmxazb4ph****"}}},
			{"name": "Tag", "in": "query", "style": "repeatList", "schema": {"type": "array", "maxItems": 20, "items": {"type": "object", "properties": {
				"Key": {"type": "string", "required": true, "example": "TestKey", "maxLength": 128},
				"Value": {"type": "string", "required": true, "example": "TestValue", "maxLength": 128}}}}}],
		"responses": {"200": {"schema": {"type": "object", "properties": {"RequestId": {"type": "string"}}}}}
	}`, api)
}

// TestMaps: of what has names that only the answer knows, the description says that it is an object.
func TestMaps(t *testing.T) {
	trail := actiontrail.New(actiontrail.Config{})
	text, err := openapi.Document([]*rpc.Product{trail})
	resources := read(t, text, err).at(t, "components", "schemas", "Actiontrail.LookupEventsResponse",
		"properties", "Events", "items", "properties", "referencedResources")
	check(t, "resources", `{"type": "object"}`, resources)
	text, err = openapi.Metadata(trail)
	sent := read(t, text, err).at(t, "apis", "LookupEvents", "responses", "200", "schema",
		"properties", "Events", "items", "properties", "requestParameters")
	check(t, "published", `{"type": "object"}`, sent)
}
