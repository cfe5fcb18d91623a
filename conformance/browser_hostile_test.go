package conformance

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBrowserHostile puts markup into every parameter of every address and into every field of
// the forms of an image. It must stay text: see watch for what else would be noticed.
func TestBrowserHostile(t *testing.T) {
	id, err := newV2(t, "", asAli(server.host)).createImage(newImage{instance: demoInstance})
	if err != nil {
		t.Fatal(err)
	}
	b := browse(t, true)
	text := url.PathEscape(unkind)
	images := "/console/images/" + region
	for _, path := range []string{
		images + "?q=*&family=*&tag=*&sort=*&status=*&architecture=*&os=*&shared=*&owner=*&behind=*", images + "?q=*", images + "?owner=received&q=*", images + "/*", images + "/" + id + "?before=*",
		"/console/families/" + region + "/*", "/console/families/" + region + "?after=*",
		"/console/activity?action=*&code=*&account=*&status=*&own=*&since=*", "/console/requests/*",
		"/console/explorer?q=*", "/console/explorer/Ecs/*", "/console/explorer/Ecs/DescribeImages?ImageName=*&Tag.1.Key=*&*=*",
		"/console/errors?q=*&action=*&status=*", "/console/errors/*", "/console/sign-in?next=*",
	} {
		b.open(strings.ReplaceAll(path, "*", text))
		b.harmless()
	}
	page := images + "/" + id
	b.open(page)
	forms := 0
	b.script(`document.querySelectorAll('main form:has(input:not([type="hidden"]))').length`, &forms)
	if forms < 4 {
		t.Errorf("%d forms", forms)
	}
	for n := range forms {
		b.open(page)
		b.do("enter", chromedp.Evaluate(fmt.Sprintf(`(() => {
			const form = document.querySelectorAll('main form:has(input:not([type="hidden"]))')[%d];
			for (const field of form.querySelectorAll('input:not([type="hidden"]), textarea')) field.value = %q;
			document.body.removeAttribute("hx-boost");
			HTMLFormElement.prototype.submit.call(form);
		})()`, n, unkind), nil), chromedp.WaitVisible(`main :is([role="alert"], .notice)`, chromedp.ByQuery))
		b.harmless()
	}
}

// harmless fails if a page has elements that only what was entered describes, or has failed.
func (b *tab) harmless() {
	b.Helper()
	var elements []string
	b.script(`[...document.querySelectorAll("body script, body img, [onerror]")].map((e) => e.outerHTML)`, &elements)
	if len(elements) > 0 {
		b.Errorf("%s has %q", b.address(), elements)
	}
	if text := b.text("main"); strings.Contains(text, "Something went wrong") {
		b.Errorf("%s failed", b.address())
	}
}
