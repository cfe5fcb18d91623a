package cloud

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ValidImageName reports whether s may be the name of an image or, with the same rule,
// of a family: 2 to 128 characters; a letter or a Chinese character first; then letters,
// Chinese characters, digits and ". : _ -"; not beginning with "acs:" or "aliyun"; no
// http:// or https:// (A-010, A-011).
func ValidImageName(s string) bool {
	if n := utf8.RuneCountInString(s); n < 2 || n > 128 {
		return false
	}
	if strings.HasPrefix(s, "acs:") || strings.HasPrefix(s, "aliyun") {
		return false
	}
	return wellSpelled(s)
}

// wellSpelled: a letter or a Chinese character, then those, digits and ". : _ -".
func wellSpelled(s string) bool {
	for i, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', unicode.Is(unicode.Han, r):
		case i == 0:
			return false
		case r >= '0' && r <= '9', r == '.', r == ':', r == '_', r == '-':
		default:
			return false
		}
	}
	return true
}

// ValidDescription reports whether s may describe an image: 2 to 256 characters of any
// kind, not beginning with http:// or https:// (A-012).
func ValidDescription(s string) bool {
	n := utf8.RuneCountInString(s)
	return n >= 2 && n <= 256 && !hasURLPrefix(s)
}

func hasURLPrefix(s string) bool {
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

// ValidDiskName reports whether s may be the name of a disk: the rule of image names, but
// for the reserved beginnings.
func ValidDiskName(s string) bool {
	n := utf8.RuneCountInString(s)
	return n >= 2 && n <= 128 && !hasURLPrefix(s) && wellSpelled(s)
}

// ValidSnapshotName is the rule of disk names; what begins with "auto" is kept for
// snapshots that nobody asked for.
func ValidSnapshotName(s string) bool {
	return ValidDiskName(s) && !strings.HasPrefix(s, "auto")
}
