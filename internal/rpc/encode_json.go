package rpc

import (
	"reflect"
	"unicode/utf8"
)

// appendJSONFields writes the members of an object, each with a comma before it except
// the first of all. An invalid object has none.
func appendJSONFields(b []byte, s *shape, object reflect.Value, comma bool) []byte {
	if !object.IsValid() {
		return b
	}
	for i := range s.fields {
		f := &s.fields[i]
		v := f.in(object)
		if f.shape.omits(v) {
			continue
		}
		if comma {
			b = append(b, ',')
		}
		comma = true
		b = append(b, f.jsonKey...)
		b = appendJSON(b, f.shape, v)
	}
	return b
}

// omits reports whether v is a nil pointer to a scalar.
func (s *shape) omits(v reflect.Value) bool {
	return s.pointer && s.kind != kindObject && v.IsNil()
}

func appendJSON(b []byte, s *shape, v reflect.Value) []byte {
	if s.pointer {
		v = v.Elem()
	}
	switch s.kind {
	case kindString:
		return appendJSONString(b, v.String())
	case kindObject:
		b = append(b, '{')
		b = appendJSONFields(b, s, v, false)
		return append(b, '}')
	case kindList:
		return appendJSONList(b, s.elem, v)
	case kindMap:
		return appendJSONMap(b, v)
	}
	return appendPlain(b, s, v)
}

func appendJSONList(b []byte, elem *shape, v reflect.Value) []byte {
	b = append(b, '[')
	first := true
	for i := range v.Len() {
		e := v.Index(i)
		if elem.omits(e) {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = appendJSON(b, elem, e)
	}
	return append(b, ']')
}

// appendJSONMap writes the members by name.
func appendJSONMap(b []byte, v reflect.Value) []byte {
	b = append(b, '{')
	for n, m := range membersOf(v) {
		if n > 0 {
			b = append(b, ',')
		}
		b = append(appendJSONString(b, m.name), ':')
		if !m.list {
			b = appendJSONString(b, m.texts[0])
			continue
		}
		b = append(b, '[')
		for i, text := range m.texts {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSONString(b, text)
		}
		b = append(b, ']')
	}
	return append(b, '}')
}

const hexDigits = "0123456789abcdef"

// appendJSONString quotes any string. Unlike encoding/json it leaves < > & alone: they
// are harmless here, and clients show messages as they come.
func appendJSONString(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c < utf8.RuneSelf && c != '"' && c != '\\' {
			i++
			continue
		}
		if c < utf8.RuneSelf {
			b = append(b, s[start:i]...)
			b = appendJSONEscape(b, c)
			i++
			start = i
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			b = append(b, s[start:i]...)
			b = append(b, "\uFFFD"...)
			start = i + 1
		}
		i += size
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}

func appendJSONEscape(b []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(b, '\\', c)
	case '\n':
		return append(b, '\\', 'n')
	case '\r':
		return append(b, '\\', 'r')
	case '\t':
		return append(b, '\\', 't')
	}
	return append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
}
