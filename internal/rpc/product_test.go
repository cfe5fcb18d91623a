package rpc_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sesame/internal/apierr"
	"sesame/internal/rpc"
)

type paging struct {
	PageNumber int
	PageSize   int `rpc:"required"`
}

type tag struct{ Key, Value string }

type disk struct {
	Size               int
	DeleteWithInstance *bool
	SecurityGroupIds   []string
	Tag                []tag
}

type sample struct {
	paging
	RegionId   string `rpc:"required"`
	Name       *string
	DryRun     bool
	IsPublic   *bool
	OwnerId    int64
	Memory     float64
	Small      int8
	Features   struct{ NvmeSupport, ImdsSupport string }
	AddAccount []string
	Number     []int
	Tag        []tag
	Disk       []disk
	SystemSize string `rpc:"name=SystemDisk.Size"`
	Extra      *tag
}

type service struct{ got *sample }

type answerTo struct{ Seen int }

func (s *service) Do(_ context.Context, c *rpc.Call, req *sample) (*answerTo, error) {
	s.got = req
	if c.Action == "Fail" {
		return nil, errors.New("refused")
	}
	return &answerTo{c.Params.Len()}, nil
}

func product(s *service) *rpc.Product {
	return rpc.Bind("Ecs", "2014-05-26", s, []rpc.Action[*service]{
		rpc.Define("Do", (*service).Do, rpc.Write, apierr.DryRunOperation),
		rpc.Define("Fail", (*service).Do, rpc.ReadOnly),
	})
}

// call decodes a query as the operation Do sees it.
func call(t testing.TB, query string) (*sample, error) {
	t.Helper()
	req, err := rpc.Read(nil, request("GET", query, "", nil))
	if err != nil {
		t.Fatal(err)
	}
	s := &service{}
	_, err = product(s).Operations["Do"].Invoke(context.Background(), &rpc.Call{Params: &req.Params})
	return s.got, err
}

func TestDecode(t *testing.T) {
	yes, no, empty, text := true, false, "", "x"
	list1000 := make([]string, 0, 1000)
	all := ""
	for i := range 1000 {
		list1000 = append(list1000, strconv.Itoa(i))
		all += fmt.Sprintf("&AddAccount.%d=%d", i+1, i)
	}
	tests := []struct {
		query string
		want  sample
	}{
		{"Unknown=1&ImageId.7=x&Features=&Features.Other=x&RegionIdx=", sample{}},
		{"Name=", sample{Name: &empty}},
		{"Name=x&DryRun=TRUE&IsPublic=False&OwnerId=-9223372036854775808&Memory=0.5&Small=127", sample{Name: &text, DryRun: true, IsPublic: &no, OwnerId: -1 << 63, Memory: .5, Small: 127}},
		{"DryRun=&IsPublic=&OwnerId=&Memory=&Number.1=&Number.2=7", sample{Number: []int{7}}},
		{"IsPublic=true&PageNumber=3&SystemDisk.Size=40", sample{IsPublic: &yes, paging: paging{PageNumber: 3}, SystemSize: "40"}},
		{"Features.NvmeSupport=supported", sample{Features: struct{ NvmeSupport, ImdsSupport string }{"supported", ""}}},
		{`Features={"NvmeSupport":"a","ImdsSupport":"b"}&Features.ImdsSupport=flat`, sample{Features: struct{ NvmeSupport, ImdsSupport string }{"a", "flat"}}},
		{"Extra.Key=k", sample{Extra: &tag{Key: "k"}}},
		{"AddAccount.2=b&AddAccount.10=c&AddAccount.1=a&AddAccount.1000=d", sample{AddAccount: []string{"a", "b", "c", "d"}}},
		{"AddAccount.1=&AddAccount.3=c", sample{AddAccount: []string{"", "c"}}},
		{`AddAccount=["a",2]&AddAccount.2=flat&Number=[3,1,null]`, sample{AddAccount: []string{"a", "flat"}, Number: []int{3, 1}}},
		{"AddAccount=[]&Tag=null&Number=&Tag.1=&Number.1=", sample{}},
		{all, sample{AddAccount: list1000}},
		{"Tag.1.Key=a&Tag.1.Value=b&Tag.10.Key=j&Tag.2.Key=c", sample{Tag: []tag{{"a", "b"}, {"c", ""}, {"j", ""}}}},
		{"Tag.1.key=a&Tag.1.value=b", sample{Tag: []tag{{"a", "b"}}}},
		{"Tag.1.key=lower&Tag.1.Key=&Tag.1.value=b", sample{Tag: []tag{{"", "b"}}}},
		{`Tag=[{"key":"a","Value":"b"},{"Key":"c"}]`, sample{Tag: []tag{{"a", "b"}, {"c", ""}}}},
		{`Tag.1={"Key":"a"}&Tag.2=&Tag.3.Key=c`, sample{Tag: []tag{{"a", ""}, {"c", ""}}}},
		{
			`Disk.2.Size=40&Disk.2.DeleteWithInstance=true&Disk.2.SecurityGroupIds.1=sg&Disk.1.Tag.3.Key=k&Disk.1.securityGroupIds=["a"]`,
			sample{Disk: []disk{{SecurityGroupIds: []string{"a"}, Tag: []tag{{"k", ""}}}, {Size: 40, DeleteWithInstance: &yes, SecurityGroupIds: []string{"sg"}}}},
		},
	}
	for _, tt := range tests {
		got, err := call(t, "PageSize=1&RegionId=r&"+tt.query)
		tt.want.PageSize, tt.want.RegionId = 1, "r"
		if err != nil {
			t.Errorf("%.80s: %v", tt.query, err)
		} else if diff := cmp.Diff(&tt.want, got, cmp.AllowUnexported(sample{})); diff != "" {
			t.Errorf("%.80s (-want +got):\n%s", tt.query, diff)
		}
	}
}

func TestDecodeRequired(t *testing.T) {
	for query, want := range map[string]string{
		"":                         "PageSize",
		"PageSize=1":               "RegionId",
		"PageSize=x&RegionId=":     "RegionId",
		"PageSize=&RegionId=":      "PageSize",
		"PageSize=1&DryRun=maybe":  "RegionId",
		"PageSize.1=1&RegionId=cn": "PageSize",
	} {
		_, err := call(t, query)
		if want := error(apierr.MissingParameter.With(want)); !cmp.Equal(want, err) {
			t.Errorf("%s: %v, want %v", query, err, want)
		}
	}
	type item struct {
		Key string `rpc:"required"`
	}
	type nested struct {
		Item []item `rpc:"required"`
	}
	for query, want := range map[string]string{"": "Item", "Item=": "Item", "Item.2.Key=": "Item.2.Key", `Item=[{"Other":"x"}]`: "Item.1.Key"} {
		if err := invoke[nested](t, query); !cmp.Equal(error(apierr.MissingParameter.With(want)), err) {
			t.Errorf("%s: %v, want %s missing", query, err, want)
		}
	}
	for _, query := range []string{"Item.1.Key=x", `Item=[{"key":"x"}]`} {
		if err := invoke[nested](t, query); err != nil {
			t.Errorf("%s: %v", query, err)
		}
	}
}

// invoke decodes a query into a request of type R.
func invoke[R any](t *testing.T, query string) error {
	t.Helper()
	req := read(t, request("GET", query, "", nil))
	nothing := func(struct{}, context.Context, *rpc.Call, *R) (*struct{}, error) { return nil, nil }
	p := rpc.Bind("P", "1", struct{}{}, []rpc.Action[struct{}]{rpc.Define("A", nothing, rpc.ReadOnly)})
	_, err := p.Operations["A"].Invoke(context.Background(), &rpc.Call{Params: &req.Params})
	return err
}

func TestDecodeRefuses(t *testing.T) {
	for query, key := range map[string]string{
		"DryRun=1":                        "DryRun",
		"IsPublic=yes":                    "IsPublic",
		"PageNumber=1.0":                  "PageNumber",
		"PageNumber=9223372036854775808":  "PageNumber",
		"Small=128":                       "Small",
		"Memory=NaN":                      "Memory",
		"Memory=Inf":                      "Memory",
		"AddAccount.0=x":                  "AddAccount.0",
		"AddAccount.01=x":                 "AddAccount.01",
		"AddAccount.-1=x":                 "AddAccount.-1",
		"AddAccount.%2B1=x":               "AddAccount.+1",
		"AddAccount.1001=x":               "AddAccount.1001",
		"AddAccount.99999999999999999=x":  "AddAccount.99999999999999999",
		"AddAccount.=x":                   "AddAccount.",
		"AddAccount.x=x":                  "AddAccount.x",
		"AddAccount.1.x=x":                "AddAccount.1.x",
		"AddAccount.1.=x":                 "AddAccount.1.",
		"AddAccount.%D9%A1=x":             "AddAccount.١",
		"AddAccount=x":                    "AddAccount",
		`AddAccount={"1":"x"}`:            "AddAccount",
		`AddAccount=[["x"]]`:              "AddAccount.1.1",
		"Tag.Key=x":                       "Tag.Key",
		"Tag.1-x=x":                       "Tag.1-x",
		"Tag.1..Key=x":                    "Tag.1..Key",
		"Tag.1.=x":                        "Tag.1.",
		"Tag.1=x":                         "Tag.1",
		"Features=[]":                     "Features",
		"Features=x":                      "Features",
		"Disk.3.Size=big":                 "Disk.3.Size",
		"Disk.3.size=big":                 "Disk.3.size",
		`Disk=[{"Size":"big"}]`:           "Disk.1.Size",
		"Disk.1.SecurityGroupIds.0=x":     "Disk.1.SecurityGroupIds.0",
		"Number.7=x&Number.1=1&Number.8=": "Number.7",
	} {
		_, err := call(t, "PageSize=1&RegionId=r&"+query)
		if want := error(apierr.InvalidParameter.With(key)); !cmp.Equal(want, err) {
			t.Errorf("%s: %v, want %v", query, err, want)
		}
	}
}

func TestInvoke(t *testing.T) {
	p := product(&service{})
	params := rpc.NewParams(map[string]string{"RegionId": "r", "PageSize": "1"})
	resp, err := p.Operations["Do"].Invoke(context.Background(), &rpc.Call{Params: params})
	if diff := cmp.Diff(any(&answerTo{2}), resp); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if resp, err := p.Operations["Fail"].Invoke(context.Background(), &rpc.Call{Action: "Fail", Params: params}); resp != nil || err == nil || err.Error() != "refused" {
		t.Errorf("%v, %v", resp, err)
	}
	if _, err := p.Operations["Do"].Invoke(context.Background(), &rpc.Call{}); !errors.Is(err, apierr.MissingParameter) {
		t.Errorf("without Params: %v", err)
	}
	op := p.Operations["Do"]
	if p.Name != "Ecs" || p.Version != "2014-05-26" || len(p.Operations) != 2 || op.Name != "Do" || op.Access != rpc.Write ||
		op.Errors[0] != apierr.DryRunOperation || op.Request != reflect.TypeFor[sample]() || op.Response != reflect.TypeFor[answerTo]() {
		t.Errorf("%+v, %+v", p, op)
	}
}

type recursive struct{ Children []recursive }

type twins struct {
	paging
	PageSize string
}

func TestBindPanics(t *testing.T) {
	bind := map[string]func(){
		"twice": func() {
			a := rpc.Define("Do", (*service).Do, rpc.Write)
			rpc.Bind("Ecs", "1", &service{}, []rpc.Action[*service]{a, a})
		},
		"not a struct":     panics[string, struct{}],
		"map":              panics[struct{ M map[string]string }, struct{}],
		"map of numbers":   panics[struct{}, struct{ M map[string]int }],
		"interface":        panics[struct{}, struct{ V any }],
		"list of lists":    panics[struct{ L [][]string }, struct{}],
		"bytes":            panics[struct{}, struct{ B []byte }],
		"unexported":       panics[struct{ name string }, struct{}],
		"embedded pointer": panics[struct{ *tag }, struct{}],
		"twins":            panics[twins, struct{}],
		"unknown tag": panics[struct {
			A string `rpc:"mandatory"`
		}, struct{}],
		"bad name": panics[struct {
			A string `rpc:"name=<"`
		}, struct{}],
		"recursive request":  panics[recursive, struct{}],
		"recursive response": panics[struct{}, recursive],
		"RequestId":          panics[struct{}, struct{ RequestId string }],
	}
	for name, f := range bind {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if text, _ := recover().(string); !strings.HasPrefix(text, "rpc: ") {
					t.Errorf("panic %q", text)
				}
			}()
			f()
		})
	}
}

func panics[Req, Resp any]() {
	f := func(int, context.Context, *rpc.Call, *Req) (*Resp, error) { return nil, nil }
	rpc.Bind("P", "1", 0, []rpc.Action[int]{rpc.Define("A", f, rpc.ReadOnly)})
}

func TestParameters(t *testing.T) {
	want := []rpc.Parameter{
		{"PageNumber", "integer", false},
		{"PageSize", "integer", true},
		{"RegionId", "string", true},
		{"Name", "string", false},
		{"DryRun", "boolean", false},
		{"IsPublic", "boolean", false},
		{"OwnerId", "long", false},
		{"Memory", "float", false},
		{"Small", "integer", false},
		{"Features.NvmeSupport", "string", false},
		{"Features.ImdsSupport", "string", false},
		{"AddAccount.N", "string", false},
		{"Number.N", "integer", false},
		{"Tag.N.Key", "string", false},
		{"Tag.N.Value", "string", false},
		{"Disk.N.Size", "integer", false},
		{"Disk.N.DeleteWithInstance", "boolean", false},
		{"Disk.N.SecurityGroupIds.N", "string", false},
		{"Disk.N.Tag.N.Key", "string", false},
		{"Disk.N.Tag.N.Value", "string", false},
		{"SystemDisk.Size", "string", false},
		{"Extra.Key", "string", false},
		{"Extra.Value", "string", false},
	}
	if diff := cmp.Diff(want, rpc.Parameters(reflect.TypeFor[sample]())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestElements(t *testing.T) {
	type response struct {
		TotalCount int
		Images     struct{ Image []struct{ ImageId string } }
		Ids        []string
	}
	want := []rpc.Element{{"TotalCount", "integer"}, {"Images.Image.N.ImageId", "string"}, {"Ids.N", "string"}}
	if diff := cmp.Diff(want, rpc.Elements(reflect.TypeFor[response]())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// flat sends a request struct as the V2 SDKs do, so that decoding can be checked against
// an encoder that shares nothing with it.
func flat(values url.Values, prefix string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			flat(values, prefix, v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			name := f.Name
			if after, ok := strings.CutPrefix(f.Tag.Get("rpc"), "name="); ok {
				name = after
			}
			if f.Anonymous {
				flat(values, prefix, v.Field(i))
			} else {
				flat(values, strings.TrimPrefix(prefix+"."+name, "."), v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			flat(values, fmt.Sprintf("%s.%d", prefix, i+1), v.Index(i))
		}
	default:
		values.Set(prefix, fmt.Sprint(v.Interface()))
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		"", "PageSize=1&RegionId=r&Tag.1.Key=a&Tag.3.value=b&DryRun=TRUE",
		`PageSize=1&RegionId=r&Disk=[{"Size":1,"Tag":[{"Key":"x"}]}]&Disk.1.SecurityGroupIds.2=x`,
		`PageSize=1&RegionId=r&AddAccount=["1"]&AddAccount.7=x&Name=&Features={"NvmeSupport":"y"}&Memory=1e3`,
		"PageSize=1&RegionId=r&SystemDisk.Size=40&Extra.Key=k&Tag.1..=x&Number.0=1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		req, err := rpc.Read(httptest.NewRecorder(), request("GET", query, "", nil))
		if err != nil {
			return
		}
		s := &service{}
		_, err = product(s).Operations["Do"].Invoke(context.Background(), &rpc.Call{Params: &req.Params})
		if err != nil {
			if e := (*apierr.Error)(nil); !errors.As(err, &e) || e.Status != 400 {
				t.Fatalf("%q: %v", query, err)
			}
			return
		}
		values := url.Values{}
		flat(values, "", reflect.ValueOf(s.got).Elem())
		if len(values) > 2000 {
			return
		}
		again, err := call(t, values.Encode())
		if err != nil {
			t.Fatalf("%q sent again: %v", query, err)
		}
		if diff := cmp.Diff(s.got, again, cmp.AllowUnexported(sample{})); diff != "" {
			t.Fatalf("%q sent again (-want +got):\n%s", query, diff)
		}
	})
}

func BenchmarkInvoke(b *testing.B) {
	req, err := rpc.Read(nil, request("GET", typicalQuery+"&PageSize=1&Tag.1.Key=a&Tag.1.Value=b", "", nil))
	if err != nil {
		b.Fatal(err)
	}
	op := product(&service{}).Operations["Do"]
	c := &rpc.Call{Params: &req.Params}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := op.Invoke(context.Background(), c); err != nil {
			b.Fatal(err)
		}
	}
}
