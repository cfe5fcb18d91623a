package isolation

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"sesame/internal/contract"
)

// lookup asks for the events of calls with secrets.
var lookup = lookupOf("EventName", "RunInstances")

func lookupOf(key, value string) url.Values {
	return url.Values{"MaxResults": {"50"}, "LookupAttribute.1.Key": {key}, "LookupAttribute.1.Value": {value}}
}

// lookupKeys are all by which events can be looked up.
func lookupKeys(t *testing.T) []string {
	t.Helper()
	p, _ := contract.Load(t, "Actiontrail", "LookupEvents").Parameter("LookupAttribute.N.Key")
	if len(p.Enum) == 0 {
		t.Fatal("the contract has no keys to look events up by")
	}
	return p.Enum
}

// TestNobodyLooksUpOthers: what an account did is in no other account's trail, whatever is looked up.
func TestNobodyLooksUpOthers(t *testing.T) {
	w := newWorld(t)
	w.changeSomething()
	key, _ := ali.key()
	done := map[string]string{
		"ResourceName": ali.id("m"), "EventName": "ModifyImageAttribute", "EventAccessKeyId": key, "PrincipalId": ali.account,
		"EventId": w.requests[0], "EventRW": "Write", "User": "root", "ResourceType": "ACS::ECS::Image", "ServiceName": "Ecs",
		"SensitiveAction": "false", "SourceIpAddress": "192.0.2.1", "EventType": "ApiCall",
	}
	for _, attribute := range lookupKeys(t) {
		if attribute == "RoleName" {
			continue // nobody calls by a role
		}
		own := w.call(ali, "LookupEvents", lookupOf(attribute, done[attribute]))
		if !strings.HasPrefix(own, "200") || !strings.Contains(own, w.requests[0]) {
			t.Fatalf("%s: the account does not see its own: %s", attribute, own)
		}
		others := w.call(cassim, "LookupEvents", lookupOf(attribute, done[attribute]))
		alis := func(known string) bool { return strings.Contains(others, known) }
		if !strings.HasPrefix(others, "200") || slices.ContainsFunc(w.knownOf(ali), alis) {
			t.Errorf("%s: another account is told %s", attribute, others)
		}
	}
}
