package rpc

import (
	"reflect"
	"strings"
	"unicode/utf8"
)

const xmlHeader = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

func appendTag(b []byte, bracket, name string) []byte {
	b = append(b, bracket...)
	b = append(b, name...)
	return append(b, '>')
}

func appendXMLElement(b []byte, name, value string) []byte {
	b = appendTag(b, "<", name)
	b = appendXMLText(b, value)
	return appendTag(b, "</", name)
}

// appendXMLFields writes the elements of an object; an invalid object has none. A list is
// its elements one after the other under the field's name.
func appendXMLFields(b []byte, s *shape, object reflect.Value) []byte {
	if !object.IsValid() {
		return b
	}
	for i := range s.fields {
		f := &s.fields[i]
		v := f.in(object)
		if f.shape.kind != kindList {
			b = appendXMLField(b, f, f.shape, v)
			continue
		}
		for j := range v.Len() {
			b = appendXMLField(b, f, f.shape.elem, v.Index(j))
		}
	}
	return b
}

func appendXMLField(b []byte, f *field, s *shape, v reflect.Value) []byte {
	if s.omits(v) {
		return b
	}
	if s.pointer {
		v = v.Elem()
	}
	b = append(b, f.open...)
	switch s.kind {
	case kindString:
		b = appendXMLText(b, v.String())
	case kindObject:
		b = appendXMLFields(b, s, v)
	case kindMap:
		for _, m := range membersOf(v) {
			for _, text := range m.texts {
				b = appendXMLElement(b, elementName(m.name), text)
			}
		}
	default:
		b = appendPlain(b, s, v)
	}
	return append(b, f.close...)
}

// elementName is what an element is called that a member of a map becomes: of what no name may
// hold, an underscore.
func elementName(member string) string {
	name := strings.Map(func(r rune) rune {
		if isWireName("a" + string(r)) {
			return r
		}
		return '_'
	}, member)
	if !isWireName(name) {
		name = "_" + name
	}
	return name
}

// xmlEscape returns what stands for the character c at the beginning of the rest of a
// text, or "" if it may stand for itself. A bare CR would be read as LF.
func xmlEscape(c rune, size int) string {
	switch c {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '"':
		return "&quot;"
	case '\'':
		return "&apos;"
	case '\r':
		return "&#xD;"
	case '\t', '\n':
		return ""
	}
	if !isXMLChar(c, size) {
		return "\uFFFD"
	}
	return ""
}

// isXMLChar reports whether XML 1.0 can hold the character, of so many bytes, at all.
func isXMLChar(c rune, size int) bool {
	switch {
	case c < ' ':
		return c == '\t' || c == '\n' || c == '\r'
	case c == utf8.RuneError:
		return size != 1
	}
	return c != 0xFFFE && c != 0xFFFF
}

func appendXMLText(b []byte, s string) []byte {
	start := 0
	for i := 0; i < len(s); {
		if xmlPlain[s[i]] {
			i++
			continue
		}
		c, size := utf8.DecodeRuneInString(s[i:])
		if escape := xmlEscape(c, size); escape != "" {
			b = append(b, s[start:i]...)
			b = append(b, escape...)
			start = i + size
		}
		i += size
	}
	return append(b, s[start:]...)
}

// xmlPlain marks the bytes that need no second look.
var xmlPlain = func() (plain [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		plain[c] = xmlEscape(c, 1) == ""
	}
	return plain
}()

// appendCDATA writes the inside of a CDATA section, which "]]>" would end: there it is
// cut into two sections.
func appendCDATA(b []byte, s string) []byte {
	s = strings.Map(func(c rune) rune {
		if !isXMLChar(c, 0) {
			return utf8.RuneError
		}
		return c
	}, s)
	return append(b, strings.ReplaceAll(s, "]]>", "]]]]><![CDATA[>")...)
}
