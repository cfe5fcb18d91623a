package conformance

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBrowserExplorer finds an action, makes a call with it, copies the call as code and runs that.
func TestBrowserExplorer(t *testing.T) {
	c := newV2(t, "", asAli(server.host))
	id, err := c.createImage(newImage{instance: demoInstance})
	if err != nil {
		t.Fatal(err)
	}
	const odd = "'\"`\\ ${x} {{.}} <!--</script> 中文"
	b := browse(t, true)
	b.open("/console/explorer")
	b.accessible()
	b.do("type", chromedp.Click("#q", chromedp.ByQuery), chromedp.KeyEvent("modifyimageattr"),
		chromedp.WaitNotPresent(`a[href$="/DescribeImages"]`, chromedp.ByQuery))
	if at := b.address(); at != "/console/explorer?q=modifyimageattr" {
		t.Errorf("the address is %s", at)
	}
	b.click(`a[href$="/ModifyImageAttribute"]`, "#field-ImageId")
	b.accessible()

	b.fill("#field-ImageId", id)
	b.fill("#field-Description", odd)
	b.fill("#field-Status", "Deprecated")
	b.fill("#sign", "v1")
	b.click(`button[value="run"]`, "#answer")
	if text := b.text("#answer .pill"); text != "200 OK" {
		t.Fatalf("%s: %s", text, b.text("#answer-text"))
	}
	b.accessible()
	images, err := c.images(query{id: id, status: "Deprecated"})
	if err != nil || len(images) != 1 || images[0].description != odd {
		t.Errorf("%+v, %v", images, err)
	}

	// What is copied is what is shown, and it runs.
	b.do("open the code", chromedp.Click("//summary[text()='curl (signs by itself)']", chromedp.BySearch))
	b.click(`[data-copy="code-curl-signing"]`, `[data-copy="code-curl-signing"]`)
	var copied string
	b.script("navigator.clipboard.readText()", &copied)
	if copied != b.text("#code-curl-signing") {
		t.Errorf("copied %q", copied)
	}
	file := filepath.Join(t.TempDir(), "call.sh")
	if err := os.WriteFile(file, []byte(copied), 0o600); err != nil {
		t.Fatal(err)
	}
	var refused struct{ Code string }
	if err := json.Unmarshal(runSample(t, "bash", file), &refused); err != nil || refused.Code == "" {
		t.Errorf("deprecated again: %+v, %v", refused, err)
	}
}

// TestBrowserExplorerWithoutJavaScript does the same with forms and links alone.
func TestBrowserExplorerWithoutJavaScript(t *testing.T) {
	b := browse(t, false)
	b.open("/console/explorer")
	b.do("type", chromedp.SendKeys("#q", "DescribeImages\r", chromedp.ByQuery), chromedp.WaitNotPresent(`a[href$="/CreateImage"]`, chromedp.ByQuery))
	b.click(`a[href$="/DescribeImages"]`, "#field-RegionId")
	b.do("open the optional parameters", chromedp.Click("//summary[starts-with(., 'Optional')]", chromedp.BySearch), chromedp.WaitVisible(`[name="Tag.1.Key"]`, chromedp.ByQuery))
	b.fill(`[name="Tag.1.Key"]`, "no such tag")
	b.click(`button[value="add:Tag"]`, `[name="Tag.2.Key"]`)
	b.fill(`[name="format"]`, "XML")
	b.click(`button[value="run"]`, "#answer")
	if text := b.text("#answer-text"); !strings.Contains(text, "<TotalCount>0</TotalCount>") {
		t.Errorf("%.2000s", text)
	}
	for selector, visible := range map[string]bool{`[data-copy="code-go-v2"]`: false, "#code-go-v2": true, "#code-java": false} {
		var box bool
		b.script(`document.querySelector('`+selector+`').checkVisibility()`, &box)
		if box != visible {
			t.Errorf("%s: visible %v", selector, box)
		}
	}
	b.do("open the code", chromedp.Click("//summary[text()='Java']", chromedp.BySearch), chromedp.WaitVisible("#code-java", chromedp.ByQuery))
	if text := b.text("#code-java"); !strings.Contains(text, `query.put("Tag.1.Key", "no such tag");`) {
		t.Errorf("%s", text)
	}
}
