package rpc

import (
	"bytes"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"

	"sesame/internal/apierr"
)

// Encode writes an answer: RequestId first, then the fields of v, a pointer to a struct
// (nil has none), in order. root is the XML root, "ModifyImageAttributeResponse"; JSON
// has none. A nil pointer to a scalar is left out, one to a struct is an empty object, a
// nil slice is an empty list: {"Images":{"Image":[]}} is never null, since clients die of
// that. Strings that a format cannot hold get U+FFFD. It panics if v's type cannot go
// over the wire, which Bind finds out earlier.
func Encode(buf *bytes.Buffer, f Format, root, requestID string, v any) {
	s, object := answer(v)
	b := buf.AvailableBuffer()
	if f == JSON {
		b = append(b, `{"RequestId":`...)
		b = appendJSONString(b, requestID)
		b = appendJSONFields(b, s, object, true)
		b = append(b, '}')
	} else {
		b = append(b, xmlHeader...)
		b = appendTag(b, "<", root)
		b = appendXMLElement(b, "RequestId", requestID)
		b = appendXMLFields(b, s, object)
		b = appendTag(b, "</", root)
	}
	buf.Write(b)
}

// EncodeError writes an error. All its members are strings, always there: clients panic
// on anything else. host is the host that the caller called, recommend an address where
// the error is explained.
func EncodeError(buf *bytes.Buffer, f Format, requestID, host, recommend string, e *apierr.Error) {
	members := [...]struct{ name, value string }{
		{"RequestId", requestID}, {"HostId", host}, {"Code", e.Code}, {"Message", e.Message},
	}
	b := buf.AvailableBuffer()
	if f == JSON {
		b = append(b, '{')
		for _, m := range members {
			b = append(b, '"')
			b = append(b, m.name...)
			b = append(b, `":`...)
			b = appendJSONString(b, m.value)
			b = append(b, ',')
		}
		b = append(b, `"Recommend":`...)
		b = appendJSONString(b, recommend)
		b = append(b, '}')
	} else {
		b = append(b, xmlHeader+"<Error>"...)
		for _, m := range members {
			b = appendXMLElement(b, m.name, m.value)
		}
		b = append(b, "<Recommend><![CDATA["...)
		b = appendCDATA(b, recommend)
		b = append(b, "]]></Recommend></Error>"...)
	}
	buf.Write(b)
}

// answer returns the shape of what v points to and the value itself, which is invalid for
// a nil pointer; nil alone is an answer without fields.
func answer(v any) (*shape, reflect.Value) {
	if v == nil {
		return &shape{kind: kindObject}, reflect.Value{}
	}
	s, value := root(reflect.TypeOf(v)), reflect.ValueOf(v)
	if s.pointer {
		value = value.Elem()
	}
	return s, value
}

// mapMember is a text, or a list of texts, of a map.
type mapMember struct {
	name  string
	texts []string
	list  bool
}

// membersOf lists a map's members by name.
func membersOf(v reflect.Value) (all []mapMember) {
	switch m := v.Interface().(type) {
	case map[string]string:
		for _, name := range slices.Sorted(maps.Keys(m)) {
			all = append(all, mapMember{name: name, texts: []string{m[name]}})
		}
	case map[string][]string:
		for _, name := range slices.Sorted(maps.Keys(m)) {
			all = append(all, mapMember{name, m[name], true})
		}
	}
	return all
}

// appendFloat writes x in the shortest plain form, and 0 for what no number says.
func appendFloat(b []byte, x float64, bits int) []byte {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return append(b, '0')
	}
	return strconv.AppendFloat(b, x, 'f', -1, bits)
}

// appendPlain writes a scalar other than a string, alike in both formats.
func appendPlain(b []byte, s *shape, v reflect.Value) []byte {
	switch s.kind {
	case kindBool:
		return strconv.AppendBool(b, v.Bool())
	case kindInt:
		return strconv.AppendInt(b, v.Int(), 10)
	default:
		return appendFloat(b, v.Float(), s.typ.Bits())
	}
}
