package conformance

import (
	"fmt"
	"net/url"
	"slices"
	"sync"

	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// watch fails the test, at its end, for what pages do that nobody sees: errors in the console,
// what their policy forbids, parts that are not there, dialogs, and requests to other hosts.
func (b *tab) watch() {
	b.Helper()
	var lock sync.Mutex
	var faults []string
	b.Cleanup(func() {
		lock.Lock()
		defer lock.Unlock()
		for _, f := range faults {
			b.Error(f)
		}
	})
	chromedp.ListenTarget(b.ctx, func(event any) {
		if fault := b.fault(event); fault != "" {
			lock.Lock()
			defer lock.Unlock()
			faults = append(faults, fault)
		}
	})
}

// fault says what is wrong with an event, "" if nothing is.
func (b *tab) fault(event any) string {
	switch e := event.(type) {
	case *cdplog.EventEntryAdded:
		// What is refused is answered with a status of its own; parts of pages are looked at below.
		if e.Entry.Source != cdplog.SourceNetwork {
			return fmt.Sprintf("the browser's log: %s: %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL)
		}
	case *runtime.EventConsoleAPICalled:
		if slices.Contains([]runtime.APIType{runtime.APITypeError, runtime.APITypeWarning, runtime.APITypeAssert}, e.Type) {
			return fmt.Sprintf("the console: %s: %s", e.Type, e.Args[0].Value)
		}
	case *runtime.EventExceptionThrown:
		return "an exception: " + e.ExceptionDetails.Error()
	case *page.EventJavascriptDialogOpening:
		return "a dialog: " + e.Message
	case *network.EventRequestWillBeSent:
		if at, err := url.Parse(e.Request.URL); err != nil || at.Scheme != "data" && at.Scheme != "about" && at.Host != b.host {
			return "a request to " + e.Request.URL
		}
	case *network.EventResponseReceived:
		part := e.Type == network.ResourceTypeScript || e.Type == network.ResourceTypeStylesheet || e.Type == network.ResourceTypeImage
		if part && e.Response.Status >= 400 {
			return fmt.Sprintf("%s: %d", e.Response.URL, e.Response.Status)
		}
	}
	return ""
}
