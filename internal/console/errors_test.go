package console_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

func TestListOfErrors(t *testing.T) {
	b := browse(t, "")
	for name, query := range map[string]string{
		"errors_one":   "q=has+been+SHARED&action=DeleteImage",
		"errors_none":  "q=" + url.QueryEscape(`<script>alert("1")</script>`),
		"errors_never": "q=launchtemplate&status=&never=1",
	} {
		page := b.get("/console/errors?"+query).says(t, 200)
		page.compare(t, name, foundPart.FindString(page.body))
	}
	all := b.get("/console/errors").says(t, 200, `href="/console/errors/InvalidImageName.Duplicated"`, `aria-current="page"`)
	if strings.Contains(all.body, "InvalidSystemSnapshot.Missing") {
		t.Error("a code that is never given is listed without being asked for")
	}
	b.get("/console/errors?status=503").says(t, 200, "1 code<", "ServiceUnavailable")
}

// foundPart is the list; the form above it has all actions, of which there are ever more.
var foundPart = regexp.MustCompile(`(?s)<div id="found".*?\n</div>\n`)

func TestPageOfAnError(t *testing.T) {
	b := browse(t, "")
	b.get("/console/errors/ImageUseShared").says(t, 200).golden(t, "error_two_causes")
	b.get("/console/errors/InvalidSystemSnapshot.Missing").says(t, 200).golden(t, "error_never")
	b.get("/console/errors/InternalError").says(t, 200).golden(t, "error_no_example")
	b.get("/console/errors/imageuseshared").says(t, 404).golden(t, "error_unknown")
	b.get("/console/errors/"+url.PathEscape(`<script>alert(1)</script>`)).says(t, 404, "&lt;script&gt;")
}

// TestAnExampleIsRun: the page shows what was asked and what was answered.
func TestAnExampleIsRun(t *testing.T) {
	b := browse(t, "")
	b.get("/console/errors/InvalidImageVersion.Malformed")
	b.post("/console/errors/InvalidImageVersion.Malformed", "example", "0").says(t, 200).golden(t, "error_played")

	// Of several examples, the chosen one; and nothing of the visitor's is touched.
	b.get("/console/errors/ImageUseShared?example=1")
	b.post("/console/errors/ImageUseShared", "example", "1").says(t, 200, "ModifyImageAttribute</strong>", "please remove shared accounts first")
	b.get("/console/images/cn-hangzhou").says(t, 200, "No images")

	b.get("/console/errors/InternalError")
	b.post("/console/errors/InternalError", "example", "0").says(t, 404)
	b.token = "forged"
	b.post("/console/errors/ImageUseShared", "example", "0").says(t, 403)
}
