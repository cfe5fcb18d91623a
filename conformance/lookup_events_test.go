package conformance

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	openapiutil "github.com/alibabacloud-go/darabonba-openapi/v2/utils"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/requests"
)

// trail is what LookupEvents answers, as the packages generated for the product read it.
type trail struct {
	StartTime, EndTime, NextToken string
	Events                        []map[string]any
}

// TestLookupEvents: the SDKs' calls of any action read the trail, page by page.
func TestLookupEvents(t *testing.T) {
	v1, v2 := newV1(t, asAli(server.host)), newV2(t, "", asAli(server.host))
	for name, lookUp := range map[string]func(t *testing.T, query map[string]string) trail{
		"v1": func(t *testing.T, query map[string]string) (answer trail) {
			req := requests.NewCommonRequest()
			req.Method, req.Product, req.Version, req.ApiName, req.QueryParams = "POST", "Actiontrail", "2020-07-06", "LookupEvents", query
			resp, err := v1.ProcessCommonRequest(req)
			if err != nil {
				t.Fatal(err)
			}
			readTrail(t, resp.GetHttpContentBytes(), &answer)
			return answer
		},
		"v2": func(t *testing.T, query map[string]string) (answer trail) {
			sent := map[string]any{}
			for name, value := range query {
				sent[name] = value
			}
			resp, err := v2.CallApi(&openapiutil.Params{
				Action: ptr("LookupEvents"), Version: ptr("2020-07-06"), Protocol: ptr("HTTPS"), Method: ptr("POST"), Pathname: ptr("/"),
				AuthType: ptr("AK"), Style: ptr("RPC"), ReqBodyType: ptr("formData"), BodyType: ptr("json"),
			}, &openapiutil.OpenApiRequest{Query: openapiutil.Query(sent)}, v2.runtime)
			if err != nil {
				t.Fatal(err)
			}
			body, err := json.Marshal(resp["body"])
			if err != nil {
				t.Fatal(err)
			}
			readTrail(t, body, &answer)
			return answer
		},
	} {
		t.Run(name, func(t *testing.T) { testLookupEvents(t, v1, lookUp) })
	}
}

func readTrail(t *testing.T, body []byte, into *trail) {
	t.Helper()
	if err := json.Unmarshal(body, into); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
}

func testLookupEvents(t *testing.T, c clientV1, lookUp func(*testing.T, map[string]string) trail) {
	id, err := c.createImage(newImage{instance: demoInstance})
	if err != nil {
		t.Fatal(err)
	}
	text := "traced"
	if err := c.modify(id, change{description: &text}); err != nil {
		t.Fatal(err)
	}
	if err := c.modify(id, change{name: "1"}); err == nil {
		t.Fatal("a name of one character is taken")
	}
	if err := c.deleteImage(id); err != nil {
		t.Fatal(err)
	}
	query := map[string]string{"LookupAttribute.1.Key": "ResourceName", "LookupAttribute.1.Value": id, "Direction": "FORWARD", "MaxResults": "2"}
	var got []string
	for pages := 0; ; pages++ {
		answer := lookUp(t, query)
		for _, e := range answer.Events {
			code, _ := e["errorCode"].(string)
			got = append(got, strings.TrimSpace(e["eventName"].(string)+" "+code))
			if images := e["referencedResources"].(map[string]any)["ACS::ECS::Image"].([]any); images[0] != id {
				t.Errorf("%v", e)
			}
			if at, err := time.Parse(time.RFC3339, e["eventTime"].(string)); err != nil || time.Since(at) > time.Hour {
				t.Errorf("%v", e["eventTime"])
			}
		}
		if answer.NextToken == "" || pages > 1000 {
			break
		}
		query["NextToken"] = answer.NextToken
	}
	slices.Sort(got) // calls of the same millisecond are told in any order
	want := []string{"CreateImage", "DeleteImage", "ModifyImageAttribute", "ModifyImageAttribute InvalidImageName.Malformed"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
