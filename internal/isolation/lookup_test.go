package isolation

import (
	"net/url"
	"strings"
	"testing"
)

// lookup asks for the events of calls with secrets.
var lookup = lookupOf("EventName", "RunInstances")

func lookupOf(key, value string) url.Values {
	return url.Values{
		"Version": {"2020-07-06"}, "MaxResults": {"50"}, "LookupAttribute.1.Key": {key}, "LookupAttribute.1.Value": {value},
	}
}

// TestNobodyLooksUpOthers: what an account did is in no other account's trail, whatever is looked up.
func TestNobodyLooksUpOthers(t *testing.T) {
	w := newWorld(t)
	image := ali.id("m")
	w.call(ali, "ModifyImageAttribute", url.Values{"ImageId": {image}, "Description": {"changed"}})
	w.call(ali, "ModifyImageAttribute", url.Values{"ImageId": {image}, "ImageName": {"1"}})
	key, _ := ali.key()
	for attribute, value := range map[string]string{
		"ResourceName": image, "EventName": "ModifyImageAttribute", "EventAccessKeyId": key, "PrincipalId": ali.account,
		"EventId": w.requests[0], "EventRW": "Write", "User": "root", "ResourceType": "ACS::ECS::Image",
	} {
		own := w.call(ali, "LookupEvents", lookupOf(attribute, value))
		if !strings.HasPrefix(own, "200") || !strings.Contains(own, w.requests[0]) {
			t.Fatalf("%s: the account does not see its own: %s", attribute, own)
		}
		others := w.call(cassim, "LookupEvents", lookupOf(attribute, value))
		if !strings.HasPrefix(others, "200") || !strings.HasSuffix(others, `"Events":[]}`) {
			t.Errorf("%s: another account is told %s", attribute, others)
		}
	}
	token := url.Values{"Version": {"2020-07-06"}, "NextToken": {"0000000000001." + w.requests[0]}, "Direction": {"FORWARD"}}
	if others := w.call(cassim, "LookupEvents", token); !strings.HasSuffix(others, `"Events":[]}`) {
		t.Errorf("by the token of another account: %s", others)
	}
}
