// Package apierr is the catalogue of public errors: every code that a client can
// see stands here once, with its HTTP status and its message as they are on the wire.
// Misspellings of the real service ("bean used", "OperationDeined") are kept.
//
// The package knows nothing of operations: which code a situation has, they decide.
package apierr

import (
	"fmt"
	"strings"
)

// Error is one public error. The catalogue's values are shared: With makes a copy.
type Error struct {
	Status  int    // HTTP status
	Code    string // what clients act on
	Message string // what people read; %s and %q in the catalogue are filled by With
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

// Is compares by code, so that errors.Is finds a code whatever its message says.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// With returns the error with the verbs of its message filled in.
func (e *Error) With(args ...any) *Error {
	return &Error{e.Status, e.Code, fmt.Sprintf(e.Message, args...)}
}

// Matches reports whether other is this catalogue entry, its verbs filled or not:
// same status, same code, and a message that differs only where the template has a verb.
func (e *Error) Matches(other *Error) bool {
	if e.Status != other.Status || e.Code != other.Code {
		return false
	}
	before, after, verb := cutVerb(e.Message)
	if !verb {
		return e.Message == other.Message
	}
	return strings.HasPrefix(other.Message, before) && strings.HasSuffix(other.Message, after)
}

func cutVerb(s string) (before, after string, found bool) {
	i := strings.IndexByte(s, '%')
	if i < 0 {
		return s, "", false
	}
	j := strings.LastIndexByte(s, '%')
	return s[:i], s[j+2:], true
}
