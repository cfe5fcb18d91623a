package conformance

import (
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

func TestGoSDKV2(t *testing.T) { testClient(t, dialV2) }

// clientV2 is the core of the Go SDK v2: ACS3-HMAC-SHA256 signatures, and empty values are
// sent. Its calls are made as the packages generated for each product make them.
type clientV2 struct {
	*openapi.Client
	runtime *dara.RuntimeOptions
}

func dialV2(t *testing.T, o options) client {
	t.Helper()
	protocol := "http"
	if o.https {
		protocol = "https"
	}
	config := &openapiutil.Config{
		Endpoint: &o.host, Protocol: &protocol, AccessKeyId: &o.key, AccessKeySecret: &o.secret,
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
	return clientV2{c, &dara.RuntimeOptions{IgnoreSSL: &ignore}}
}

// call makes one call and reads its answer into resp.
func (c clientV2) call(action string, query map[string]*string, resp any) error {
	query["RegionId"] = ptr(region)
	answer, err := c.CallApi(&openapiutil.Params{
		Action: &action, Version: ptr("2014-05-26"), Protocol: ptr("HTTPS"), Method: ptr("POST"), Pathname: ptr("/"),
		AuthType: ptr("AK"), Style: ptr("RPC"), ReqBodyType: ptr("formData"), BodyType: ptr("json"),
	}, &openapiutil.OpenApiRequest{Query: query}, c.runtime)
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
func given(pairs ...string) map[string]*string {
	q := map[string]*string{}
	for n := 0; n < len(pairs); n += 2 {
		if pairs[n+1] != "" {
			q[pairs[n]] = &pairs[n+1]
		}
	}
	return q
}

func (c clientV2) createImage(instanceID, name, family string) (string, error) {
	var resp struct{ ImageId string }
	err := c.call("CreateImage", given("InstanceId", instanceID, "ImageName", name, "ImageFamily", family), &resp)
	return resp.ImageId, err
}

func (c clientV2) modify(imageID string, ch change) error {
	q := given("ImageId", imageID, "ImageName", ch.name, "Status", ch.status, "ImageFamily", ch.family)
	if ch.description != nil {
		q["Description"] = ch.description
	}
	if ch.dryRun {
		q["DryRun"] = ptr("true")
	}
	return c.call("ModifyImageAttribute", q, &struct{}{})
}

func (c clientV2) images(q query) (all []image, err error) {
	var resp struct {
		Images struct {
			Image []struct {
				ImageId, ImageName, ImageFamily, Description, Status, ImageOwnerAlias string
				ImageOwnerId                                                          json.Number
			}
		}
	}
	err = c.call("DescribeImages", given("ImageId", q.id, "ImageName", q.name, "ImageFamily", q.family,
		"ImageOwnerAlias", q.owner, "Status", q.status, "PageSize", "100"), &resp)
	for _, i := range resp.Images.Image {
		all = append(all, image{
			id: i.ImageId, name: i.ImageName, family: i.ImageFamily, description: i.Description, status: i.Status,
			owner: i.ImageOwnerId.String(), ownerAlias: i.ImageOwnerAlias,
		})
	}
	return all, err
}

func (c clientV2) familyHead(family string) (string, error) {
	var resp struct{ Image struct{ ImageId string } }
	err := c.call("DescribeImageFromFamily", given("ImageFamily", family), &resp)
	return resp.Image.ImageId, err
}

func (c clientV2) share(imageID string, add, remove []string) error {
	q := given("ImageId", imageID)
	for n := range add {
		q[fmt.Sprintf("AddAccount.%d", n+1)] = &add[n]
	}
	for n := range remove {
		q[fmt.Sprintf("RemoveAccount.%d", n+1)] = &remove[n]
	}
	return c.call("ModifyImageSharePermission", q, &struct{}{})
}

func (c clientV2) sharedWith(imageID string) (all []string, err error) {
	var resp struct {
		Accounts struct{ Account []struct{ AliyunId string } }
	}
	err = c.call("DescribeImageSharePermission", given("ImageId", imageID), &resp)
	for _, a := range resp.Accounts.Account {
		all = append(all, a.AliyunId)
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
