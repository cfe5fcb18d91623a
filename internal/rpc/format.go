package rpc

import (
	"net/http"
	"strings"
)

// Format is a language of answers.
type Format int

// The formats; XML is what a caller gets who does not ask.
const (
	XML Format = iota
	JSON
)

// String returns the format as a Format parameter spells it.
func (f Format) String() string {
	if f == JSON {
		return "JSON"
	}
	return "XML"
}

// ContentType returns the header value of an answer. SDKs compare it byte by byte.
func (f Format) ContentType() string {
	if f == JSON {
		return "application/json;charset=utf-8"
	}
	return "text/xml;charset=utf-8"
}

// formatOf finds the caller's format. ok is false for a Format parameter that names none;
// what the headers ask for is then the format of the error.
func formatOf(p *Params, h http.Header) (f Format, ok bool) {
	name, _ := p.Get("Format")
	switch {
	case strings.EqualFold(name, "JSON"):
		return JSON, true
	case strings.EqualFold(name, "XML"):
		return XML, true
	}
	return headerFormat(h), name == ""
}

func headerFormat(h http.Header) Format {
	for _, line := range h["Accept"] {
		for item := range strings.SplitSeq(line, ",") {
			switch mediaType(item) {
			case "application/json", "text/json":
				return JSON
			case "application/xml", "text/xml":
				return XML
			}
		}
	}
	if isACS3(h) {
		return JSON
	}
	return XML
}

// isACS3 reports whether the request claims a signature of the ACS3 family.
func isACS3(h http.Header) bool { return strings.HasPrefix(h.Get("Authorization"), "ACS3-") }

// mediaType returns the type of a Content-Type or Accept item without its parameters.
func mediaType(s string) string {
	s, _, _ = strings.Cut(s, ";")
	return strings.ToLower(strings.TrimSpace(s))
}
