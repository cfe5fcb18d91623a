package server_test

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestDescriptions(t *testing.T) {
	r := start(t, nil)
	for path, want := range map[string]string{
		"/_sesame/openapi.json":                              `"openapi":"3.1.0"`,
		"/_sesame/openapi/Ecs/2014-05-26/api-docs.json":      `"apis":{"AddTags":`,
		"/_sesame/openapi/ecs/2014-05-26/api-docs.json":      `"product":"Ecs"`,
		"/_sesame/openapi/Ecs/2000-01-01/api-docs.json":      "",
		"/_sesame/openapi/NoSuch/2014-05-26/api-docs.json":   "",
		"/_sesame/openapi/Ecs/2014-05-26/api-docs.json/more": "",
	} {
		a := r.raw("GET " + path + " HTTP/1.1\r\nHost: " + r.addr + "\r\n\r\n")
		switch {
		case want == "" && a.status != 404:
			t.Errorf("%s: %d", path, a.status)
		case want != "" && (a.status != 200 || !json.Valid([]byte(a.body)) || !strings.Contains(a.body, want)):
			t.Errorf("%s: %d %.200s", path, a.status, a.body)
		}
	}
}
