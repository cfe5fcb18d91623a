package rpc

import (
	"strings"
	"unicode/utf8"

	"sesame/internal/apierr"
)

// What one request may bring. Everything beyond is refused, nothing is cut.
const (
	maxBody       = 1 << 20 // bytes of a body
	maxQuery      = 1 << 20 // bytes of a query, still encoded
	maxParameters = 2000    // of query and body together
	maxKey        = 512     // bytes of a key, decoded
)

// These say which limit was passed: the code alone would leave the caller guessing.
var (
	errBodyTooLarge      = &apierr.Error{Status: 400, Code: "InvalidParameter", Message: "The request body is larger than 1048576 bytes."}
	errQueryTooLarge     = &apierr.Error{Status: 400, Code: "InvalidParameter", Message: "The request query is larger than 1048576 bytes."}
	errTooManyParameters = &apierr.Error{Status: 400, Code: "InvalidParameter", Message: "The request has more than 2000 parameters."}
	errKeyTooLong        = &apierr.Error{Status: 400, Code: "InvalidParameter", Message: "The name of a parameter is longer than 512 bytes."}
)

// parseURLEncoded decodes an application/x-www-form-urlencoded text of at most limit
// parameters. whole is what an error names when it is the key that is broken. It goes on
// behind a bad parameter and reports the first one, so that Format can still be found.
func parseURLEncoded(raw, whole string, limit int) (Params, int, *apierr.Error) {
	if raw == "" {
		return Params{}, 0, nil
	}
	var first *apierr.Error
	note := func(e *apierr.Error) {
		if first == nil {
			first = e
		}
	}
	u := unescaper{size: len(raw)}
	pairs := make([]pair, 0, min(strings.Count(raw, "&")+1, limit))
	sent := 0
	for rest, more := raw, true; more; {
		var part string
		part, rest, more = strings.Cut(rest, "&")
		if part == "" {
			continue
		}
		if sent == limit {
			note(errTooManyParameters)
			break
		}
		sent++
		p, err := u.pair(part, whole)
		if err != nil {
			note(err)
			continue
		}
		pairs = append(pairs, p)
	}
	return Params{ordered(pairs)}, sent, first
}

// unescaper decodes into one buffer for a whole text, which can never outgrow it: the
// strings it returns are windows on that buffer.
type unescaper struct {
	size int
	buf  strings.Builder
}

func (u *unescaper) pair(part, whole string) (pair, *apierr.Error) {
	k, v, _ := strings.Cut(part, "=")
	key, ok := u.text(k)
	if !ok {
		return pair{}, apierr.InvalidParameter.With(whole)
	}
	if len(key) > maxKey {
		return pair{}, errKeyTooLong
	}
	value, ok := u.text(v)
	if !ok {
		return pair{}, apierr.InvalidParameter.With(key)
	}
	return pair{key, value}, nil
}

// What a byte of encoded text asks for.
const (
	isEscaped = 1 << iota // unescaping
	isNUL                 // refusal
	isWide                // a look at the UTF-8
)

var byteClass = func() (class [256]uint8) {
	class[0], class['%'], class['+'] = isNUL, isEscaped, isEscaped
	for c := utf8.RuneSelf; c < len(class); c++ {
		class[c] = isWide
	}
	return class
}()

// text decodes s and reports whether it was well formed UTF-8 without NUL.
func (u *unescaper) text(s string) (string, bool) {
	var seen uint8
	for i := range len(s) {
		seen |= byteClass[s[i]]
	}
	switch {
	case seen&isNUL != 0:
		return "", false
	case seen&isEscaped != 0:
		return u.unescape(s)
	}
	return s, seen&isWide == 0 || utf8.ValidString(s)
}

func (u *unescaper) unescape(s string) (string, bool) {
	if u.buf.Cap() == 0 {
		u.buf.Grow(u.size)
	}
	start, done := u.buf.Len(), 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c != '+' && c != '%' {
			continue
		}
		u.buf.WriteString(s[done:i])
		if c == '+' {
			c = ' '
		} else {
			if i+2 >= len(s) {
				return "", false
			}
			hi, lo := unhex(s[i+1]), unhex(s[i+2])
			if hi > 15 || lo > 15 || hi|lo == 0 {
				return "", false
			}
			c = hi<<4 | lo
			i += 2
		}
		u.buf.WriteByte(c)
		done = i + 1
	}
	u.buf.WriteString(s[done:])
	text := u.buf.String()[start:]
	return text, utf8.ValidString(text)
}

// unhex returns a hex digit's value, or more than 15.
func unhex(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10
	}
	return 0xFF
}
