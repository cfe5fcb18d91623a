package actiontrail

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"sesame/internal/store"
)

// Event is a call that changed something, or tried to. A call has one, however much it
// changed.
type Event struct {
	EventId              string              `rpc:"name=eventId"`
	EventVersion         string              `rpc:"name=eventVersion"`
	EventTime            string              `rpc:"name=eventTime"`
	EventName            string              `rpc:"name=eventName"`
	EventSource          string              `rpc:"name=eventSource"`
	EventType            string              `rpc:"name=eventType"`
	EventCategory        string              `rpc:"name=eventCategory"`
	EventRW              string              `rpc:"name=eventRW"`
	ServiceName          string              `rpc:"name=serviceName"`
	ApiVersion           string              `rpc:"name=apiVersion"`
	AcsRegion            string              `rpc:"name=acsRegion"`
	IsGlobal             bool                `rpc:"name=isGlobal"`
	SourceIpAddress      string              `rpc:"name=sourceIpAddress"`
	UserAgent            string              `rpc:"name=userAgent"`
	RequestId            string              `rpc:"name=requestId"`
	RequestParameters    map[string]string   `rpc:"name=requestParameters"`
	RequestParameterJson string              `rpc:"name=requestParameterJson"`
	ErrorCode            *string             `rpc:"name=errorCode"`
	ErrorMessage         *string             `rpc:"name=errorMessage"`
	UserIdentity         UserIdentity        `rpc:"name=userIdentity"`
	RecipientAccountId   string              `rpc:"name=recipientAccountId"`
	ResourceName         *string             `rpc:"name=resourceName"`
	ResourceType         *string             `rpc:"name=resourceType"`
	ReferencedResources  map[string][]string `rpc:"name=referencedResources"`
}

// UserIdentity is who called: the account itself, there is nobody else.
type UserIdentity struct {
	Type        string `rpc:"name=type"`
	PrincipalId string `rpc:"name=principalId"`
	AccountId   string `rpc:"name=accountId"`
	AccessKeyId string `rpc:"name=accessKeyId"`
	UserName    string `rpc:"name=userName"`
}

const timeLayout = "2006-01-02T15:04:05Z"

func wireTime(t time.Time) string { return t.UTC().Format(timeLayout) }

// kinds are what resources are called, by the kinds of the store's events.
var kinds = map[string]string{
	"image": "ACS::ECS::Image", "instance": "ACS::ECS::Instance", "disk": "ACS::ECS::Disk", "snapshot": "ACS::ECS::Snapshot",
	"security_group": "ACS::ECS::SecurityGroup", "vpc": "ACS::VPC::VPC", "vswitch": "ACS::VPC::VSwitch",
	"eni": "ACS::ECS::NetworkInterface",
}

// isCall: what was put into an empty store was nobody's call.
func isCall(request []store.Event) bool { return request[0].Key != "" }

// showEvent tells of one request, without RequestParameterJson: only what is found needs that.
func showEvent(request []store.Event) *Event {
	first := &request[0]
	e := &Event{
		EventId: first.RequestID, EventVersion: "1", EventTime: wireTime(first.At), EventName: first.Action,
		EventSource: "ecs.aliyuncs.com", EventType: "ApiCall", EventCategory: "Management", EventRW: "Write",
		ServiceName: "Ecs", ApiVersion: "2014-05-26", SourceIpAddress: first.Source, UserAgent: first.Agent,
		RequestId: first.RequestID, RequestParameters: first.Parameters,
		RecipientAccountId: first.Account,
		UserIdentity: UserIdentity{
			Type: "root-account", PrincipalId: first.Account, AccountId: first.Account, AccessKeyId: first.Key, UserName: "root",
		},
	}
	if first.Code != "" {
		e.ErrorCode, e.ErrorMessage = &first.Code, &first.Message
	}
	if first.Action == "GuardImageFamily" { // it is in the console alone
		e.EventType = "ConsoleOperation"
	}
	e.AcsRegion = first.Parameters["RegionId"]
	e.ReferencedResources = map[string][]string{}
	for n := range request {
		if words := strings.SplitN(request[n].Resource, "/", 3); len(words) == 3 {
			e.refer(kinds[words[1]], words[2])
			e.AcsRegion = cmp.Or(e.AcsRegion, words[0])
		}
	}
	for _, kind := range chief {
		if all := e.ReferencedResources[kind]; len(all) > 0 && e.ResourceName == nil {
			e.ResourceName, e.ResourceType = &all[0], &kind
		}
	}
	for _, p := range naming {
		e.refer(p.kind, first.Parameters[p.name])
	}
	return e
}

// chief are the kinds of resources that stand for an event with several, the first that it has.
var chief = []string{
	"ACS::ECS::Image", "ACS::ECS::Instance", "ACS::ECS::Disk", "ACS::ECS::Snapshot", "ACS::ECS::NetworkInterface",
	"ACS::ECS::SecurityGroup", "ACS::VPC::VSwitch", "ACS::VPC::VPC",
}

// naming are the parameters that name what a call uses, and need not change.
var naming = []struct{ name, kind string }{
	{"ImageId", "ACS::ECS::Image"}, {"InstanceId", "ACS::ECS::Instance"}, {"DiskId", "ACS::ECS::Disk"}, {"SnapshotId", "ACS::ECS::Snapshot"},
}

func (e *Event) refer(kind, id string) {
	if kind != "" && id != "" && !slices.Contains(e.ReferencedResources[kind], id) {
		e.ReferencedResources[kind] = append(e.ReferencedResources[kind], id)
	}
}

func (e *Event) refersTo(id string) bool {
	for _, all := range e.ReferencedResources {
		if slices.Contains(all, id) {
			return true
		}
	}
	return false
}

// document is the parameters as one text.
func document(parameters map[string]string) string {
	if parameters == nil {
		parameters = map[string]string{}
	}
	var text strings.Builder
	out := json.NewEncoder(&text)
	out.SetEscapeHTML(false)
	_ = out.Encode(parameters) // of texts nothing can go wrong
	return strings.TrimSpace(text.String())
}
