package cloud

import (
	"slices"
	"strings"
)

// Tag is a key with a value, which may be empty.
type Tag struct{ Key, Value string }

// Resource is what things of all kinds have in common: tags, and a resource group.
type Resource struct {
	Account, Region, Kind, ID string

	ResourceGroup string
	Tags          []Tag // ordered by key

	Revision string // the change that made it what it is; the store's business
}

// CheckTags looks at tags that shall be put on something: each well formed, no key twice.
func CheckTags(tags []Tag) error {
	seen := map[string]bool{}
	for _, t := range tags {
		switch {
		case !ValidTagKey(t.Key):
			return ErrTagKey
		case !ValidTagValue(t.Value):
			return ErrTagValue
		case seen[t.Key]:
			return ErrTagTwice
		}
		seen[t.Key] = true
	}
	return nil
}

// WithTags gives the tags with others among them, ordered by key. A key that is there gets
// the new value.
func WithTags(have []Tag, more ...Tag) []Tag {
	all := slices.DeleteFunc(slices.Clone(have), func(t Tag) bool {
		return slices.ContainsFunc(more, func(m Tag) bool { return m.Key == t.Key })
	})
	all = append(all, more...)
	slices.SortFunc(all, func(a, b Tag) int { return strings.Compare(a.Key, b.Key) })
	return all
}

// WithoutTags gives the tags without those that any of the matches fits.
func WithoutTags(have []Tag, matches ...TagMatch) []Tag {
	return slices.DeleteFunc(slices.Clone(have), func(t Tag) bool {
		return slices.ContainsFunc(matches, func(m TagMatch) bool { return m.Fits(t) })
	})
}

// Fits reports whether a tag has the key and, if one is asked for, the value.
func (m TagMatch) Fits(t Tag) bool {
	return m.Key == t.Key && (m.Value == nil || *m.Value == t.Value)
}

// TagMatches is a key that must be there and, when there are Values, one of them.
type TagMatches struct {
	Key    string
	Values []string
}

// ValidTagKey reports whether s may be a tag's key: 1 to 128 characters, not beginning
// with "aliyun" or "acs:", without http:// or https:// (A-017).
func ValidTagKey(s string) bool {
	return s != "" && !strings.HasPrefix(s, "aliyun") && ValidTagValue(s)
}

// ValidTagValue reports whether s may be a tag's value: 0 to 128 characters, not
// beginning with "acs:", without http:// or https:// (A-017).
func ValidTagValue(s string) bool {
	return len([]rune(s)) <= 128 && !strings.HasPrefix(s, "acs:") &&
		!strings.Contains(s, "http://") && !strings.Contains(s, "https://")
}
