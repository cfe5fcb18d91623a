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

// tab is a real browser that looks at the console. Whatever it cannot do fails the test.
type tab struct {
	*testing.T
	ctx context.Context
}

// browse opens a browser, with or without JavaScript.
func browse(t *testing.T, javaScript bool) *tab {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)), chromedp.WindowSize(1280, 1000))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocated, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocated)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	b := &tab{t, ctx}
	b.do("start", cdpbrowser.GrantPermissions([]cdpbrowser.PermissionType{
		cdpbrowser.PermissionTypeClipboardReadWrite, cdpbrowser.PermissionTypeClipboardSanitizedWrite,
	}), emulation.SetScriptExecutionDisabled(!javaScript))
	return b
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
	if err := chromedp.Run(b.ctx, actions...); err != nil {
		b.Fatalf("%s: %v", what, err)
	}
}

func (b *tab) open(path string) {
	b.Helper()
	b.do(path, chromedp.Navigate("http://"+server.host+path))
}

// click clicks what the selector finds first, and waits for what should come of it.
func (b *tab) click(selector, then string) {
	b.Helper()
	b.do("click "+selector, chromedp.Click(selector, chromedp.ByQuery), chromedp.WaitVisible(then, chromedp.ByQuery))
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
		// Colours change in steps.
		b.script(`document.documentElement.dataset.theme = "`+theme+`"; new Promise((done) => setTimeout(done, 500, 0))`, nil)
		var text string
		b.script(`axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }).then((found) => JSON.stringify(
			found.violations.map((v) => [v.id, v.impact, v.nodes.map((n) => n.html + " " + n.failureSummary)])))`, &text)
		var faults []any
		if err := json.Unmarshal([]byte(text), &faults); err != nil || len(faults) > 0 {
			b.Errorf("%s, %s theme: %v %.3000s", b.address(), theme, err, text)
		}
	}
}

func (b *tab) address() (path string) {
	b.Helper()
	b.do("address", chromedp.Location(&path))
	return strings.TrimPrefix(path, "http://"+server.host)
}
