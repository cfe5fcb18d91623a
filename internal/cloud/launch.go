package cloud

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ValidInstanceName reports whether s may name an instance or a disk: 2 to 128 characters,
// a letter of any alphabet first, then letters, digits and ". : _ - ,", not beginning with
// http:// or https:// (A-143).
func ValidInstanceName(s string) bool {
	if n := utf8.RuneCountInString(s); n < 2 || n > 128 {
		return false
	}
	for i, r := range s {
		switch {
		case unicode.IsLetter(r):
		case i == 0:
			return false
		case unicode.IsDigit(r), strings.ContainsRune(".:_-,", r):
		default:
			return false
		}
	}
	return true
}

// ValidHostName reports whether a system may call itself so: words of letters, digits and
// hyphens, 2 to 64 characters with periods between them; on Windows one word of 2 to 15
// characters that is no number.
func ValidHostName(s string, windows bool) bool {
	if !hostWords.MatchString(s) {
		return false
	}
	if windows {
		return len(s) >= 2 && len(s) <= 15 && !strings.Contains(s, ".") && strings.Trim(s, "0123456789") != ""
	}
	return len(s) >= 2 && len(s) <= 64
}

var hostWords = regexp.MustCompile(`^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$`)

// MaxUserData is the largest user data, in bytes before their encoding.
const MaxUserData = 32 << 10

// CheckUserData looks at user data in base64.
func CheckUserData(s string) error {
	raw, err := base64.StdEncoding.DecodeString(s)
	switch {
	case err != nil:
		return ErrUserData
	case len(raw) > MaxUserData:
		return ErrUserDataSize
	}
	return nil
}

var numbered = regexp.MustCompile(`^([^\[\]]*)\[([0-9]{0,6})(?:,([1-6]?))?\]([^\[\]]*)$`)

// InstanceNames makes the names of n instances of one call. web[7,3]-a numbers them web007-a,
// web008-a, ...: from 0 and with six digits unless it is said. Else suffix says whether several get
// 001, 002, ... behind the name.
func InstanceNames(name string, n int, suffix bool) ([]string, error) {
	all := make([]string, n)
	m := numbered.FindStringSubmatch(name)
	if m == nil && strings.ContainsAny(name, "[]") {
		return nil, ErrNumberedName
	}
	for i := range all {
		switch {
		case m != nil:
			from, _ := strconv.Atoi(m[2])
			digits, _ := strconv.Atoi(m[3])
			if digits == 0 {
				digits = 6
			}
			all[i] = fmt.Sprintf("%s%0*d%s", m[1], digits, from+i, m[4])
		case suffix && n > 1 && name != "":
			all[i] = fmt.Sprintf("%s%03d", name, i+1)
		default:
			all[i] = name
		}
	}
	return all, nil
}

// ValidPeriod reports whether instances can be paid in advance for so long: 1 to 4 weeks,
// 1 to 9 months, or 1 to 5 years in months.
func ValidPeriod(n int, unit string) bool {
	switch unit {
	case "Week":
		return n >= 1 && n <= 4
	case "", "Month":
		return n >= 1 && n <= 9 || n >= 12 && n <= 60 && n%12 == 0
	}
	return false
}
