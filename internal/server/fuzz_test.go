package server_test

import (
	"bytes"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"sesame/internal/sign"
)

// FuzzHandler: whatever is sent, signed or not, the answer is no panic and no fault of ours,
// and it is never without a RequestId.
func FuzzHandler(f *testing.F) {
	srv, _ := newServer(f, ":memory:", nil)
	image := "Action=ModifyImageAttribute&Version=2014-05-26&RegionId=cn-hangzhou&ImageId=m-1"
	f.Add("GET", "/", "", "", "", "", false)
	f.Add("POST", "/", image+"&Features=%7B%22NvmeSupport%22%3A%22supported%22%7D", "application/x-www-form-urlencoded", "Description=a", "", true)
	f.Add("GET", "/", "Action=DescribeImages&Version=2014-05-26&RegionId=cn-hangzhou&Tag.1.Key=k&Filter.1.Key=NetworkType&Filter.1.Value=vpc&PageSize=3", "", "", "", true)
	f.Add("GET", "/", "Action=CreateImage&Version=2014-05-26&RegionId=cn-hangzhou&DiskDeviceMapping.1.Size=20&ClientToken=t", "", "", "", true)
	f.Add("POST", "/", "", "application/json", `{"RegionId":"cn-hangzhou","Tag":[{"Key":"k"}]}`, "ACS3-HMAC-SHA256 Credential=ali,SignedHeaders=host,Signature=00", false)
	f.Add("PUT", "//", "Format=XML&%ff", "text/plain", "\x00", "ACS3-", false)
	f.Fuzz(func(t *testing.T, method, path, query, contentType, body, authorization string, signIt bool) {
		r := &http.Request{
			Method: method, Host: "ecs", Header: http.Header{}, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			URL: &url.URL{Path: path, RawQuery: query}, ContentLength: int64(len(body)),
			Body: http.NoBody,
		}
		if strings.HasPrefix(path, "/_sesame/") {
			return // pages of the HTTP library's own router
		}
		if signIt {
			if params, err := url.ParseQuery(query); err == nil {
				r.Method, contentType, body = http.MethodGet, "", ""
				r.URL.Path, r.URL.RawQuery = "/", sign.V1(http.MethodGet, params, "ali", "open-sesame", rand.Text(), now).Encode()
			}
		}
		if body != "" {
			r.Body = readCloser{bytes.NewReader([]byte(body))}
		}
		r.Header.Set("Content-Type", contentType)
		if authorization != "" {
			r.Header.Set("Authorization", authorization)
		}
		w := httptest.NewRecorder()
		srv.ServeHTTP(w, r)
		if w.Code >= 500 || w.Header().Get("X-Acs-Request-Id") == "" {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	})
}

type readCloser struct{ *bytes.Reader }

func (readCloser) Close() error { return nil }
