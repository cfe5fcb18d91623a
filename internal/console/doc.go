// Package console is the web pages under /console/: people look at images and families and
// change them, without reading JSON. Whatever a page changes it asks the API for, in process
// and signed with the visitor's key, so that it is authenticated, logged and refused as any
// other call. What the API has no list for is read from the store.
//
//	request --page--> session (cookie) --> visit --handler--> render | redirect | error
//	                                         |
//	                                         +-- call(action, params) --> Config.API
//
// Pages work without JavaScript: forms that are posted and links. htmx, where it runs, makes
// the same forms and links smoother.
//
// # How a page is added
//
// A file for its handlers (activity.go), with the routes in a method of its own that [New]
// calls:
//
//	func (c *Console) activityPages() {
//		c.page("GET /console/activity", c.showActivity)
//		c.page("POST /console/activity/clear", c.clearActivity)
//	}
//
//	func (c *Console) showActivity(v *visit) error {
//		var answer struct{ TotalCount int }
//		if err := v.call("DescribeImages", params{"PageSize": "1"}, &answer); err != nil {
//			return err // an *apiError becomes a page that says so
//		}
//		return v.render("activity", "Activity", answer)
//	}
//
// A template, templates/activity.html, which defines "main"; in it the data of render is
// .Page, and everything of frame is there, too: .Region, .Account, {{.Ago .Page.At}}. A
// form that is posted has {{template "token" $}} in it. An entry in sections (nav.go). A
// page that is about one region has it in its address: "/console/images/{region}/...".
// A handler of a POST ends in v.redirect, with a notice to be shown on the next page.
//
// State that matters is a golden file: see golden in golden_test.go.
package console
