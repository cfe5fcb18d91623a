package conformance

import (
	"io"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
)

// place is a page in a state that people see.
type place struct {
	name string
	path string
	then func(*tab) // what leads to the state
	kept bool       // its pictures are shown in the documentation
}

const gallerySection = "/console/images/" + region

var places = []place{
	{name: "images", path: gallerySection, kept: true},
	{name: "images-none-found", path: gallerySection + "?q=no+such+image"},
	{name: "images-empty", path: "/console/images/cn-qingdao"},
	{name: "images-received", path: gallerySection + "?owner=received"},
	{name: "image", path: gallerySection + "/" + galleryImage, kept: true},
	{name: "image-history", path: gallerySection + "/" + galleryImage, kept: true, then: func(b *tab) {
		b.script(`document.querySelector("#history").scrollIntoView()`, nil)
	}},
	{name: "image-refused", path: gallerySection + "/" + galleryImage, then: func(b *tab) {
		b.fill("#edit-ImageName", "web-base-1")
		b.click(`form[action$="/edit"] .button.primary`, "#edit-ImageName-problem")
	}},
	{name: "image-long-name", path: gallerySection + "/m-bp1under0000000000004"},
	{name: "image-of-others", path: gallerySection + "/m-bp1cassim00000000001"},
	{name: "image-delete", path: gallerySection + "/" + galleryImage + "/delete"},
	{name: "families", path: "/console/families/" + region, kept: true},
	{name: "family", path: "/console/families/" + region + "/" + galleryFamily, kept: true},
	{name: "activity", path: "/console/activity", kept: true},
	{name: "request-refused", path: "/console/activity?code=duplicated", kept: true, then: openRequest},
	{name: "request-dry-run", path: "/console/activity?code=dryrun", then: openRequest},
	{name: "explorer", path: "/console/explorer", kept: true},
	{name: "explorer-answered", path: "/console/explorer/Ecs/DescribeImages?RegionId=" + region + "&ImageFamily=" + galleryFamily, kept: true, then: func(b *tab) {
		b.click(`button[value="run"]`, "#answer")
	}},
	{name: "errors", path: "/console/errors", kept: true},
	{name: "error", path: "/console/errors/InvalidImageName.Duplicated", kept: true, then: func(b *tab) {
		b.click("#example .button.primary", ".played")
		b.script(`document.querySelector("#main").scrollIntoView()`, nil)
	}},
	{name: "sign-in", path: "/console/sign-in", kept: true},
	{name: "sign-in-refused", path: "/console/sign-in", then: func(b *tab) {
		b.fill("#access_key_id", "ali")
		b.fill("#access_key_secret", "open-barley")
		b.click("form .button.primary", ".problem")
	}},
	{name: "missing", path: gallerySection + "/m-none"},
}

func openRequest(b *tab) { b.click(`#requests a.name`, "#checks") }

// TestBrowserPages looks at every page in both themes, with axe, and on a narrow screen. With
// SCREENSHOTS, a folder, it keeps pictures there.
func TestBrowserPages(t *testing.T) {
	s := gallery(t)
	b := browseAt(t, s.host, true)
	for _, p := range places {
		b.open(p.path)
		if p.then != nil {
			p.then(b)
		}
		b.accessible()
		b.narrow()
		b.picture(p)
	}
	b.complete()
	t.Logf("a page of 50 images takes %v (the median of 21)", serverTime(t, s, gallerySection))
}

// complete fails unless every section of the navigation was looked at.
func (b *tab) complete() {
	b.Helper()
	b.open("/console/")
	var sections []string
	b.script(`[...document.querySelectorAll(".side a")].map((a) => a.getAttribute("href"))`, &sections)
	for _, section := range sections {
		if !slices.ContainsFunc(places, func(p place) bool { return p.path == section }) {
			b.Errorf("nobody looks at %s", section)
		}
	}
	if len(sections) == 0 {
		b.Error("no sections")
	}
}

// narrow fails if the page is wider than a telephone.
func (b *tab) narrow() {
	b.Helper()
	b.do("narrow", emulation.SetDeviceMetricsOverride(360, 740, 1, false))
	var wide []string
	b.script(`[document.scrollingElement.scrollWidth].filter((w) => w > 360).map((w) => w + " px").concat([...document.querySelectorAll("main *")]
		.filter((e) => document.scrollingElement.scrollWidth > 360 && e.getBoundingClientRect().right > 361).slice(0, 5).map((e) => e.outerHTML.slice(0, 120)))`, &wide)
	if len(wide) > 0 {
		b.Errorf("%s is too wide: %q", b.address(), wide)
	}
	b.do("wide", emulation.ClearDeviceMetricsOverride())
}

// serverTime is how long a page takes, without the browser.
func serverTime(t *testing.T, s *sesame, path string) time.Duration {
	t.Helper()
	var took []time.Duration
	for range 21 {
		begin := time.Now()
		resp, err := http.Get("http://" + s.host + path)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s, %v", path, resp.Status, err)
		}
		took = append(took, time.Since(begin))
	}
	slices.Sort(took)
	return took[len(took)/2]
}
