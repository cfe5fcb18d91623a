package cloud

import "strings"

// ValidPassword reports whether s may be what somebody logs in with: 8 to 30 characters, of
// three of the four kinds: capitals, small letters, digits and the special ones.
func ValidPassword(s string) bool {
	if len(s) < 8 || len(s) > 30 {
		return false
	}
	var upper, lower, digit, special int
	for _, r := range s {
		switch {
		case r >= 'A' && r <= 'Z':
			upper = 1
		case r >= 'a' && r <= 'z':
			lower = 1
		case r >= '0' && r <= '9':
			digit = 1
		case strings.ContainsRune("()`~!@#$%^&*-_+=|{}[]:;'<>,.?/", r):
			special = 1
		default:
			return false
		}
	}
	return upper+lower+digit+special >= 3
}
