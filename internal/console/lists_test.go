package console_test

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
	"sesame/sesametest"
)

const list = "/console/images/cn-hangzhou"

func TestImageList(t *testing.T) {
	browse(t, "").get(list).says(t, 200).golden(t, "images_empty")
	browse(t, world(web1)).get(list).says(t, 200).golden(t, "images_one")
}

// names are the images of a list, in its order.
func (s *seen) names() (all []string) {
	for _, m := range regexp.MustCompile(`<a class="name" [^>]*>([^<]*)</a>`).FindAllStringSubmatch(s.body, -1) {
		all = append(all, html.UnescapeString(m[1]))
	}
	return all
}

func TestFindImages(t *testing.T) {
	b := browse(t, world(web1, web2, old,
		"{id: m-arm, name: arm, age: 5d, architecture: arm64, boot_mode: UEFI, platform: Windows Server 2022, shared_with: [cassim]}",
		"{id: m-copy, work: copy, age: 6d, ready_in: 1h, starts_in: 1m}",
		"{id: m-failed, name: failed, status: CreateFailed, age: 7d}"))
	for query, want := range map[string]string{
		"":                               "web-2 web-1 web-0 arm m-copy failed",
		"?q=eb-":                         "web-2 web-1 web-0",
		"?q=m-copy":                      "m-copy",
		"?q=M-COPY":                      "",
		"?q=web&status=Deprecated":       "web-0",
		"?status=Waiting":                "m-copy",
		"?status=Nonsense":               "",
		"?family=web&sort=oldest":        "web-0 web-1 web-2",
		"?sort=name":                     "arm failed web-0 web-1 web-2 m-copy",
		"?sort=name-down":                "web-2 web-1 web-0 failed arm m-copy",
		"?sort=nonsense":                 "web-2 web-1 web-0 arm m-copy failed",
		"?architecture=arm64&os=windows": "arm",
		"?shared=yes":                    "arm",
		"?shared=no&q=arm":               "",
		"?tag=team":                      "web-1",
		"?tag=team%3Dweb":                "web-1",
		"?tag=team%3D":                   "",
		"?behind=nonsense":               "web-2 web-1 web-0 arm m-copy failed",
		"?q=%3Cscript%3E":                "",
	} {
		if got := strings.Join(b.get(list+query).says(t, 200).names(), " "); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	b.get(list+"?q=%3Cscript%3Ealert(1)%22").says(t, 200, "Nothing found", `value="&lt;script&gt;alert(1)&#34;"`).golden(t, "images_none_found")
}

// TestPages: the pages one behind the other are the list, in every order.
func TestPages(t *testing.T) {
	var images []string
	for n := range 120 {
		images = append(images, fmt.Sprintf("{id: m-%03d, name: n-%03d, age: %dh}", n, n, n/3))
	}
	b := browse(t, world(images...))
	next := regexp.MustCompile(`rel="next" href="([^"]*)"`)
	for _, sort := range []string{"", "&sort=oldest", "&sort=name", "&sort=name-down"} {
		var all []string
		pages := 0
		for at := list + "?q=n-" + sort; at != ""; pages++ {
			p := b.get(at)
			all = append(all, p.names()...)
			if at = ""; next.MatchString(p.body) {
				at = list + html.UnescapeString(next.FindStringSubmatch(p.body)[1])
			}
			if (pages > 0) != strings.Contains(p.body, "First page") {
				t.Errorf("page %d: %s", pages, p.body)
			}
		}
		different := slices.Compact(slices.Sorted(slices.Values(all)))
		if len(all) != 120 || len(different) != 120 || pages != 3 {
			t.Errorf("%q: %d images, %d different, on %d pages", sort, len(all), len(different), pages)
		}
	}
	b.get(list).golden(t, "images_many")
}

func TestFamilies(t *testing.T) {
	browse(t, world("{id: m-1}")).get("/console/families/cn-hangzhou").says(t, 200).golden(t, "families_empty")
	b := browse(t, world(web1, web2, old, "{id: m-db, name: db-1, family: db, age: 1d, status: Deprecated}"))
	b.get("/console/families/cn-hangzhou").says(t, 200).golden(t, "families")
	b.get("/console/families/cn-hangzhou/web").says(t, 200).golden(t, "family")
	b.get("/console/families/cn-hangzhou/none").says(t, 404)
	b.get("/console/families/cn-beijing/web").says(t, 404)
	b.get("/console/families/cn-hangzhou?after=db").says(t, 200, ">web</a>").lacks(t, ">db</a>")

	// Roll back, and restore.
	b.get("/console/families/cn-hangzhou/web")
	b.post("/console/images/cn-hangzhou/m-web2/status", "Status", "Deprecated", "next", "/console/families/cn-hangzhou/web").
		says(t, 200, "Deprecated.", "New instances boot <a href=\"/console/images/cn-hangzhou/m-web1\">").golden(t, "family_rolled_back")
	b.post("/console/images/cn-hangzhou/m-web2/status", "Status", "Available", "next", "/console/families/cn-hangzhou/web").
		says(t, 200, "Restored.", "New instances boot <a href=\"/console/images/cn-hangzhou/m-web2\">")
}

func TestManyFamilies(t *testing.T) {
	var images []string
	for n := range 60 {
		images = append(images, fmt.Sprintf("{id: m-%02d, family: f-%02d}", n, n))
	}
	b := browse(t, world(images...))
	first := b.get("/console/families/cn-hangzhou").says(t, 200, `href="?after=f-49"`).names()
	second := b.get("/console/families/cn-hangzhou?after=f-49").says(t, 200).lacks(t, "Next").names()
	if len(first) != 50 || len(second) != 10 || second[0] != "f-50" {
		t.Errorf("%v, %v", first, second)
	}
}

// TestLargeFamily: of very many versions the latest are shown, and what the family stands for
// is told of all.
func TestLargeFamily(t *testing.T) {
	dir := t.TempDir()
	seed(t, dir, func(tx *store.Tx) error {
		for n := range 111 {
			i := cloud.NewImage(ali, "cn-hangzhou", fmt.Sprintf("m-%03d", n), cloud.WorkCreate, now.Add(-time.Duration(n)*time.Hour), 0)
			if i.Family = "web"; n < 110 {
				i.Outcome = cloud.Deprecated
			}
			if err := tx.CreateImage(i); err != nil {
				return err
			}
		}
		return nil
	})
	b := browseWith(t, &sesametest.Options{DSN: dir})
	p := b.get("/console/families/cn-hangzhou/web").says(t, 200, "New instances boot <a href=\"/console/images/cn-hangzhou/m-110\">", "11 older ones")
	if n := strings.Count(p.body, "<h3>"); n != 100 {
		t.Errorf("%d versions", n)
	}
}

// TestGuard: a guarded family refuses, on the pages and in the API, and says so before.
func TestGuard(t *testing.T) {
	b := browse(t, world(web1))
	b.get("/console/families/cn-hangzhou/web").says(t, 200, "Guard this family", "the family <b dir=\"auto\">web</b> will be empty")
	b.post("/console/families/cn-hangzhou/web/guard", "guarded", "yes").says(t, 200, "The family is guarded.", "the API will refuse").golden(t, "family_guarded")
	b.get("/console/families/cn-hangzhou").says(t, 200, `<span class="tag">guarded</span>`)
	b.get(page).says(t, 200, "the API will refuse")
	b.post(page+"/status", "Status", "Deprecated").says(t, 403, "<code>OperationDenied</code> The image family is guarded")
	b.post(page+"/edit", "ImageFamily", "db").says(t, 403, `id="edit-ImageFamily-problem"`, "The image family is guarded")
	b.get(page+"/delete").says(t, 200, "the API will refuse")
	b.post(page+"/delete").says(t, 403, "The image family is guarded")
	if status, body := b.server.Call("DeleteImage", "RegionId", "cn-hangzhou", "ImageId", "m-web1"); status != 403 {
		t.Errorf("by the API: %d %s", status, body)
	}
	b.post("/console/families/cn-hangzhou/web/guard", "guarded", "no").says(t, 200, "not guarded any more")
	b.post("/console/families/cn-hangzhou/none/guard", "guarded", "yes").says(t, 404)
	b.post(page+"/delete").says(t, 200, "Deleted m-web1.")
}

// TestImagesOfOthers: what others share or publish can be looked at and copied, and no more.
func TestImagesOfOthers(t *testing.T) {
	b := browse(t, world(
		"{id: m-web1, name: theirs, family: web, description: for you, age: 3d, disks: [{snapshot: s-1}], tags: {secret: yes}, resource_group: rg-secret, shared_with: [cassim]}",
		"{id: m-web2, name: everybodys, age: 1d, platform: Ubuntu}", "{id: m-old, name: private}"))
	b.get("/console/images/cn-hangzhou/m-web2")
	b.post("/console/images/cn-hangzhou/m-web2/share", "IsPublic", "true").says(t, 200)
	b.post("/console/account", "key", "cassim")
	b.get(list).says(t, 200, "No images", "Images that others share")
	for query, want := range map[string]string{
		"?owner=received": "theirs", "?owner=community": "everybodys", "?owner=received&q=ei": "theirs", "?owner=received&q=m-web1": "theirs",
		"?owner=received&q=x": "", "?owner=received&status=Deprecated": "", "?owner=community&architecture=arm64": "", "?owner=received&tag=secret": "",
	} {
		if got := strings.Join(b.get(list+query).says(t, 200).names(), " "); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	b.get(list+"?owner=received").says(t, 200, "acs:"+ali+":web").lacks(t, "secret")
	b.get(page).says(t, 200, "shares it with cassim", "acs:"+ali+":web").lacks(t, "secret", "/edit", "/delete", "Undo", "deleted").golden(t, "image_of_others")
	b.get("/console/images/cn-hangzhou/m-web2").says(t, 200, "A community image of the account")
	b.get("/console/images/cn-hangzhou/m-old").says(t, 404)
	b.post(page+"/edit", "ImageName", "mine").says(t, 404)
	b.get(page+"/delete").says(t, 404)
	b.post(page+"/copy", "DestinationRegionId", "cn-hangzhou", "DestinationImageName", "1").says(t, 400, `id="copy-DestinationImageName-problem"`)
	b.post(page+"/copy", "DestinationRegionId", "cn-hangzhou", "DestinationImageName", "mine").says(t, 200, "The copy has begun.", `value="mine"`)
}
