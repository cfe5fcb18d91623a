package contract

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestModifyImageAttribute(t *testing.T) {
	c := Load(t, "ecs", "ModifyImageAttribute")
	if c.Product != "Ecs" || c.Version != "2014-05-26" || c.Access != "write" || c.RAMAction != "ecs:ModifyImageAttribute" {
		t.Errorf("%+v", c)
	}
	name, ok := c.Parameter("ImageName")
	if !ok || name.Required || name.MinLen != 2 || name.MaxLen != 128 {
		t.Errorf("ImageName: %+v, %v", name, ok)
	}
	if id, ok := c.Parameter("ImageId"); !ok || !id.Required {
		t.Errorf("ImageId: %+v, %v", id, ok)
	}
	if p, ok := c.Parameter("NoSuch"); ok {
		t.Errorf("a parameter that is none: %+v", p)
	}
	if len(c.Errors) != 18 || len(c.FormerErrors) != 1 || c.FormerErrors[0].Code != "InvalidImageName.Malformed" {
		t.Errorf("%d errors, former %v", len(c.Errors), c.FormerErrors)
	}
}

func TestResponsePaths(t *testing.T) {
	for _, want := range []struct{ product, action, path, typ string }{
		{"ecs", "ModifyImageAttribute", "RequestId", "string"},
		{"ecs", "DescribeImages", "TotalCount", "integer"},
		{"ecs", "DescribeImages", "Images.Image[].Size", "integer"},
		{"ecs", "DescribeImages", "Images.Image[].Features.NvmeSupport", "string"},
		{"ecs", "DescribeImages", "Images.Image[].DiskDeviceMappings.DiskDeviceMapping[].Size", "string"},
		{"ecs", "RunInstances", "InstanceIdSets.InstanceIdSet[]", "string"},
		{"resourcemanager", "ListTagResources", "TagResources[].TagKey", "string"},
	} {
		paths := Load(t, want.product, want.action).ResponsePaths()
		if !slices.Contains(paths, Path{want.path, want.typ}) {
			t.Errorf("%s: no %s of type %s in %v", want.action, want.path, want.typ, paths)
		}
	}
}

func TestFlattenListInList(t *testing.T) {
	got := Flatten([]Element{{Name: "A", Type: "list", Wrapper: "B", Items: &Element{
		Type: "list", Wrapper: "C", Items: &Element{Type: "long"},
	}}})
	if want := []Path{{"A.B[].C[]", "long"}}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestAll checks what every file must hold, so that tests which use it need not.
func TestAll(t *testing.T) {
	all := All(t)
	if len(all) < 157 {
		t.Errorf("%d actions", len(all))
	}
	for _, c := range all {
		at := c.Product + " " + c.Action
		if c.Version == "" || !slices.Contains([]string{"read", "write", "list"}, c.Access) {
			t.Errorf("%s: version %q, access %q", at, c.Version, c.Access)
		}
		checkParameters(t, at, c.Parameters)
		checkErrors(t, at, slices.Concat(c.Errors, c.FormerErrors))
		checkResponse(t, at, c.ResponsePaths())
	}
}

func checkParameters(t *testing.T, at string, parameters []Parameter) {
	t.Helper()
	scalars := []string{"string", "integer", "long", "boolean", "float"}
	seen := map[string]bool{}
	for _, p := range parameters {
		if p.Name == "" || seen[p.Name] || !slices.Contains(scalars, p.Type) {
			t.Errorf("%s: parameter %+v", at, p)
		}
		if p.MaxLen != 0 && p.MinLen > p.MaxLen || p.Min != nil && p.Max != nil && *p.Min > *p.Max {
			t.Errorf("%s: parameter %s has limits that nothing meets", at, p.Name)
		}
		if !isExample(p.Type, p.Example) {
			t.Errorf("%s: %q is no example of parameter %s", at, p.Example, p.Name)
		}
		seen[p.Name] = true
	}
}

// isExample: an example is a value of the type, on one line and without the dots of what was left out.
func isExample(kind, example string) bool {
	var err error
	switch {
	case example == "":
		return true
	case kind == "integer" || kind == "long":
		_, err = strconv.ParseInt(example, 10, 64)
	case kind == "float":
		_, err = strconv.ParseFloat(example, 64)
	case kind == "boolean":
		return example == "true" || example == "false"
	}
	return err == nil && len(example) <= 200 && !strings.ContainsAny(example, "`\n…")
}

func checkErrors(t *testing.T, at string, list []Error) {
	t.Helper()
	seen := map[Error]bool{}
	for _, e := range list {
		if e.HTTP < 400 || e.HTTP > 599 || e.Code == "" || seen[e] {
			t.Errorf("%s: error %+v", at, e)
		}
		seen[e] = true
	}
}

func checkResponse(t *testing.T, at string, paths []Path) {
	t.Helper()
	scalars := []string{"string", "integer", "long", "boolean", "float", "map"}
	seen := map[string]bool{}
	for _, p := range paths {
		if seen[p.Path] || !slices.Contains(scalars, p.Type) {
			t.Errorf("%s: response %+v", at, p)
		}
		seen[p.Path] = true
	}
	if !seen["RequestId"] {
		t.Errorf("%s: no RequestId in the answer", at)
	}
}

func TestCommon(t *testing.T) {
	common := Common(t)
	checkErrors(t, "common", common)
	for _, want := range []Error{
		{HTTP: 404, Code: "InvalidAccessKeyId.NotFound", Message: "Specified access key is not found.", Group: "gateway"},
		{HTTP: 404, Code: "InvalidRegionId.NotFound", Message: "The specified RegionId does not exist.", Group: "ecs"},
		{HTTP: 400, Code: "InvalidParameter", Message: `The specified parameter "{Name}" is not valid.`, Group: "templates"},
	} {
		if !slices.Contains(common, want) {
			t.Errorf("not among the common errors: %+v", want)
		}
	}
}

func TestReadFaults(t *testing.T) {
	for name, text := range map[string]string{
		"misspelt key": `{"action": "A", "product": "Ecs", "acess": "read"}`,
		"other action": `{"action": "B", "product": "Ecs"}`,
		"other folder": `{"action": "A", "product": "Vpc"}`,
		"no JSON":      `{`,
	} {
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, "ecs"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "ecs", "A.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(dir); err == nil || !strings.HasPrefix(err.Error(), "contract: ") {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if _, err := Read(t.TempDir()); err == nil {
		t.Error("an empty folder was read without an error")
	}
}
