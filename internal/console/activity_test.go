package console_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"sesame/sesametest"
)

var requestLink = regexp.MustCompile(`href="(/console/requests/[0-9A-F-]{36})"`)

// first opens the first request of a list.
func (b *browser) first(list *seen) *seen {
	b.t.Helper()
	m := requestLink.FindStringSubmatch(list.body)
	if m == nil {
		b.t.Fatalf("no request in\n%s", list.body)
	}
	return b.get(m[1])
}

func TestActivity(t *testing.T) {
	b := browse(t, world(web1, web2))
	b.get("/console/activity").says(t, 200, "Nothing yet").golden(t, "activity_empty")
	b.server.Call("DescribeRegions")
	b.server.Call("ModifyImageAttribute", "RegionId", "cn-hangzhou", "ImageId", "m-web1", "ImageName", "web-2")
	b.server.As("cassim").Call("ModifyImageAttribute", "RegionId", "cn-hangzhou", "ImageId", "<script>", "ImageName", "<b>", "Description", "\u202eevil")
	b.get("/console/activity").says(t, 200, "DescribeRegions", "InvalidImageName.<wbr>Malformed", "cassim", "1000000000000002").golden(t, "activity")
	b.get("/console/activity?status=ok").says(t, 200, "DescribeRegions").lacks(t, "InvalidImage")
	b.get("/console/activity?status=refused&action=modify").says(t, 200, "cassim").lacks(t, ">DescribeRegions")
	b.get("/console/activity?code=duplicated").says(t, 200, "Duplicated").lacks(t, "Malformed")
	b.get("/console/activity?account=1000000000000002").says(t, 200, "Malformed").lacks(t, "Duplicated")
	b.get("/console/activity?status=failed").says(t, 200, "No such request").golden(t, "activity_none")

	b.first(b.get("/console/activity?code=duplicated")).
		says(t, 200, "no other image of the region has the name", "A-037", "What was signed", "m-web1").golden(t, "request_refused")
	b.first(b.get("/console/activity?account=1000000000000002")).
		says(t, 200, "&lt;b&gt;", `href="/console/activity" aria-current="page"`).golden(t, "request_hostile")
	b.first(b.get("/console/activity?action=DescribeRegions")).says(t, 200, "was answered")
}

// TestActivityOfThePages: the calls that pages make are told to who asks for them.
func TestActivityOfThePages(t *testing.T) {
	b := browse(t, world(web1))
	b.get(page)
	b.post(page+"/edit", "ImageName", "renamed")
	b.get("/console/activity").says(t, 200, "Nothing yet")
	b.get("/console/activity?own=1").says(t, 200, "ModifyImageAttribute")
}

// TestActivityLive: a page that is open asks for more, and gets it once there is any.
func TestActivityLive(t *testing.T) {
	b := browse(t, "")
	b.server.Call("DescribeRegions")
	more := regexp.MustCompile(`hx-get="([^"]*)"`)
	list := b.get("/console/activity?action=describe")
	ask := unescape(more.FindStringSubmatch(list.body)[1])
	if s := b.get(ask); s.status != http.StatusNoContent || s.body != "" {
		t.Errorf("%s: %d %s", ask, s.status, s.body)
	}
	b.server.Call("DescribeZones", "RegionId", "cn-hangzhou")
	b.get(ask).says(t, 200, "DescribeZones", "DescribeRegions")
}

func TestActivityOfOthers(t *testing.T) {
	b := browseWith(t, &sesametest.Options{Accounts: []sesametest.Account{
		{ID: ali, Name: "ali", Keys: []sesametest.Key{{ID: "one", Secret: "a secret of one"}}},
		{ID: "1000000000000002", Name: "other", Keys: []sesametest.Key{{ID: "two", Secret: "a secret of two"}}},
	}})
	b.get("/console/sign-in")
	b.post("/console/sign-in", "access_key_id", "one", "access_key_secret", "a secret of one")
	_, mine := b.server.As("ali").Call("DescribeRegions")
	_, theirs := b.server.As("other").Call("DescribeZones", "RegionId", "cn-hangzhou")
	b.get("/console/activity").says(t, 200, "those of your account", "DescribeRegions").lacks(t, "DescribeZones", "Account id")
	id := regexp.MustCompile(`[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}`)
	b.get("/console/requests/"+id.FindString(string(mine))).says(t, 200, "was answered")
	b.get("/console/requests/"+id.FindString(string(theirs))).says(t, 404, "This request is not kept").lacks(t, "DescribeZones")
}

// TestDryRunPage: a dry run says what it would have changed, the family included.
func TestDryRunPage(t *testing.T) {
	b := browse(t, world(web1, web2))
	b.server.Call("ModifyImageAttribute", "RegionId", "cn-hangzhou", "ImageId", "m-web2", "Status", "Deprecated", "DryRun", "true")
	b.first(b.get("/console/activity")).says(t, 200,
		"would have been done", "cn-hangzhou/image/m-web2", "<del dir=\"auto\">Available</del>", "<ins dir=\"auto\">Deprecated</ins>",
		"cn-hangzhou/family/web", "<del dir=\"auto\">m-web2</del>", "<ins dir=\"auto\">m-web1</ins>").golden(t, "request_dry_run")
}

// TestExplainLeadsHere: who follows Recommend in a browser sees the page.
func TestExplainLeadsHere(t *testing.T) {
	b := browse(t, "")
	_, refused := b.server.Call("DescribeImages")
	at := regexp.MustCompile(`/_sesame/explain/[0-9A-F-]{36}`).FindString(string(refused))
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.server.URL+at, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html,*/*")
	b.do(r).says(t, 200, "MissingParameter", "RegionId")
	if s := b.get(at); !strings.HasPrefix(s.body, "{") {
		t.Errorf("without a browser: %s", s.body)
	}
}
