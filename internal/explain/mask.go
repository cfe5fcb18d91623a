package explain

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"sesame/internal/rpc"
)

// said is a form in which answers, and messages that quote a string to sign, say a value by a name.
type said struct {
	form  *regexp.Regexp
	plain func(string) string
}

var saidForms = []said{
	{regexp.MustCompile(`"([\w.-]+)"\s*:\s*"((?:[^"\\]|\\.)*)`), asSaid},
	{regexp.MustCompile(`<([\w.-]+)>([^<]*)`), asSaid},
	{regexp.MustCompile(`(?:%26|\\u0026)?((?:[\w.~*-]|%25[0-9A-Fa-f]{2})+)%3D((?:[\w.~*-]|%25[0-9A-Fa-f]{2})*)`), func(text string) string {
		return unescaped(unescaped(text))
	}},
}

func asSaid(text string) string { return text }

// unescaped is the text itself when it is not encoded, or cut off in the middle.
func unescaped(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

// maskText takes the secrets out of an answer or a message.
func maskText(text string) string {
	for _, f := range saidForms {
		text = f.mask(text)
	}
	return text
}

func (f *said) mask(text string) string {
	var b strings.Builder
	rest := 0
	for _, m := range f.form.FindAllStringSubmatchIndex(text, -1) {
		name, value := f.plain(text[m[2]:m[3]]), f.plain(text[m[4]:m[5]])
		if rpc.Shown(name, value) != value {
			b.WriteString(text[rest:m[4]])
			b.WriteString(rpc.Masked)
			rest = m[5]
		}
	}
	return b.String() + text[rest:]
}

// meaningful are the headers that the server looks at, or that say who called by what.
var meaningful = []string{"Accept", "Authorization", "Content-Length", "Content-Type", "User-Agent", "X-Forwarded-For", "X-Forwarded-Proto"}

var signatureInHeader = regexp.MustCompile(`(Signature=)[^,]*`)

// headers gives those that matter, by name, without secrets.
func headers(h http.Header) (all []Value) {
	for name, values := range h {
		if !slices.Contains(meaningful, name) && !strings.HasPrefix(name, "X-Acs-") {
			continue
		}
		for _, v := range values {
			all = append(all, Value{name, shownHeader(name, v)})
		}
	}
	slices.SortStableFunc(all, func(a, b Value) int { return strings.Compare(a.Name, b.Name) })
	return all
}

func shownHeader(name, value string) string {
	switch {
	case name == "Authorization" && strings.HasPrefix(value, "ACS3-"):
		return signatureInHeader.ReplaceAllString(value, "${1}"+rpc.Masked)
	case name == "Authorization", name == "X-Acs-Security-Token", name == "X-Acs-Bearer-Token":
		return rpc.Masked
	}
	return value
}
