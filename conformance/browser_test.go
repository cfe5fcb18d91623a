package conformance

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// tab is a real browser that looks at the console of a server. Whatever it cannot do fails the
// test, and so does whatever a page does wrong meanwhile: see watch.
type tab struct {
	*testing.T
	ctx  context.Context
	host string
}

// browse opens a browser, with or without JavaScript.
func browse(t *testing.T, javaScript bool) *tab {
	t.Helper()
	return browseAt(t, server.host, javaScript)
}

func browseAt(t *testing.T, host string, javaScript bool) *tab {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)), chromedp.WindowSize(1280, 1000))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocated, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocated)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(cancel)
	b := &tab{t, ctx, host}
	b.watch()
	start := chromedp.Tasks{b.theme("light"), cdpbrowser.GrantPermissions([]cdpbrowser.PermissionType{
		cdpbrowser.PermissionTypeClipboardReadWrite, cdpbrowser.PermissionTypeClipboardSanitizedWrite,
	}), emulation.SetScriptExecutionDisabled(!javaScript)}
	if err := chromedp.Run(ctx, start); err != nil {
		t.Fatal(err)
	}
	return b
}

// theme asks for a theme as the system would, without transitions from one to the other.
func (b *tab) theme(theme string) chromedp.Action {
	return emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: theme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	})
}

// chromium finds the browser, which scripts/test installs.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	need(t, "chromium")
	return ""
}

func (b *tab) do(what string, actions ...chromedp.Action) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	err := chromedp.Run(ctx, actions...)
	for err != nil && strings.Contains(err.Error(), replaced) {
		err = chromedp.Run(ctx, actions...)
	}
	if err != nil {
		b.Fatalf("%s, at %s: %v", what, b.address(), err)
	}
}

const (
	// replaced is what the browser says of an element that a script replaced since it was found.
	replaced = "Could not find node with given id"
	// unsettled is what htmx still works on: a page that it has only just put in place scrolls to its top.
	unsettled = ".htmx-request, .htmx-swapping, .htmx-added, .htmx-settling"
)

func (b *tab) open(path string) {
	b.Helper()
	b.do(path, chromedp.Navigate("http://"+b.host+path))
}

// click clicks what the selector finds first, and waits for what should come of it.
func (b *tab) click(selector, then string) {
	b.Helper()
	b.do("click "+selector, chromedp.Click(selector, by(selector)), chromedp.WaitVisible(then, by(then)),
		chromedp.WaitNotPresent(unsettled, chromedp.ByQuery))
}

// by tells the two languages of selectors apart: XPath begins with a slash, CSS never does.
func by(selector string) chromedp.QueryOption {
	if strings.HasPrefix(selector, "/") {
		return chromedp.BySearch
	}
	return chromedp.ByQuery
}

// fill writes into a field, or chooses of a list.
func (b *tab) fill(selector, value string) {
	b.Helper()
	b.do("fill "+selector, chromedp.SetValue(selector, value, chromedp.ByQuery))
}

func (b *tab) text(selector string) (text string) {
	b.Helper()
	b.do("read "+selector, chromedp.TextContent(selector, &text, chromedp.ByQuery))
	return text
}

// script evaluates an expression, or a promise, in the page.
func (b *tab) script(expression string, into any) {
	b.Helper()
	await := func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }
	b.do(expression, chromedp.Evaluate(expression, into, await))
}

// accessible looks for faults with axe, in both themes.
func (b *tab) accessible() {
	b.Helper()
	axe, err := os.ReadFile(filepath.Join("node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		b.Fatalf("%v: npm ci installs it", err)
	}
	b.do("axe", chromedp.Evaluate(string(axe)+";0", nil))
	for _, theme := range []string{"light", "dark"} {
		b.do(theme, b.theme(theme))
		var text string
		b.script(`axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }).then((found) => JSON.stringify(
			found.violations.map((v) => [v.id, v.impact, v.nodes.map((n) => n.html + " " + n.failureSummary)])))`, &text)
		var faults []any
		if err := json.Unmarshal([]byte(text), &faults); err != nil || len(faults) > 0 {
			b.Errorf("%s, %s theme: %v %.3000s", b.address(), theme, err, text)
		}
	}
	b.do("light", b.theme("light"))
}

func (b *tab) address() (path string) {
	b.Helper()
	_ = chromedp.Run(b.ctx, chromedp.Location(&path))
	return strings.TrimPrefix(path, "http://"+b.host)
}
