package conformance

import (
	"cmp"
	"crypto/tls"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/aliyun/alibaba-cloud-sdk-go/sdk"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/auth/credentials"
	sdkerrors "github.com/aliyun/alibaba-cloud-sdk-go/sdk/errors"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/requests"
	"github.com/aliyun/alibaba-cloud-sdk-go/services/ecs"
)

func TestGoSDKV1(t *testing.T) { testClient(t, dialV1) }

// clientV1 is the Go SDK v1: RPC V1 signatures, typed requests that leave out empty values.
type clientV1 struct{ *ecs.Client }

func dialV1(t *testing.T, o options) client { return newV1(t, o) }

func newV1(t *testing.T, o options) clientV1 {
	t.Helper()
	config := sdk.NewConfig()
	if o.https {
		config.WithScheme("HTTPS")
	}
	if o.roots {
		config.WithHttpTransport(&http.Transport{TLSClientConfig: &tls.Config{RootCAs: server.roots()}})
	}
	if o.retries > 0 {
		config.WithAutoRetry(true).WithMaxRetryTime(o.retries)
	}
	c, err := ecs.NewClientWithOptions(cmp.Or(o.region, region), config, credentials.NewAccessKeyCredential(o.key, o.secret))
	if err != nil {
		t.Fatal(err)
	}
	c.Domain = o.host
	c.SetHTTPSInsecure(o.https && !o.roots)
	return clientV1{c}
}

func (c clientV1) createImage(n newImage) (string, error) {
	req := ecs.CreateCreateImageRequest()
	req.InstanceId, req.SnapshotId, req.ImageName, req.ImageFamily = n.instance, n.snapshot, n.name, n.family
	req.ClientToken = n.token
	if n.tag != "" {
		req.Tag = &[]ecs.CreateImageTag{{Key: tagKey, Value: n.tag}}
	}
	resp, err := c.CreateImage(req)
	if err != nil {
		return "", err
	}
	return resp.ImageId, nil
}

func (c clientV1) modify(imageID string, ch change) error {
	if ch.dryRun {
		return errUnsupported
	}
	req := ecs.CreateModifyImageAttributeRequest()
	req.ImageId, req.ImageName, req.Status, req.ImageFamily = imageID, ch.name, ch.status, ch.family
	req.Features.NvmeSupport, req.BootMode = ch.nvmeSupport, ch.bootMode
	if ch.description != nil {
		req.Description = *ch.description
	}
	_, err := c.ModifyImageAttribute(req)
	return err
}

func describeV1(q query) *ecs.DescribeImagesRequest {
	req := ecs.CreateDescribeImagesRequest()
	req.ImageId, req.ImageName, req.ImageFamily, req.ImageOwnerAlias, req.Status = q.id, q.name, q.family, q.owner, q.status
	req.PageSize = requests.NewInteger(100)
	if q.tag != "" {
		req.Tag = &[]ecs.DescribeImagesTag{{Key: tagKey, Value: q.tag}}
	}
	return req
}

func (c clientV1) images(q query) (all []image, err error) {
	resp, err := c.DescribeImages(describeV1(q))
	if err != nil {
		return nil, err
	}
	for _, i := range resp.Images.Image {
		got := image{
			id: i.ImageId, name: i.ImageName, family: i.ImageFamily, description: i.Description, status: i.Status,
			owner: strconv.FormatInt(i.ImageOwnerId, 10), ownerAlias: i.ImageOwnerAlias, nvmeSupport: i.Features.NvmeSupport,
			bootMode: i.BootMode, copied: i.IsCopied,
		}
		for _, d := range i.DiskDeviceMappings.DiskDeviceMapping {
			if d.Type == "system" {
				got.snapshot = d.SnapshotId
			}
		}
		for _, t := range i.Tags.Tag {
			if t.TagKey == tagKey {
				got.tag = t.TagValue
			}
		}
		all = append(all, got)
	}
	return all, nil
}

func (c clientV1) familyHead(family string) (string, error) {
	req := ecs.CreateDescribeImageFromFamilyRequest()
	req.ImageFamily = family
	resp, err := c.DescribeImageFromFamily(req)
	if err != nil {
		return "", err
	}
	return resp.Image.ImageId, nil
}

func (c clientV1) share(imageID string, add, remove []string) error {
	req := ecs.CreateModifyImageSharePermissionRequest()
	req.ImageId, req.AddAccount, req.RemoveAccount = imageID, &add, &remove
	_, err := c.ModifyImageSharePermission(req)
	return err
}

func (c clientV1) sharedWith(imageID string) (all []string, err error) {
	req := ecs.CreateDescribeImageSharePermissionRequest()
	req.ImageId = imageID
	resp, err := c.DescribeImageSharePermission(req)
	if err != nil {
		return nil, err
	}
	for _, a := range resp.Accounts.Account {
		all = append(all, a.AliyunId)
	}
	return all, nil
}

func (c clientV1) deleteImage(imageID string) error {
	req := ecs.CreateDeleteImageRequest()
	req.ImageId = imageID
	_, err := c.DeleteImage(req)
	return err
}

func (clientV1) refusal(err error) (refusal, bool) {
	var e *sdkerrors.ServerError
	if !errors.As(err, &e) {
		return refusal{}, false
	}
	return refusal{e.HttpStatus(), e.ErrorCode(), e.Message(), e.RequestId()}, true
}

// The SDK compares the string to sign in the message with its own: the same with another
// signature means that only the secret can be wrong.
func TestGoSDKV1RecognisesAWrongSecret(t *testing.T) {
	o := asAli(server.host)
	o.secret = "open-wheat"
	_, err := newV1(t, o).images(query{name: "a name with ~ * ' and 芝麻"})
	var e *sdkerrors.ServerError
	const want = "InvalidAccessKeySecret: Please check you AccessKeySecret"
	if !errors.As(err, &e) || e.Recommend() != want {
		t.Errorf("it recommends\n%v\nwant %s", err, want)
	}
}

// The same images, whether they are asked for in XML or in JSON.
func TestGoSDKV1XML(t *testing.T) {
	c := newV1(t, asAli(server.host))
	list := func(format string) ecs.Images {
		req := describeV1(query{status: "ALL"})
		req.AcceptFormat = format
		resp, err := c.DescribeImages(req)
		if err != nil {
			t.Fatal(err)
		}
		if resp.TotalCount == 0 || len(resp.Images.Image) != resp.TotalCount {
			t.Fatalf("%s: %d images of %d", format, len(resp.Images.Image), resp.TotalCount)
		}
		return resp.Images
	}
	inXML, inJSON := list("XML"), list("JSON")
	for n := range inXML.Image {
		if !reflect.DeepEqual(nilEmpty(inXML.Image[n]), nilEmpty(inJSON.Image[n])) {
			t.Errorf("in XML\n%+v\nin JSON\n%+v", inXML.Image[n], inJSON.Image[n])
		}
	}
}

// nilEmpty makes one of the two ways in which Go says that a list is empty.
func nilEmpty(i ecs.Image) ecs.Image {
	if len(i.Tags.Tag) == 0 {
		i.Tags.Tag = nil
	}
	if len(i.DiskDeviceMappings.DiskDeviceMapping) == 0 {
		i.DiskDeviceMappings.DiskDeviceMapping = nil
	}
	if len(i.DetectionOptions.Items.Item) == 0 {
		i.DetectionOptions.Items.Item = nil
	}
	return i
}

// Without a domain the SDK chooses the region's own, and finds the server as its proxy.
func TestGoSDKV1ProxyForItsOwnEndpoint(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://"+server.host)
	c := newV1(t, asAli(""))
	if got, err := c.images(query{owner: "self"}); err != nil || len(got) == 0 {
		t.Errorf("images = %+v, %v", got, err)
	}
}

func TestGoSDKV1DryRun(t *testing.T) {
	c := newV1(t, asAli(server.host))
	req := describeV1(query{})
	req.DryRun = requests.NewBoolean(true)
	_, err := c.DescribeImages(req)
	wantRefusal(t, c, err, 400, "DryRunOperation", "Request validation has been passed with DryRun flag set.")
}

// A common request, which the aliyun CLI and Terraform are made of: any parameter in the
// query or in the form of one POST, or all in the query of a GET.
func TestGoSDKV1CommonRequest(t *testing.T) {
	c := newV1(t, asAli(server.host))
	id, err := c.createImage(newImage{instance: demoInstance})
	if err != nil {
		t.Fatal(err)
	}
	send := func(method string, query, form map[string]string) string {
		req := requests.NewCommonRequest()
		req.Method, req.Product, req.Version, req.ApiName = method, "Ecs", "2014-05-26", "ModifyImageAttribute"
		req.QueryParams, req.FormParams = query, form
		if method == "GET" {
			req.ApiName = "DescribeImages"
		}
		resp, err := c.ProcessCommonRequest(req)
		if err != nil {
			t.Fatalf("%s: %v", method, err)
		}
		return resp.GetHttpContentString()
	}
	const text = "in the form & not in the query"
	send("POST", map[string]string{"ImageId": id}, map[string]string{"Description": text})
	send("POST", map[string]string{"ImageId": id}, map[string]string{"Description": "", "ImageName": ""})
	var answer struct{ Images ecs.Images }
	body := send("GET", map[string]string{"ImageId": id}, nil)
	if err := json.Unmarshal([]byte(body), &answer); err != nil || len(answer.Images.Image) != 1 || answer.Images.Image[0].Description != text {
		t.Errorf("%v: %s", err, body)
	}
	if err := c.deleteImage(id); err != nil {
		t.Error(err)
	}
}

func TestGoSDKV1Places(t *testing.T) {
	c := newV1(t, asAli(server.host))
	regions, err := c.DescribeRegions(ecs.CreateDescribeRegionsRequest())
	if err != nil {
		t.Fatal(err)
	}
	known := func(r ecs.Region) bool { return r.RegionId == region && r.LocalName != "" && r.RegionEndpoint != "" }
	if !slices.ContainsFunc(regions.Regions.Region, known) {
		t.Errorf("regions: %+v", regions.Regions.Region)
	}
	zones, err := c.DescribeZones(ecs.CreateDescribeZonesRequest())
	if err != nil {
		t.Fatal(err)
	}
	if len(zones.Zones.Zone) == 0 || !strings.HasPrefix(zones.Zones.Zone[0].ZoneId, region+"-") {
		t.Errorf("zones: %+v", zones.Zones.Zone)
	}
}
