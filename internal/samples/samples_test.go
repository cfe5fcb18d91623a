package samples_test

import (
	"bytes"
	"flag"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"sesame/internal/api"
	"sesame/internal/reference"
	"sesame/internal/samples"
)

var update = flag.Bool("update", false, "write the expectations")

// hostile means something in every language.
const hostile = "'\"`\\ ${x} %{y} $(z) <!--</script> \r\n\t\x01\x7f\u0085\u2028\u202e 中文 😀 \\u0041 %s #{} EOF"

func modify(values ...samples.Parameter) samples.Call {
	return samples.Call{
		Product: "Ecs", Version: "2014-05-26", Action: "ModifyImageAttribute", Region: "cn-hangzhou",
		Endpoint: "http://127.0.0.1:7372", AccessKeyID: "ali", Secret: "open-sesame",
		Parameters: append([]samples.Parameter{{"RegionId", "cn-hangzhou"}, {"ImageId", "m-bp1"}}, values...),
	}
}

func all(t *testing.T, c samples.Call) []samples.Sample {
	t.Helper()
	list, err := samples.All(c)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func archive(list []samples.Sample) []byte {
	var a txtar.Archive
	for _, s := range list {
		a.Files = append(a.Files, txtar.File{Name: s.ID + "/" + s.File, Data: []byte(s.Text)})
	}
	return txtar.Format(&a)
}

func TestGolden(t *testing.T) {
	here := modify(samples.Parameter{"Description", hostile}, samples.Parameter{"Features.NvmeSupport", "supported"})
	here.SignedURL, here.SignedFor = "http://127.0.0.1:7372/?AccessKeyId=ali&Signature=x%3D", 15*time.Minute
	overTLS := modify()
	overTLS.Endpoint, overTLS.Secret = "https://127.0.0.1:7372", ""
	real := modify()
	real.Endpoint, real.SignedURL = samples.RealEndpoint("Ecs", "cn-hangzhou"), here.SignedURL
	run := modify(samples.Parameter{"InstanceType", "ecs.g7.large"}, samples.Parameter{"SecurityGroupIds.1", "sg-1"},
		samples.Parameter{"SecurityGroupIds.2", "sg-2"}, samples.Parameter{"Tag.1.Key", "a\"}"}, samples.Parameter{"Tag.1.Value", "${b}"},
		samples.Parameter{"DataDisk.1.Size", "40"}, samples.Parameter{"DataDisk.2.Category", "cloud_essd"}, samples.Parameter{"DataDisk.2.Size", "020"})
	run.Action = "RunInstances"
	share := modify(samples.Parameter{"AddAccount.1", "1000000000000002"}, samples.Parameter{"AddAccount.2", "1000000000000003"})
	share.Action = "ModifyImageSharePermission"
	copying := modify(samples.Parameter{"DestinationRegionId", "cn-beijing"}, samples.Parameter{"DestinationImageName", "there"},
		samples.Parameter{"ClientToken", "x"}, samples.Parameter{"Tag.1.Key", "a"}, samples.Parameter{"odd\n}", "y"})
	copying.Action = "CopyImage"
	for name, c := range map[string]samples.Call{"copy": copying, "here": here, "tls": overTLS, "real": real, "run": run, "share": share} {
		list := all(t, c)
		if name == "run" || name == "share" || name == "copy" { // the others are told above
			list = slices.DeleteFunc(list, func(s samples.Sample) bool { return s.ID != "terraform" && s.ID != "aliyun" })
		}
		golden(t, name, archive(list))
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name+".txtar")
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// TestSecrets: a secret is in no sample that is not given it to show.
func TestSecrets(t *testing.T) {
	for _, change := range []func(*samples.Call){
		func(c *samples.Call) { c.Secret = "" },
		func(c *samples.Call) { c.Endpoint = samples.RealEndpoint("Ecs", "cn-beijing") },
	} {
		c := modify()
		change(&c)
		for _, s := range all(t, c) {
			if strings.Contains(s.Text, "open-sesame") {
				t.Errorf("%s of %s holds the secret:\n%s", s.ID, c.Endpoint, s.Text)
			}
		}
	}
	if _, err := samples.All(samples.Call{Endpoint: "http://[::"}); err == nil {
		t.Error("an endpoint that is none is taken")
	}
}

// actions are those of all products.
func actions() (all []*reference.Action) {
	for _, p := range api.Products(api.Config{}) {
		all = append(all, reference.Actions(p)...)
	}
	return all
}

// TestGo: the Go samples of every action are formatted, and hold the values as they are.
func TestGo(t *testing.T) {
	for _, a := range actions() {
		c := modify()
		c.Product, c.Version, c.Action, c.Parameters = a.Product, a.Version, a.Name, nil
		for _, p := range a.Parameters {
			c.Parameters = append(c.Parameters, samples.Parameter{strings.ReplaceAll(p.Name, ".N", ".1"), hostile + p.Example})
		}
		for _, s := range all(t, c) {
			if s.Syntax == "go" {
				checkGo(t, s, c)
			}
		}
	}
}

func checkGo(t *testing.T, s samples.Sample, c samples.Call) {
	t.Helper()
	formatted, err := format.Source([]byte(s.Text))
	if err != nil || !bytes.Equal(formatted, []byte(s.Text)) {
		t.Errorf("%s of %s is not formatted: %v\n%s", s.ID, c.Action, err, s.Text)
		return
	}
	f, err := parser.ParseFile(token.NewFileSet(), s.File, s.Text, 0)
	if err != nil {
		t.Fatal(err)
	}
	literals := map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			if text, err := strconv.Unquote(l.Value); err == nil {
				literals[text] = true
			}
		}
		return true
	})
	for _, p := range c.Parameters {
		if !literals[p.Name] || !literals[p.Value] {
			t.Errorf("%s of %s has no %s = %q", s.ID, c.Action, p.Name, p.Value)
		}
	}
}

// TestResources: Terraform is shown for actions and parameters that exist.
func TestResources(t *testing.T) {
	shown := 0
	for _, a := range actions() {
		c := modify()
		c.Product, c.Version, c.Action, c.Parameters = a.Product, a.Version, a.Name, nil
		for _, p := range a.Parameters {
			c.Parameters = append(c.Parameters, samples.Parameter{strings.ReplaceAll(p.Name, ".N", ".1"), "value-of-" + p.Name})
		}
		for _, s := range all(t, c) {
			if s.ID == "terraform" {
				shown++
			}
		}
	}
	if shown < 10 {
		t.Errorf("terraform for %d actions", shown)
	}
}
