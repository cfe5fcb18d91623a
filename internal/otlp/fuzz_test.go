package otlp_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"sesame/internal/otlp"
)

// traceparent is the header as the W3C describes it: version, trace, span and flags, and what later versions add.
var traceparent = regexp.MustCompile(`(?s)^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$`)

// FuzzParent: a header is read as it is described, or is none.
func FuzzParent(f *testing.F) {
	const trace, span = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
	for _, header := range []string{
		"", "00-" + trace + "-" + span + "-01", "00-" + trace + "-" + span + "-00", "00-" + trace + "-" + span + "-01-more",
		"cc-" + trace + "-" + span + "-03-more-\n", "ff-" + trace + "-" + span + "-01", "zz-" + trace + "-" + span + "-01",
		"00-" + strings.ToUpper(trace) + "-" + span + "-01", "00-" + trace + "-" + span + "-0A", "00-" + trace + "-" + span + "-0_",
		"00-" + strings.Repeat("0", 32) + "-" + span + "-01", "00-" + trace + "-" + strings.Repeat("0", 16) + "-01", "---", "-----",
	} {
		f.Add(header)
	}
	f.Fuzz(func(t *testing.T, header string) {
		var wantTrace, wantSpan string
		wantSampled := false
		m := traceparent.FindStringSubmatch(header)
		want := m != nil && m[1] != "ff" && (m[1] != "00" || m[5] == "") && strings.Trim(m[2], "0") != "" && strings.Trim(m[3], "0") != ""
		if want {
			flags, err := strconv.ParseUint(m[4], 16, 8)
			if err != nil {
				t.Fatal(err)
			}
			wantTrace, wantSpan, wantSampled = m[2], m[3], flags&1 == 1
		}
		gotTrace, gotSpan, sampled, ok := otlp.Parent(header)
		if ok != want || gotTrace != wantTrace || gotSpan != wantSpan || sampled != wantSampled {
			t.Errorf("%q: %q %q %v %v", header, gotTrace, gotSpan, sampled, ok)
		}
	})
}
