package server_test

import (
	"cmp"
	"crypto/rand"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"sesame/internal/api"
	"sesame/internal/fixture"
	"sesame/internal/rpc"
	"sesame/internal/sign"
	"sesame/internal/store"
)

// FuzzHandler: whatever is sent to whatever product, signed in either way or not, the answer is no panic and
// no fault of ours, and it is never without a RequestId.
func FuzzHandler(f *testing.F) {
	srv, db := newServer(f, ":memory:", nil)
	fill(f, db)
	image := "Action=ModifyImageAttribute&Version=2014-05-26&RegionId=cn-hangzhou&ImageId=m-1"
	f.Add("GET", "/", "", "", "", "", false, false)
	f.Add("POST", "/", image+"&Features=%7B%22NvmeSupport%22%3A%22supported%22%7D", "application/x-www-form-urlencoded", "Description=a", "", true, false)
	f.Add("GET", "/", "Action=DescribeImages&Version=2014-05-26&RegionId=cn-hangzhou&Tag.1.Key=k&Filter.1.Key=NetworkType&Filter.1.Value=vpc&PageSize=3", "", "", "", true, false)
	f.Add("GET", "/", "Action=CreateImage&Version=2014-05-26&RegionId=cn-hangzhou&DiskDeviceMapping.1.Size=20&ClientToken=t", "", "", "", true, false)
	f.Add("GET", "/", "Action=CreateImage&Version=2014-05-26&RegionId=cn-hangzhou&InstanceId=i-1&Tag.1.Key=a&BootMode=UEFI", "", "", "", true, false)
	f.Add("GET", "/", "Action=ModifyImageSharePermission&Version=2014-05-26&RegionId=cn-hangzhou&ImageId=m-1&AddAccount.1=3", "", "", "", true, false)
	f.Add("GET", "/", "Action=DescribeImageSharePermission&Version=2014-05-26&RegionId=cn-hangzhou&ImageId=m-1&PageSize=1", "", "", "", true, false)
	f.Add("GET", "/", "Action=DescribeImageFromFamily&Version=2014-05-26&RegionId=cn-hangzhou&ImageFamily=web", "", "", "", true, false)
	f.Add("POST", "/", "", "application/json", `{"RegionId":"cn-hangzhou","Tag":[{"Key":"k"}]}`, "ACS3-HMAC-SHA256 Credential=ali,SignedHeaders=host,Signature=00", false, false)
	f.Add("PUT", "//", "Format=XML&%ff", "text/plain", "\x00", "ACS3-", false, false)
	f.Add("POST", "/", image+"&DryRun=true", "application/x-www-form-urlencoded", "Description=a&Features.NvmeSupport=supported", "", true, true)
	f.Add("POST", "/", "Action=DescribeImages&Version=2014-05-26", "application/json", `{"RegionId":"cn-hangzhou","Tag":[{"Key":"k"}]}`, "", true, true)
	for _, query := range everyAction() {
		f.Add("GET", "/", query, "", "", "", true, false)
		f.Add("POST", "/", query, "application/x-www-form-urlencoded", "", "", true, true)
	}
	f.Fuzz(func(t *testing.T, method, path, query, contentType, body, authorization string, signIt, v3 bool) {
		r := &http.Request{
			Method: method, Host: "ecs", Header: http.Header{}, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			URL: &url.URL{Path: path, RawQuery: query}, Body: http.NoBody,
		}
		if strings.HasPrefix(path, "/_sesame/") {
			return // pages of the HTTP library's own router
		}
		params, err := url.ParseQuery(query)
		signIt = signIt && err == nil
		if signIt && !v3 {
			r.Method, contentType, body = http.MethodGet, "", ""
			r.URL.Path, r.URL.RawQuery = "/", sign.V1(http.MethodGet, params, "ali", "open-sesame", rand.Text(), now).Encode()
		}
		if body != "" {
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
		}
		r.Header.Set("Content-Type", contentType)
		switch {
		case signIt && v3:
			signV3(r, params, []byte(body))
		case authorization != "":
			r.Header.Set("Authorization", authorization)
		}
		w := httptest.NewRecorder()
		srv.ServeHTTP(w, r)
		if w.Code >= 500 || w.Header().Get("X-Acs-Request-Id") == "" {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	})
}

// everyAction gives a query for each action of each product, with what it cannot do without.
func everyAction() (all []string) {
	for _, p := range api.Products(api.Config{}) {
		for _, action := range slices.Sorted(maps.Keys(p.Operations)) {
			v := url.Values{"Action": {action}, "Version": {p.Version}}
			for _, parameter := range rpc.Parameters(p.Operations[action].Request) {
				if parameter.Required {
					v.Set(strings.ReplaceAll(parameter.Name, ".N", ".1"), cmp.Or(inTheWorld[parameter.Name], "1"))
				}
			}
			all = append(all, v.Encode())
		}
	}
	return all
}

// inTheWorld are things that fill has made.
var inTheWorld = map[string]string{"RegionId": "cn-hangzhou", "ImageId": "m-1", "InstanceId": "i-1", "DiskId": "d-1", "SnapshotId": "s-1"}

// signV3 sends in headers which action it is.
func signV3(r *http.Request, params url.Values, body []byte) {
	action, version := params.Get("Action"), params.Get("Version")
	params.Del("Action")
	params.Del("Version")
	r.URL.Path, r.URL.RawQuery = "/", params.Encode()
	sign.V3(r, body, action, version, "ali", "open-sesame", rand.Text(), now)
}

// fill puts an instance, a snapshot and an image in, so that there is something to find.
func fill(f *testing.F, db *store.DB) {
	f.Helper()
	world, err := fixture.Load("fuzz", []byte(`
contents:
  - account: "1000000000000001"
    region: cn-hangzhou
    instances:
      - {id: i-1, image: m-1, disks: [{id: d-1, size: 40}]}
    snapshots:
      - {id: s-1, kind: system, size: 40}
    images:
      - {id: m-1, name: web, family: web, disks: [{snapshot: s-1}], tags: {k: v}, shared_with: ["1000000000000002"]}
`), nil)
	if err != nil {
		f.Fatal(err)
	}
	if _, err := db.Seed(f.Context(), store.Origin{Account: ali, RequestID: "fuzz", At: now}, "fuzz", func(tx *store.Tx) error {
		return world.Apply(tx, now)
	}); err != nil {
		f.Fatal(err)
	}
}
