package rpc_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"sesame/internal/apierr"
	"sesame/internal/rpc"
)

const requestID = "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E"

func encode(f rpc.Format, v any) string {
	var buf bytes.Buffer
	rpc.Encode(&buf, f, "TestResponse", requestID, v)
	return buf.String()
}

// TestEncodeMaps: members come by name; one whose name is none in XML is told under another.
func TestEncodeMaps(t *testing.T) {
	v := &struct {
		Sent, None map[string]string
		Named      map[string][]string
	}{
		Sent:  map[string]string{"b": "<", "Tag.1.Key": `"`, "1 <x>": ""},
		Named: map[string][]string{"ACS::ECS::Image": {"m-1", "m-2"}, "ACS::ECS::Disk": {}},
	}
	want := `"Sent":{"1 <x>":"","Tag.1.Key":"\"","b":"<"},"None":{},"Named":{"ACS::ECS::Disk":[],"ACS::ECS::Image":["m-1","m-2"]}}`
	if got := encode(rpc.JSON, v); !strings.HasSuffix(got, want) || !json.Valid([]byte(got)) {
		t.Errorf("%s, want %s", got, want)
	}
	want = `<Sent><_1__x_></_1__x_><Tag.1.Key>&quot;</Tag.1.Key><b>&lt;</b></Sent><None></None>` +
		`<Named><ACS__ECS__Image>m-1</ACS__ECS__Image><ACS__ECS__Image>m-2</ACS__ECS__Image></Named></TestResponse>`
	got := encode(rpc.XML, v)
	if !strings.HasSuffix(got, want) {
		t.Errorf("%s, want %s", got, want)
	}
	if err := xml.Unmarshal([]byte(got), &struct{}{}); err != nil {
		t.Error(err)
	}
}

type common struct{ RegionId string }

type image struct {
	ImageId string
	Size    int
}

type described struct {
	common
	TotalCount int64
	Ratio      float64
	Usable     bool
	Name       *string
	Flag       *bool
	Count      *int
	Image      *image
	Images     struct{ Image []image }
	Pointers   struct{ Image []*image }
	Ids        []string
	Plain      []image
	Inner      struct{ A, B string }
}

func TestEncode(t *testing.T) {
	full := described{common: common{"cn"}, TotalCount: -7, Ratio: .5, Usable: true}
	full.Name, full.Flag, full.Count, full.Image = new(string), new(bool), new(int), &image{"m-0", 1}
	full.Images.Image = []image{{"m-1", 40}, {"m-2", 20}}
	full.Pointers.Image = []*image{{"m-3", 3}, nil}
	full.Ids = []string{"a", "b"}
	full.Plain = []image{{"m-4", 4}}
	full.Inner.A = "<&>"
	tests := []struct {
		name      string
		v         any
		json, xml string
	}{
		{"nothing", nil, "", ""},
		{"nil pointer", (*described)(nil), "", ""},
		{"empty struct", &struct{}{}, "", ""},
		{
			"zero", &described{},
			`,"RegionId":"","TotalCount":0,"Ratio":0,"Usable":false,"Image":{},"Images":{"Image":[]},"Pointers":{"Image":[]},"Ids":[],"Plain":[],"Inner":{"A":"","B":""}`,
			`<RegionId></RegionId><TotalCount>0</TotalCount><Ratio>0</Ratio><Usable>false</Usable><Image></Image><Images></Images><Pointers></Pointers><Inner><A></A><B></B></Inner>`,
		},
		{
			"full", full,
			`,"RegionId":"cn","TotalCount":-7,"Ratio":0.5,"Usable":true,"Name":"","Flag":false,"Count":0,"Image":{"ImageId":"m-0","Size":1},` +
				`"Images":{"Image":[{"ImageId":"m-1","Size":40},{"ImageId":"m-2","Size":20}]},"Pointers":{"Image":[{"ImageId":"m-3","Size":3},{}]},` +
				`"Ids":["a","b"],"Plain":[{"ImageId":"m-4","Size":4}],"Inner":{"A":"<&>","B":""}`,
			`<RegionId>cn</RegionId><TotalCount>-7</TotalCount><Ratio>0.5</Ratio><Usable>true</Usable><Name></Name><Flag>false</Flag><Count>0</Count>` +
				`<Image><ImageId>m-0</ImageId><Size>1</Size></Image><Images><Image><ImageId>m-1</ImageId><Size>40</Size></Image>` +
				`<Image><ImageId>m-2</ImageId><Size>20</Size></Image></Images><Pointers><Image><ImageId>m-3</ImageId><Size>3</Size></Image><Image></Image></Pointers>` +
				`<Ids>a</Ids><Ids>b</Ids><Plain><ImageId>m-4</ImageId><Size>4</Size></Plain><Inner><A>&lt;&amp;&gt;</A><B></B></Inner>`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(`{"RequestId":"`+requestID+`"`+tt.json+`}`, encode(rpc.JSON, tt.v)); diff != "" {
				t.Errorf("JSON (-want +got):\n%s", diff)
			}
			want := `<?xml version="1.0" encoding="UTF-8"?>` + "\n<TestResponse><RequestId>" + requestID + "</RequestId>" + tt.xml + "</TestResponse>"
			if diff := cmp.Diff(want, encode(rpc.XML, tt.v)); diff != "" {
				t.Errorf("XML (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEncodeOddFloats(t *testing.T) {
	v := struct{ Small, Large, NaN, Inf float64 }{1e-9, 1e22, math.NaN(), math.Inf(-1)}
	want := `,"Small":0.000000001,"Large":10000000000000000000000,"NaN":0,"Inf":0}`
	if got := encode(rpc.JSON, &v); !strings.HasSuffix(got, want) {
		t.Errorf("%s, want ...%s", got, want)
	}
}

func TestEncodeAppends(t *testing.T) {
	buf := bytes.NewBufferString("before ")
	rpc.Encode(buf, rpc.JSON, "", "ID", nil)
	if got := buf.String(); got != `before {"RequestId":"ID"}` {
		t.Errorf("%q", got)
	}
}

func TestContentType(t *testing.T) {
	if j, x := rpc.JSON.ContentType(), rpc.XML.ContentType(); j != "application/json;charset=utf-8" || x != "text/xml;charset=utf-8" {
		t.Errorf("%q, %q", j, x)
	}
}

var texts = []string{
	"", "plain", `"quoted" \ <a href='x'>&amp;</a>`, "a\nb\tc\rd\r\n", "\x00\x01\x1f\x7f", "中文 😀", "\u2028\u2029",
	"bad \xff\xfe utf-8 \xed\xa0\x80", "\xe4\xb8", "\uFFFD \uFFFE \uFFFF", "]]>", "]]]]>>", "a]]>b]]>c", "]]",
}

// legal is what a format can hold of s: the rest is U+FFFD, byte by byte.
func legal(s string, inXML bool) string {
	var b strings.Builder
	for _, r := range s {
		if inXML && (r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF) {
			r = utf8.RuneError
		}
		b.WriteRune(r)
	}
	return b.String()
}

type strung struct {
	RequestId string
	S         string
	List      struct{ S []string }
}

// checkText encodes s in both formats and reads it with the standard library.
func checkText(t *testing.T, s string) {
	t.Helper()
	v := struct {
		S    string
		List struct{ S []string }
	}{S: s}
	v.List.S = []string{s, "", s}
	var fromJSON, fromXML strung
	if err := json.Unmarshal([]byte(encode(rpc.JSON, &v)), &fromJSON); err != nil {
		t.Fatalf("%q: JSON: %v", s, err)
	}
	if err := xml.Unmarshal([]byte(encode(rpc.XML, &v)), &fromXML); err != nil {
		t.Fatalf("%q: XML: %v", s, err)
	}
	for inXML, got := range map[bool]strung{false: fromJSON, true: fromXML} {
		want := legal(s, inXML)
		if got.RequestId != requestID || got.S != want || !cmp.Equal(got.List.S, []string{want, "", want}) {
			t.Errorf("XML %v: %+v, want %q", inXML, got, want)
		}
	}
}

// checkError does the same for an error, whose Recommend is in CDATA.
func checkError(t *testing.T, s string) {
	t.Helper()
	e := &apierr.Error{Status: 400, Code: "Code." + s, Message: s}
	type body struct{ RequestId, HostId, Code, Message, Recommend string }
	for _, f := range []rpc.Format{rpc.JSON, rpc.XML} {
		var buf bytes.Buffer
		rpc.EncodeError(&buf, f, requestID, "host "+s, s, e)
		var got body
		err := json.Unmarshal(buf.Bytes(), &got)
		if f == rpc.XML {
			got = body{}
			err = xml.Unmarshal(buf.Bytes(), &got)
		}
		text := legal(s, f == rpc.XML)
		want := body{requestID, "host " + text, "Code." + text, text, text}
		if f == rpc.XML { // in CDATA a CR cannot be kept
			want.Recommend = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
		}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%v %q: %v (-want +got):\n%s", f, s, err, diff)
		}
	}
}

func TestEncodeText(t *testing.T) {
	for _, s := range texts {
		checkText(t, s)
		checkError(t, s)
	}
	if got := encode(rpc.JSON, &struct{ S string }{"<&>\u2028'"}); !strings.Contains(got, "\"<&>\u2028'\"") {
		t.Errorf("JSON escapes too much: %s", got)
	}
}

func TestEncodeError(t *testing.T) {
	e := apierr.MissingParameter.With("ImageId")
	var j, x bytes.Buffer
	rpc.EncodeError(&j, rpc.JSON, "ID", "127.0.0.1:8080", "http://x/?a=1&b=2", e)
	rpc.EncodeError(&x, rpc.XML, "ID", "127.0.0.1:8080", "http://x/?a=1&b=2", e)
	wantJSON := `{"RequestId":"ID","HostId":"127.0.0.1:8080","Code":"MissingParameter","Message":"The input parameter \"ImageId\" that is mandatory for processing this request is not supplied.","Recommend":"http://x/?a=1&b=2"}`
	wantXML := `<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<Error><RequestId>ID</RequestId><HostId>127.0.0.1:8080</HostId><Code>MissingParameter</Code><Message>The input parameter &quot;ImageId&quot; that is mandatory for processing this request is not supplied.</Message><Recommend><![CDATA[http://x/?a=1&b=2]]></Recommend></Error>`
	if diff := cmp.Diff(wantJSON, j.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(wantXML, x.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzEncodeText(f *testing.F) {
	for _, s := range texts {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkText(t, s)
		checkError(t, s)
	})
}

// bigImage has as many fields as the image of DescribeImages.
type bigImage struct {
	ImageId, ImageName, ImageFamily, ImageVersion, ImageOwnerAlias, OSName, OSNameEn, OSType, Platform, Architecture string
	Status, Progress, Description, Usage, CreationTime, BootMode, ResourceGroupId, ProductCode, LoginAsNonRoot, A1   string
	A2, A3, A4, A5, A6                                                                                               string
	Size                                                                                                             int
	ImageOwnerId                                                                                                     int64
	IsSubscribed, IsCopied, IsSelfShared, IsPublic, IsSupportCloudinit, IsSupportIoOptimized                         bool
	Features                                                                                                         struct{ NvmeSupport, ImdsSupport string }
	Tags                                                                                                             struct {
		Tag []struct{ TagKey, TagValue string }
	}
	DiskDeviceMappings struct {
		DiskDeviceMapping []struct{ Device, Size, SnapshotId string }
	}
}

func BenchmarkEncode(b *testing.B) {
	var img bigImage
	v := reflect.ValueOf(&img).Elem()
	for i := range v.NumField() {
		if v.Field(i).Kind() == reflect.String {
			v.Field(i).SetString(fmt.Sprintf("value-%d", i))
		}
	}
	img.DiskDeviceMappings.DiskDeviceMapping = append(img.DiskDeviceMappings.DiskDeviceMapping, struct{ Device, Size, SnapshotId string }{"/dev/xvda", "40", "s-1"})
	for _, f := range []rpc.Format{rpc.JSON, rpc.XML} {
		b.Run(f.String(), func(b *testing.B) {
			var buf bytes.Buffer
			b.ReportAllocs()
			for b.Loop() {
				buf.Reset()
				rpc.Encode(&buf, f, "DescribeImagesResponse", requestID, &img)
			}
		})
	}
}
