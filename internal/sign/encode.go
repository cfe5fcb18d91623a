package sign

import (
	"iter"
	"slices"
	"strings"
)

const upperHex = "0123456789ABCDEF"

// unreserved are the bytes that percent-encoding leaves alone (RFC 3986).
var unreserved = func() (t [256]bool) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~") {
		t[c] = true
	}
	return t
}()

// The escape character, encoded once and encoded twice.
const (
	once  = "%"
	twice = "%25"
)

// appendEncoded percent-encodes s, byte by byte. With twice the result is what encoding
// it a second time would give: only the escape character itself changes.
func appendEncoded(b []byte, s, escape string) []byte {
	start := 0
	for i := range len(s) {
		c := s[i]
		if unreserved[c] {
			continue
		}
		b = append(b, s[start:i]...)
		b = append(b, escape...)
		b = append(b, upperHex[c>>4], upperHex[c&15])
		start = i + 1
	}
	return append(b, s[start:]...)
}

// keyForm is how a client writes parameter keys into a V3 canonical query. They differ
// only for keys that no operation has, but that the members of a map can have.
type keyForm int

const (
	keyEncoded keyForm = iota // as documented
	keyRaw                    // Node SDK
	keyRawStar                // Go SDK: raw, then "*" is replaced in the whole string
)

func appendKey(b []byte, key string, form keyForm) []byte {
	if form == keyEncoded {
		return appendEncoded(b, key, once)
	}
	for i := range len(key) {
		if key[i] == '*' && form == keyRawStar {
			b = append(b, "%2A"...)
			continue
		}
		b = append(b, key[i])
	}
	return b
}

// param is one parameter, or one header.
type param struct{ key, value string }

type params []param

func byKey(a, b param) int { return strings.Compare(a.key, b.key) }

// sort orders by key, bytewise; values of one key stay as they were sent.
func (p params) sort() {
	// Most clients send them sorted.
	if !slices.IsSortedFunc(p, byKey) {
		slices.SortStableFunc(p, byKey)
	}
}

// gather appends what seq yields; a nil seq has nothing.
func (p params) gather(seq iter.Seq2[string, string]) params {
	if seq == nil {
		return p
	}
	for k, v := range seq {
		p = append(p, param{k, v})
	}
	return p
}

// get returns the value of the first parameter of that name.
func (p params) get(key string) (string, bool) {
	for i := range p {
		if p[i].key == key {
			return p[i].value, true
		}
	}
	return "", false
}

// size is a first guess at the encoded length.
func (p params) size() int {
	n := 0
	for i := range p {
		n += len(p[i].key) + len(p[i].value)*3/2 + len("%3D%26")
	}
	return n
}

// appendQuery writes the canonical query of V3.
func (p params) appendQuery(b []byte, form keyForm) []byte {
	for i := range p {
		if i > 0 {
			b = append(b, '&')
		}
		b = appendKey(b, p[i].key, form)
		b = append(b, '=')
		b = appendEncoded(b, p[i].value, once)
	}
	return b
}

// keyForms lists the forms besides keyEncoded in which these keys may have been signed:
// none for the keys of our operations.
//
// An unencoded key must not let one signature stand for two requests: the raw key
// "A=1&B" would read like the parameters A and B, and "%20" like an encoded space. Keys
// with such characters have to be encoded as documented. So has "+" by a Go client,
// which would write it as a space.
func (p params) keyForms() []keyForm {
	special, star, plus := false, false, false
	for i := range p {
		for j := range len(p[i].key) {
			c := p[i].key[j]
			if unreserved[c] {
				continue
			}
			if c < ' ' || c == 0x7f || c == '%' || c == '&' || c == '=' {
				return nil
			}
			special = true
			star = star || c == '*'
			plus = plus || c == '+'
		}
	}
	switch {
	case !special:
		return nil
	case star && !plus:
		return []keyForm{keyRaw, keyRawStar}
	}
	return []keyForm{keyRaw}
}
