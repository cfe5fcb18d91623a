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

// showEvent tells of one request.
func showEvent(request []store.Event) *Event {
	first := &request[0]
	e := &Event{
		EventId: first.RequestID, EventVersion: "1", EventTime: wireTime(first.At), EventName: first.Action,
		EventSource: "ecs.aliyuncs.com", EventType: "ApiCall", EventCategory: "Management", EventRW: "Write",
		ServiceName: "Ecs", ApiVersion: "2014-05-26", SourceIpAddress: first.Source, UserAgent: first.Agent,
		RequestId: first.RequestID, RequestParameters: first.Parameters, RequestParameterJson: document(first.Parameters),
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
	for n := range request {
		e.refer(request[n].Resource)
	}
	return e
}

// refer adds what a change was about. The first of all stands for the event.
func (e *Event) refer(resource string) {
	words := strings.SplitN(resource, "/", 3)
	if len(words) < 3 || kinds[words[1]] == "" {
		return
	}
	region, kind, id := words[0], kinds[words[1]], words[2]
	e.AcsRegion = cmp.Or(e.AcsRegion, region)
	if e.ResourceName == nil {
		e.ResourceName, e.ResourceType = &id, &kind
	}
	if e.ReferencedResources == nil {
		e.ReferencedResources = map[string][]string{}
	}
	if !slices.Contains(e.ReferencedResources[kind], id) {
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
	text, _ := json.Marshal(parameters) // of texts nothing can go wrong
	return string(text)
}
