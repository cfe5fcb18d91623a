package rpc

import (
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"sesame/internal/apierr"
)

const (
	maxDepth = 16   // how deep JSON may nest
	maxIndex = 1000 // the largest N of Name.N
)

// flatten turns a JSON object or array into the parameters that say the same:
// {"A":{"B":1},"C":["x"]} under the prefix "P." is P.A.B=1, P.C.1=x. Null is absence.
// want is the bracket that the text must open with ('{' or '['), null aside. It refuses
// whatever encoding/json would replace silently, and reports success.
func flatten(prefix, text string, want json.Delim) ([]pair, bool) {
	if !utf8.ValidString(text) || !pairedSurrogates(text) {
		return nil, false
	}
	f := flattener{dec: json.NewDecoder(strings.NewReader(text))}
	f.dec.UseNumber()
	tok, err := f.dec.Token()
	if err != nil || (tok != nil && tok != want) {
		return nil, false
	}
	if tok != nil && !f.container(prefix, want, 1) {
		return nil, false
	}
	if _, err := f.dec.Token(); err != io.EOF {
		return nil, false
	}
	return ordered(f.pairs), true
}

type flattener struct {
	dec   *json.Decoder
	pairs []pair
}

// container reads on behind an opening bracket, to its closing one.
func (f *flattener) container(prefix string, open json.Delim, depth int) bool {
	if depth > maxDepth {
		return false
	}
	for n := 1; f.dec.More(); n++ {
		name := strconv.Itoa(n)
		if open == '{' {
			tok, err := f.dec.Token()
			if err != nil {
				return false
			}
			name = tok.(string)
		} else if n > maxIndex {
			return false
		}
		if !f.value(prefix+name, depth) {
			return false
		}
	}
	_, err := f.dec.Token()
	return err == nil
}

func (f *flattener) value(key string, depth int) bool {
	tok, err := f.dec.Token()
	if err != nil || len(key) > maxKey {
		return false
	}
	switch t := tok.(type) {
	case json.Delim:
		return f.container(key+".", t, depth+1)
	case bool:
		return f.add(key, strconv.FormatBool(t))
	case json.Number:
		return f.add(key, t.String())
	case string:
		return f.add(key, t)
	}
	return true // null
}

func (f *flattener) add(key, value string) bool {
	if len(f.pairs) == maxParameters || strings.IndexByte(key, 0) >= 0 || strings.IndexByte(value, 0) >= 0 {
		return false
	}
	f.pairs = append(f.pairs, pair{key, value})
	return true
}

// pairedSurrogates reports whether every \uD800..\uDFFF escape is half of a pair.
// A backslash occurs only inside strings, in JSON that is otherwise well formed.
func pairedSurrogates(text string) bool {
	for {
		i := strings.IndexByte(text, '\\')
		if i < 0 {
			return true
		}
		unit, ok := escapedUnit(text[i:])
		switch {
		case !ok:
			text = text[min(i+2, len(text)):]
		case unit < 0xD800 || unit > 0xDFFF:
			text = text[i+6:]
		default:
			low, ok := escapedUnit(text[i+6:])
			if unit > 0xDBFF || !ok || low < 0xDC00 || low > 0xDFFF {
				return false
			}
			text = text[i+12:]
		}
	}
}

// escapedUnit reads a \uXXXX at the beginning of s.
func escapedUnit(s string) (unit uint64, ok bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	unit, err := strconv.ParseUint(s[2:6], 16, 16)
	return unit, err == nil
}

// flattenBody is the flat view of an application/json body.
func flattenBody(body string, limit int) (Params, *apierr.Error) {
	if strings.TrimSpace(body) == "" {
		return Params{}, nil
	}
	pairs, ok := flatten("", body, '{')
	if !ok {
		return Params{}, apierr.InvalidParameter.With("Body")
	}
	if len(pairs) > limit {
		return Params{}, errTooManyParameters
	}
	return Params{pairs}, nil
}
