package conformance

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	openapi "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	openapiutil "github.com/alibabacloud-go/darabonba-openapi/v2/utils"
	"github.com/alibabacloud-go/tea/dara"
	"github.com/alibabacloud-go/tea/tea"
)

func TestGoSDKV2(t *testing.T) { testClient(t, dialV2("")) }

func TestGoSDKV2WithV1Signatures(t *testing.T) { testClient(t, dialV2("v2")) }

// clientV2 is the core of the Go SDK v2: ACS3-HMAC-SHA256 signatures, and empty values are
// sent. Its calls are made as the packages generated for each product make them.
type clientV2 struct {
	*openapi.Client
	runtime *dara.RuntimeOptions
	region  string
}

// dialV2 makes clients that sign with the algorithm; "v2" stands for RPC V1.
func dialV2(algorithm string) dialer {
	return func(t *testing.T, o options) client { return newV2(t, algorithm, o) }
}

func newV2(t *testing.T, algorithm string, o options) clientV2 {
	t.Helper()
	protocol := "http"
	if o.https {
		protocol = "https"
	}
	config := &openapiutil.Config{
		Endpoint: &o.host, Protocol: &protocol, AccessKeyId: &o.key, AccessKeySecret: &o.secret,
	}
	if algorithm != "" {
		config.SignatureAlgorithm = &algorithm
	}
	if o.roots {
		config.Ca = ptr(string(server.certificate))
	}
	if o.retries > 0 {
		config.RetryOptions = &dara.RetryOptions{Retryable: true, RetryCondition: []*dara.RetryCondition{{
			MaxAttempts: 1 + o.retries, ErrorCode: []string{"ServiceUnavailable"},
			Backoff: &dara.FixedBackoffPolicy{},
		}}}
	}
	c, err := openapi.NewClient(config)
	if err != nil {
		t.Fatal(err)
	}
	ignore := o.https && !o.roots
	return clientV2{c, &dara.RuntimeOptions{IgnoreSSL: &ignore}, cmp.Or(o.region, region)}
}

// call makes one call with everything in the query, and reads its answer into resp.
func (c clientV2) call(action string, query map[string]any, resp any) error {
	return c.callWith(action, "formData", &openapiutil.OpenApiRequest{Query: openapiutil.Query(query)}, resp)
}

func (c clientV2) callWith(action, bodyType string, req *openapiutil.OpenApiRequest, resp any) error {
	if req.Query == nil {
		req.Query = map[string]*string{}
	}
	req.Query["RegionId"] = ptr(c.region)
	answer, err := c.CallApi(&openapiutil.Params{
		Action: &action, Version: ptr("2014-05-26"), Protocol: ptr("HTTPS"), Method: ptr("POST"), Pathname: ptr("/"),
		AuthType: ptr("AK"), Style: ptr("RPC"), ReqBodyType: &bodyType, BodyType: ptr("json"),
	}, req, c.runtime)
	if err != nil {
		return err
	}
	body, err := json.Marshal(answer["body"])
	if err != nil {
		return err
	}
	return json.Unmarshal(body, resp)
}

// given makes a query of what is not empty.
func given(pairs ...string) map[string]any {
	q := map[string]any{}
	for n := 0; n < len(pairs); n += 2 {
		if pairs[n+1] != "" {
			q[pairs[n]] = pairs[n+1]
		}
	}
	return q
}

// tags are a list of one, or nothing.
func tags(value string) []map[string]any {
	if value == "" {
		return nil
	}
	return []map[string]any{{"Key": tagKey, "Value": value}}
}

func (c clientV2) createImage(n newImage) (string, error) {
	var resp struct {
		ID string `json:"ImageId"`
	}
	q := given("InstanceId", n.instance, "SnapshotId", n.snapshot, "ImageName", n.name, "ImageFamily", n.family, "ClientToken", n.token)
	q["Tag"] = tags(n.tag)
	err := c.call("CreateImage", q, &resp)
	return resp.ID, err
}

func (c clientV2) modify(imageID string, ch change) error {
	q := given("ImageId", imageID, "ImageName", ch.name, "Status", ch.status, "ImageFamily", ch.family, "BootMode", ch.bootMode)
	if ch.description != nil {
		q["Description"] = *ch.description
	}
	if ch.nvmeSupport != "" {
		q["Features"] = map[string]any{"NvmeSupport": ch.nvmeSupport}
	}
	if ch.dryRun {
		q["DryRun"] = true
	}
	return c.call("ModifyImageAttribute", q, &struct{}{})
}

func (c clientV2) images(q query) (all []image, err error) {
	var resp struct {
		Images struct {
			Image []struct {
				ID    string      `json:"ImageId"`
				Owner json.Number `json:"ImageOwnerId"`

				ImageName, ImageFamily, Description, Status, ImageOwnerAlias, BootMode string

				IsCopied bool
				Features struct{ NvmeSupport string }
				Tags     struct {
					Tag []struct{ TagKey, TagValue string }
				}
				Disks struct {
					Disk []struct {
						Type     string
						Snapshot string `json:"SnapshotId"`
					} `json:"DiskDeviceMapping"`
				} `json:"DiskDeviceMappings"`
			}
		}
	}
	query := given("ImageId", q.id, "ImageName", q.name, "ImageFamily", q.family, "ImageOwnerAlias", q.owner, "Status", q.status)
	query["PageSize"], query["Tag"] = 100, tags(q.tag)
	err = c.call("DescribeImages", query, &resp)
	for _, i := range resp.Images.Image {
		got := image{
			id: i.ID, name: i.ImageName, family: i.ImageFamily, description: i.Description, status: i.Status,
			owner: i.Owner.String(), ownerAlias: i.ImageOwnerAlias, nvmeSupport: i.Features.NvmeSupport,
			bootMode: i.BootMode, copied: i.IsCopied,
		}
		for _, d := range i.Disks.Disk {
			if d.Type == "system" {
				got.snapshot = d.Snapshot
			}
		}
		for _, t := range i.Tags.Tag {
			if t.TagKey == tagKey {
				got.tag = t.TagValue
			}
		}
		all = append(all, got)
	}
	return all, err
}

func (c clientV2) familyHead(family string) (string, error) {
	var resp struct {
		Image struct {
			ID string `json:"ImageId"`
		}
	}
	err := c.call("DescribeImageFromFamily", given("ImageFamily", family), &resp)
	return resp.Image.ID, err
}

func (c clientV2) share(imageID string, add, remove []string) error {
	q := given("ImageId", imageID)
	q["AddAccount"], q["RemoveAccount"] = add, remove
	return c.call("ModifyImageSharePermission", q, &struct{}{})
}

func (c clientV2) sharedWith(imageID string) (all []string, err error) {
	var resp struct {
		Accounts struct {
			Account []struct {
				ID string `json:"AliyunId"`
			}
		}
	}
	err = c.call("DescribeImageSharePermission", given("ImageId", imageID), &resp)
	for _, a := range resp.Accounts.Account {
		all = append(all, a.ID)
	}
	return all, err
}

func (c clientV2) deleteImage(imageID string) error {
	return c.call("DeleteImage", given("ImageId", imageID), &struct{}{})
}

// refusal takes the SDK's message apart: "code: 404, <message> request id: <id>".
func (clientV2) refusal(err error) (refusal, bool) {
	var e *tea.SDKError
	if !errors.As(err, &e) || e.StatusCode == nil {
		return refusal{}, false
	}
	r := refusal{status: *e.StatusCode, code: tea.StringValue(e.Code)}
	text := strings.TrimPrefix(tea.StringValue(e.Message), fmt.Sprintf("code: %d, ", r.status))
	r.message, r.requestID, _ = strings.Cut(text, " request id: ")
	return r, true
}

// The SDK can send parameters in a body, as a form or as JSON.
func TestGoSDKV2Body(t *testing.T) {
	c := newV2(t, "", asAli(server.host))
	id, err := c.createImage(newImage{instance: demoInstance})
	if err != nil {
		t.Fatal(err)
	}
	for _, bodyType := range []string{"formData", "json"} {
		text := "in a body, " + bodyType + ": !'()* ~+&= 芝麻"
		req := &openapiutil.OpenApiRequest{Body: map[string]any{"ImageId": id, "Description": text}}
		if err := c.callWith("ModifyImageAttribute", bodyType, req, &struct{}{}); err != nil {
			t.Errorf("%s: %v", bodyType, err)
		}
		if got, err := c.images(query{id: id}); err != nil || len(got) != 1 || got[0].description != text {
			t.Errorf("%s: %+v, %v", bodyType, got, err)
		}
	}
	if err := c.deleteImage(id); err != nil {
		t.Error(err)
	}
}
