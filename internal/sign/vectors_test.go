package sign

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// vector is one line of testdata/vectors/vectors.json. Beside it stands the request,
// byte for byte as a client sent it, in a file of that id.
type vector struct {
	ID, Note, Expect, Error, Scheme, Signature string

	AccessKeyID  string `json:"access_key_id"`
	Secret       string `json:"access_key_secret"`
	StringToSign string `json:"string_to_sign"`
}

func readVectors(t *testing.T) []vector {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "vectors", "vectors.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all []vector
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	if len(all) != 30 {
		t.Fatalf("%d vectors, want 30", len(all))
	}
	return all
}

func TestVectors(t *testing.T) {
	for _, v := range readVectors(t) {
		t.Run(v.ID, func(t *testing.T) { v.check(t) })
	}
}

func (v *vector) check(t *testing.T) {
	c, err := Parse(readVector(t, v.ID))
	if v.Expect == "unsigned" {
		if got := code(t, err); got != v.Error {
			t.Fatalf("Parse: %q, want %q", got, v.Error)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if c.AccessKeyID != v.AccessKeyID || c.Scheme.String() != v.Scheme || c.Nonce == "" || c.Time.Year() < 2016 {
		t.Errorf("claim: %+v", c)
	}
	if got := code(t, c.Verify(v.Secret)); got != v.Error {
		t.Errorf("Verify: %q, want %q", got, v.Error)
	}
	if v.Expect == "valid" && c.signature != v.Signature {
		t.Errorf("signature as sent: %q, want %q", c.signature, v.Signature)
	}
	v.checkComputed(t, c)
}

// checkComputed compares string to sign and signature with the recorded ones, in the
// form of keys that the client used.
func (v *vector) checkComputed(t *testing.T, c *Claim) {
	toSign, signature := "", ""
	if c.Scheme == SchemeV1 {
		b := appendV1(nil, c.canonical.method, c.canonical.query)
		toSign, signature = string(b), sumV1(v.Secret, b)
	} else {
		form := keyEncoded
		if v.ID == "v3-go-sdk-get-odd-key" {
			form = keyRawStar
		}
		toSign = c.canonical.stringToSign(form, hexSHA256(c.body))
		signature = sumV3(v.Secret, toSign)
	}
	if toSign != v.StringToSign {
		t.Errorf("string to sign:\n got %s\nwant %s", toSign, v.StringToSign)
	}
	if v.Signature != "" && signature != v.Signature {
		t.Errorf("signature: %s, want %s", signature, v.Signature)
	}
}

func TestVectorMismatchShowsStringToSign(t *testing.T) {
	for _, v := range readVectors(t) {
		if v.Expect == "unsigned" || v.ID == "v3-go-sdk-get-odd-key" {
			continue
		}
		err := admit(readVector(t, v.ID), "another secret")
		if err == nil || !strings.HasSuffix(err.Error(), "server string to sign is:"+v.StringToSign) {
			t.Errorf("%s: %v", v.ID, err)
		}
	}
}

// A bearer request is signed with the key "&": the arithmetic is right, and proves nothing.
func TestBearerSignature(t *testing.T) {
	for _, v := range readVectors(t) {
		if v.ID != "v1-go-sdk-bearer" {
			continue
		}
		r := readVector(t, v.ID)
		f, all := readV1(r)
		toSign := appendV1(nil, r.Method, all)
		if string(toSign) != v.StringToSign {
			t.Errorf("string to sign: %s", toSign)
		}
		if got := sumV1("", toSign); got != v.Signature || f.signature != v.Signature {
			t.Errorf("signature: %s, sent %s, want %s", got, f.signature, v.Signature)
		}
	}
}

func TestSecurityToken(t *testing.T) {
	const token = "CAIS+sts/Token==~* token"
	for _, id := range []string{"v1-go-sdk-sts", "v1-pop-core-sts-form", "v3-go-sdk-sts", "v3-npm-ecs-sts"} {
		c, err := Parse(readVector(t, id))
		if err != nil || c.SecurityToken != token {
			t.Errorf("%s: %v, %v", id, c, err)
		}
	}
}

// The published examples of RPC V1 (the first is acceptance check 10), and two computed from the same rules.
func TestClientV1(t *testing.T) {
	tests := []struct{ method, params, nonce, time, want string }{
		{
			"GET", "Action=DescribeRegions&Format=XML&Version=2014-05-26",
			"3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf", "2016-02-23T12:46:24Z", "OLeaidS1JvxuMvnyHOwuJ+uX5qY=",
		},
		{
			"GET", "Action=DescribeDedicatedHosts&Format=JSON&RegionId=cn-beijing&Version=2014-05-26",
			"edb2b34af0af9a6d14deaf7c1a5315eb", "2023-03-13T08:34:30Z", "9NaGiOspFP5UPcwX8Iwt2YJXXuk=",
		},
		{
			"POST", "Action=DescribeDedicatedHosts&Format=JSON&RegionId=cn-beijing&Version=2014-05-26",
			"edb2b34af0af9a6d14deaf7c1a5315eb", "2023-03-13T08:34:30Z", "ZvQ9xGiFnquSJRvj+WE6kdSpTwU=",
		},
		{
			"GET", "Action=ModifyImageAttribute&Format=JSON&RegionId=cn-hangzhou&ImageId=m-bp18ygjuqnwhechc0001" +
				"&ImageName=中文+name~*&SignatureType=&Version=2014-05-26",
			"nonce-1", "2026-01-01T00:00:00Z", "b/IHoI3Tf7cWVSi1iAIm9BC+KSQ=",
		},
	}
	for _, tt := range tests {
		params, err := url.ParseQuery(tt.params)
		if err != nil {
			t.Fatal(err)
		}
		at, err := time.Parse(time.RFC3339, tt.time)
		if err != nil {
			t.Fatal(err)
		}
		got := V1(tt.method, params, "testid", "testsecret", tt.nonce, at)
		if got.Get("Signature") != tt.want {
			t.Errorf("%s %s: %s, want %s", tt.method, tt.params, got.Get("Signature"), tt.want)
		}
		if params.Has("Signature") || params.Has("Timestamp") {
			t.Errorf("the caller's parameters were changed: %v", params)
		}
		sent := received(&http.Request{Method: tt.method, URL: &url.URL{RawQuery: got.Encode()}}, nil)
		if err := admit(sent, "testsecret"); err != nil {
			t.Error(err)
		}
	}
}

// The published example of V3.
func TestClientV3(t *testing.T) {
	r, err := http.NewRequest(http.MethodPost, "https://ecs.cn-shanghai.aliyuncs.com/"+
		"?RegionId=cn-shanghai&ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", nil)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2023, 10, 26, 10, 22, 32, 0, time.UTC)
	V3(r, nil, "RunInstances", "2014-05-26", "YourAccessKeyId", "YourAccessKeySecret", "3156853299f313e23d1673dc12e1703d", at)
	const want = "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;" +
		"x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version," +
		"Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
	if got := r.Header.Get("Authorization"); got != want {
		t.Errorf("Authorization:\n got %s\nwant %s", got, want)
	}
	if err := admit(received(r, nil), "YourAccessKeySecret"); err != nil {
		t.Error(err)
	}
}
