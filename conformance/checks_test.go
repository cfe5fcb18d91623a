package conformance

import (
	"regexp"
	"strings"
	"testing"
)

// checks are what stories and workflows say of the answers that they get.
type checks struct{ *testing.T }

func (c checks) must(err error) {
	c.Helper()
	if err != nil {
		c.Fatal(err)
	}
}

func (c checks) only(by client, q query) image {
	c.Helper()
	got, err := by.images(q)
	if err != nil || len(got) != 1 {
		c.Fatalf("images(%+v) = %+v, %v, want one", q, got, err)
	}
	return got[0]
}

func (c checks) none(by client, q query) {
	c.Helper()
	if got, err := by.images(q); err != nil || len(got) > 0 {
		c.Errorf("images(%+v) = %+v, %v, want none", q, got, err)
	}
}

func (c checks) head(by client, family, want string) {
	c.Helper()
	if got, err := by.familyHead(family); err != nil || got != want {
		c.Fatalf("the head of %s is %q, %v, want %q", family, got, err, want)
	}
}

func (c checks) refused(by client, err error, status int, code, message string) {
	c.Helper()
	wantRefusal(c.T, by, err, status, code, message)
}

var requestID = regexp.MustCompile(`^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$`)

// wantRefusal compares what the client tells with what it must; a message that ends in
// three dots need only begin so.
func wantRefusal(t *testing.T, c client, err error, status int, code, message string) {
	t.Helper()
	got, ok := c.refusal(err)
	if !ok {
		t.Fatalf("the answer is %v, want %d %s", err, status, code)
	}
	begin, open := strings.CutSuffix(message, "...")
	if got.status != status || got.code != code || got.message != message && !(open && strings.HasPrefix(got.message, begin)) {
		t.Errorf("refused with %d %s\n%s\nwant %d %s\n%s", got.status, got.code, got.message, status, code, message)
	}
	if !requestID.MatchString(got.requestID) {
		t.Errorf("the RequestId of %s is %q", code, got.requestID)
	}
}

func ptr(s string) *string { return &s }
