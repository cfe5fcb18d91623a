package conformance

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBrowserWalk goes through the console as somebody who looks after a family does, with and
// without JavaScript, and asks the API what has come of it.
func TestBrowserWalk(t *testing.T) {
	for name, javaScript := range map[string]bool{"with JavaScript": true, "without JavaScript": false} {
		t.Run(name, func(t *testing.T) {
			w := newWalk(t, javaScript)
			w.find()
			w.renameAndAskWhy()
			w.rollBack()
			w.shareAndUndo()
			w.lookUpError()
		})
	}
}

// walk is a way through the console about a family of two images.
type walk struct {
	*tab
	checks
	api        clientV2
	javaScript bool
	family     string
	first, id  string // of the images; id is the later one
}

func newWalk(t *testing.T, javaScript bool) *walk {
	t.Helper()
	w := &walk{checks: checks{t}, api: newV2(t, "", asAli(server.host)), javaScript: javaScript, family: fmt.Sprintf("walk-%t", javaScript)}
	for n, id := range []*string{&w.first, &w.id} {
		var err error
		*id, err = w.api.createImage(newImage{instance: demoInstance, name: fmt.Sprintf("%s-%d", w.family, n+1), family: w.family})
		w.must(err)
	}
	w.tab = browse(t, javaScript)
	return w
}

// find types a part of a name, and opens what is found.
func (w *walk) find() {
	w.open("/console/")
	other := `a.name[href$="` + w.first + `"]`
	w.do("see all", chromedp.WaitVisible(other, chromedp.ByQuery))
	typed := w.family + "-2"
	if !w.javaScript {
		typed += "\r"
	}
	w.do("search", chromedp.SendKeys("#q", typed, chromedp.ByQuery), chromedp.WaitNotPresent(other, chromedp.ByQuery))
	if at := w.address(); !strings.Contains(at, "q="+w.family+"-2") {
		w.tab.Errorf("the address is %s", at)
	}
	w.click(`a.name[href$="`+w.id+`"]`, "#edit-ImageName")
}

// renameAndAskWhy enters a name that is refused, follows Recommend, and then one that is taken.
func (w *walk) renameAndAskWhy() {
	save := `form[action$="/edit"] .button.primary`
	w.fill("#edit-ImageName", "http://no")
	w.click(save, "#edit-ImageName-problem")
	if text := w.text("#edit-ImageName-problem"); !strings.Contains(text, "InvalidImageName.Malformed") {
		w.tab.Errorf("refused with %s", text)
	}
	w.click("#edit-ImageName-problem a", "#why")
	if text := w.text("main"); !strings.Contains(text, "http://no") || !strings.Contains(text, "What to do") {
		w.tab.Errorf("the explanation is %s", text)
	}
	w.click(`a[href="/console/errors/InvalidImageName.Malformed"]`, ".cause")

	w.open("/console/images/" + region + "/" + w.id)
	w.fill("#edit-ImageName", w.family+"-renamed")
	w.fill("#edit-Description", unkind)
	w.click(save, w.notice("Changed."))
	is := w.only(w.api, query{id: w.id})
	if is.name != w.family+"-renamed" || is.description != unkind {
		w.tab.Errorf("renamed: %+v", is)
	}
}

// rollBack deprecates the latest version on the image's page, restores it in the family, and
// does both once more there.
func (w *walk) rollBack() {
	w.click(`form[action$="/status"] button`, w.notice("Deprecated."))
	w.head(w.api, w.family, w.first)
	w.click(`.head a[href$="/`+w.family+`"]`, ".timeline")
	status := `form[action$="` + w.id + `/status"] button`
	for _, s := range []struct{ notice, head string }{{"Restored.", w.id}, {"Deprecated.", w.first}, {"Restored.", w.id}} {
		w.click(status, w.notice(s.notice))
		w.head(w.api, w.family, s.head)
		if text := w.text(".head .lead"); !strings.Contains(text, s.head) {
			w.tab.Errorf("%s: the family says %s", s.notice, text)
		}
	}
}

// shareAndUndo shares the image, takes that back, and then the name as well.
func (w *walk) shareAndUndo() {
	w.click(`.timeline a[href$="`+w.id+`"]`, "#sharing")
	w.fill(`[id="share-AddAccount.1"]`, cassimID)
	w.click(`#sharing form.inline button`, `#sharing [value="`+cassimID+`"]`)
	shared, err := w.api.sharedWith(w.id)
	w.must(err)
	if len(shared) != 1 || shared[0] != cassimID {
		w.tab.Errorf("shared with %v", shared)
	}
	w.click("//li[contains(., 'Shared')]//button[contains(., 'Undo')]", w.notice("Undone: Shared"))
	if shared, err = w.api.sharedWith(w.id); err != nil || len(shared) > 0 {
		w.tab.Errorf("still shared with %v, %v", shared, err)
	}
}

// lookUpError finds an error by its message, and runs the request that shows it.
func (w *walk) lookUpError() {
	w.click(`.side a[href="/console/errors"]`, "#found")
	typed := "malformed"
	if !w.javaScript {
		typed += "\r"
	}
	w.do("search", chromedp.SendKeys("#q", typed, chromedp.ByQuery), chromedp.WaitNotPresent(`a[href$="/QuotaExceed"]`, chromedp.ByQuery))
	w.click(`#found a[href$="/InvalidImageName.Malformed"]`, "#example")
	w.click("#example .button.primary", ".played")
	if text := w.text(".played"); !strings.Contains(text, "InvalidImageName.Malformed") {
		w.tab.Errorf("the example gives %s", text)
	}
}

// unkind is markup as somebody might write it into a description.
const unkind = `"><img src=x onerror=alert(1)><script>alert(2)</script>{{.}} ${x} 'é 中文`

// notice is the sentence that a page says of what was done on the one before.
func (w *walk) notice(text string) string {
	return `//*[@role="status" and starts-with(., "` + text + `")]`
}
