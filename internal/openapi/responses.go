package openapi

import (
	"fmt"
	"strconv"
	"strings"

	"sesame/internal/apierr"
	"sesame/internal/reference"
)

type response struct {
	Ref         string            `json:"$ref,omitempty"`
	Description string            `json:"description,omitempty"`
	Headers     map[string]header `json:"headers,omitempty"`
	Content     map[string]media  `json:"content,omitempty"`
}

type header struct {
	Schema *schema `json:"schema"`
}

type media struct {
	Schema   *schema            `json:"schema"`
	Examples map[string]example `json:"examples,omitempty"`
}

type example struct {
	Value any `json:"value"`
}

// envelope is the answer of a call that was refused.
type envelope struct {
	RequestID string `json:"RequestId"`
	HostID    string `json:"HostId"`
	Code      string
	Message   string
	Recommend string
}

// responses has the answer, the errors of the action by status, and any other.
func responses(a *reference.Action, answer *schema) map[string]*response {
	all := map[string]*response{
		"200": {
			Description: "Done.",
			Headers:     map[string]header{"x-acs-request-id": {&schema{Type: "string"}}},
			Content:     inBothFormats(answer),
		},
		"default": {Ref: "#/components/responses/Error"},
	}
	for _, e := range a.Errors {
		status := strconv.Itoa(e.Status)
		if all[status] == nil {
			all[status] = &response{
				Description: "Refused.", Content: inBothFormats(refTo("Error")),
			}
			all[status].Content["application/json"] = media{refTo("Error"), map[string]example{}}
		}
		examples := all[status].Content["application/json"].Examples
		examples[unused(examples, e.Code)] = example{envelope{
			RequestID: "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E", HostID: "ecs.aliyuncs.com", Code: e.Code, Message: message(e),
			Recommend: "https://api.aliyun.com/troubleshoot?q=" + e.Code + "&product=" + a.Product,
		}}
	}
	return all
}

// unused is the name, or the name with a number when it is taken: some codes have several messages.
func unused(taken map[string]example, name string) string {
	free := name
	for n := 2; ; n++ {
		if _, ok := taken[free]; !ok {
			return free
		}
		free = fmt.Sprintf("%s.%d", name, n)
	}
}

// message is the text with dots where it depends on the request.
func message(e *apierr.Error) string {
	return strings.NewReplacer("%q", `"…"`, "%s", "…", "%d", "…").Replace(e.Message)
}

func inBothFormats(s *schema) map[string]media {
	return map[string]media{"application/json": {Schema: s}, "text/xml": {Schema: s}}
}

func anyError() *response {
	return &response{
		Description: "Refused before the action was looked at, or failed inside.",
		Content:     inBothFormats(refTo("Error")),
	}
}

func errorSchema() *schema {
	s := &schema{Type: "object", XML: &xmlName{"Error"}, Properties: map[string]*schema{}}
	for _, name := range []string{"RequestId", "HostId", "Code", "Message", "Recommend"} {
		s.Properties[name] = &schema{Type: "string"}
		s.Required = append(s.Required, name)
	}
	return s
}
