package cloud_test

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sesame/internal/cloud"
)

// A pattern is a regular expression of one operator.
func TestMatchPatternIsARegularExpression(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pattern := rapid.StringOfN(rapid.SampledFrom([]rune("ab像*")), 0, 8, -1).Draw(t, "pattern")
		text := rapid.StringOfN(rapid.SampledFrom([]rune("ab像")), 0, 10, -1).Draw(t, "text")
		expression := "^" + strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*") + "$"
		if got, want := cloud.MatchPattern(pattern, text), regexp.MustCompile(expression).MatchString(text); got != want {
			t.Fatalf("%q in %q: %v, want %v", pattern, text, got, want)
		}
	})
}
