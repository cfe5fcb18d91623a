package server_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"sesame/internal/eventlog"
	"sesame/internal/server"
)

// TestEvents: the trail is told to who may see own pages, and to no script of another site.
func TestEvents(t *testing.T) {
	at := now
	r := start(t, func(c *server.Config) { c.Clock = func() time.Time { return at } })
	imported := struct {
		ID string `json:"ImageId"`
	}{}
	a := r.raw(get(signed("ImportImage", "RegionId", "cn-hangzhou", "DiskDeviceMapping.1.OSSBucket", "bucket", "DiskDeviceMapping.1.OSSObject", "disk.qcow2")))
	if err := json.Unmarshal([]byte(a.body), &imported); err != nil || imported.ID == "" {
		t.Fatal(a.body)
	}
	at = at.Add(time.Hour)
	a = r.raw(get(signed("ModifyImageAttribute", "RegionId", "cn-hangzhou", "ImageId", imported.ID, "ImageName", "renamed")))
	a.want(t, "rename", 200, "")
	ask := func(query string) (p eventlog.Page) {
		if status := r.getJSON(server.EventsPath+query, &p); status != 200 {
			t.Fatalf("%s: %d", query, status)
		}
		return p
	}
	all := ask("?image=" + imported.ID).Events
	if len(all) != 2 || all[0].Action != "ImportImage" || all[1].After["name"] != "renamed" || all[1].AccountName != "ali" {
		t.Fatalf("%+v", all)
	}
	if p := ask("?since=30m"); len(p.Events) != 1 || p.Events[0].ID != all[1].ID {
		t.Errorf("half an hour: %+v", p)
	}
	if p := ask("?behind=" + url.QueryEscape(all[1].ID)); len(p.Events) != 0 {
		t.Errorf("behind the last: %+v", p)
	}
	if p := ask("?account=" + cassim); len(p.Events) != 0 {
		t.Errorf("of another account: %+v", p)
	}
	for _, bad := range []string{"?account=nobody", "?since=yesterday", "?since=-1h"} {
		if a := r.raw(own("GET", server.EventsPath+bad, "Host: localhost")); a.status != 400 {
			t.Errorf("%s: %d", bad, a.status)
		}
	}
	a = r.raw(own("GET", server.EventsPath, "Host: localhost", "Origin: http://evil.example"))
	if a.status != 200 || a.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("another site's script may read it: %d %v", a.status, a.header)
	}
	if a := start(t, exposed).overTLS(own("GET", server.EventsPath, "Host: sesame.example")); a.status != 401 || strings.Contains(a.body, "events") {
		t.Errorf("without the token: %d %s", a.status, a.body)
	}
}
