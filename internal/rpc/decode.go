package rpc

import (
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"sesame/internal/apierr"
	"sesame/internal/trace"
)

// decode fills the struct object of shape s from the call's parameters. What is not asked for is ignored.
func decode(object reflect.Value, s *shape, c *Call) *apierr.Error {
	p := c.Params
	if p == nil {
		p = &Params{}
	}
	d := decoder{trace: c.Trace}
	err := d.object(object, s, scope{pairs: p.pairs})
	if err == nil || !errors.Is(err, apierr.MissingParameter) {
		c.Trace.Check(valuesOfType, slog.Int("parameters", len(p.pairs)))
	}
	return err
}

// valuesOfType comes behind the required parameters, each of which has a check of its own.
var valuesOfType = &trace.Check{
	Says: "each parameter has a value of its type", Rules: []string{"A-009"}, Codes: []string{apierr.InvalidParameter.Code},
}

// decoder fills one request. Inside a list it also accepts names whose first letter is
// in lower case (Tag.1.key), as old clients send them; the exact spelling wins.
type decoder struct {
	inList bool
	trace  *trace.Trace
}

// object fills v. What is required is looked for in all fields before anything else, so
// that a caller hears of what is missing before hearing of what is malformed.
func (d decoder) object(v reflect.Value, s *shape, in scope) *apierr.Error {
	for i := range s.fields {
		f := &s.fields[i]
		if !f.required {
			continue
		}
		p, inner := d.find(f, in)
		d.trace.Check(f.given, slog.String(f.name, p.value))
		if p.value == "" && len(inner.pairs) == 0 {
			return apierr.MissingParameter.With(in.path() + f.name)
		}
	}
	for i := range s.fields {
		f := &s.fields[i]
		if err := d.field(f.in(v), f, in); err != nil {
			return err
		}
	}
	return nil
}

// path is what the scope's keys share, "Tag.1." for instance. An empty scope has lost it.
func (s scope) path() string {
	if len(s.pairs) == 0 {
		return ""
	}
	return s.pairs[0].key[:s.cut]
}

// find returns what the caller sent under a field's name: the bare parameter (a zero pair
// if there is none) and, for lists and objects, what goes on behind a dot.
func (d decoder) find(f *field, in scope) (pair, scope) {
	bare, ok := in.get(f.name)
	nested := f.shape.kind >= kindObject
	var inner scope
	if nested {
		inner = in.under(f.dotted)
	}
	if d.inList && !ok && len(inner.pairs) == 0 {
		bare, _ = in.get(f.lower)
		if nested {
			inner = in.under(f.lowerDotted)
		}
	}
	return bare, inner
}

func (d decoder) field(v reflect.Value, f *field, in scope) *apierr.Error {
	bare, inner := d.find(f, in)
	if f.shape.kind >= kindObject {
		return d.nested(v, f.shape, bare, inner)
	}
	if bare.key == "" {
		return nil
	}
	return scalar(v, f.shape, bare)
}

// nested fills an object or a list from dotted keys, and from JSON in the bare one.
// Where both say something, the dotted key wins.
func (d decoder) nested(v reflect.Value, s *shape, bare pair, in scope) *apierr.Error {
	if bare.value != "" {
		open := json.Delim('{')
		if s.kind == kindList {
			open = '['
		}
		pairs, ok := flatten(bare.key+".", bare.value, open)
		if !ok {
			return apierr.InvalidParameter.With(bare.key)
		}
		in = scope{merged(in.pairs, pairs), len(bare.key) + 1}
	}
	switch {
	case len(in.pairs) == 0:
		return nil
	case s.kind == kindList:
		return d.list(v, s, in)
	case s.pointer:
		v.Set(reflect.New(s.typ))
		v = v.Elem()
	}
	return d.object(v, s, in)
}

// member is what was sent for one index of a list.
type member struct {
	index int
	bare  pair
	inner scope
}

// list fills a slice in the order of the indices, closing up gaps.
func (d decoder) list(v reflect.Value, s *shape, in scope) *apierr.Error {
	members, err := split(in, s.elem.kind == kindObject)
	if err != nil {
		return err
	}
	d.inList = true
	out := reflect.MakeSlice(s.typ, len(members), len(members))
	n := 0
	for _, m := range members {
		if m.bare.value == "" && len(m.inner.pairs) == 0 && s.elem.kind != kindString {
			continue
		}
		if s.elem.kind == kindObject {
			err = d.nested(out.Index(n), s.elem, m.bare, m.inner)
		} else {
			err = scalar(out.Index(n), s.elem, m.bare)
		}
		if err != nil {
			return err
		}
		n++
	}
	if n > 0 {
		v.Set(out.Slice(0, n))
	}
	return nil
}

// split sorts a list's keys, cut behind its name, into its members. Keys of one index
// stand together, as no digit is before the dot.
func split(in scope, objects bool) ([]member, *apierr.Error) {
	var members []member
	for i := 0; i < len(in.pairs); {
		p := in.pairs[i]
		digits, _, _ := strings.Cut(p.key[in.cut:], ".")
		m := member{index: listIndex(digits)}
		if m.index == 0 {
			return nil, apierr.InvalidParameter.With(p.key)
		}
		if len(p.key) == in.cut+len(digits) {
			m.bare = p
			i++
		}
		m.inner = scope{in.pairs[i:], in.cut}.under(digits + ".")
		for _, q := range m.inner.pairs {
			if rest := q.key[m.inner.cut-1:]; !objects || strings.HasSuffix(rest, ".") || strings.Contains(rest, "..") {
				return nil, apierr.InvalidParameter.With(q.key)
			}
		}
		i += len(m.inner.pairs)
		members = append(members, m)
	}
	slices.SortFunc(members, func(a, b member) int { return a.index - b.index })
	return members, nil
}

// listIndex reads 1 to 1000 without sign or leading zeros; anything else is 0.
func listIndex(s string) int {
	if s == "" || len(s) > 4 || s[0] == '0' {
		return 0
	}
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0
		}
		n = 10*n + int(s[i]-'0')
	}
	if n > maxIndex {
		return 0
	}
	return n
}

// scalar sets v from a parameter that was sent. Empty is absent for all but strings.
func scalar(v reflect.Value, s *shape, p pair) *apierr.Error {
	if p.value == "" && s.kind != kindString {
		return nil
	}
	if s.pointer {
		v.Set(reflect.New(s.typ))
		v = v.Elem()
	}
	ok := true
	switch s.kind {
	case kindString:
		v.SetString(p.value)
	case kindBool:
		yes := strings.EqualFold(p.value, "true")
		ok = yes || strings.EqualFold(p.value, "false")
		v.SetBool(yes)
	case kindInt:
		n, err := strconv.ParseInt(p.value, 10, s.typ.Bits())
		ok = err == nil
		v.SetInt(n)
	case kindFloat:
		x, err := strconv.ParseFloat(p.value, s.typ.Bits())
		ok = err == nil && !math.IsNaN(x) && !math.IsInf(x, 0)
		v.SetFloat(x)
	}
	if !ok {
		return apierr.InvalidParameter.With(p.key)
	}
	return nil
}
