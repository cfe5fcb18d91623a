package rpc

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// How much of what was sent is told, in bytes.
const (
	maxToldValue    = 1 << 10
	maxToldDocument = 16 << 10
)

// Document is what was sent as a JSON object of texts, in byte order of the keys: without the frame
// that every request has, and with secrets masked. A long value ends with its length; what is too much
// as a whole is told as the number of parameters left out, under "...".
func (p *Params) Document() string {
	b := append(make([]byte, 0, 256), '{')
	left := 0
	for key, value := range p.All() {
		switch {
		case isFrame(key):
			continue
		case len(b)+len(key) > maxToldDocument:
			left++
			continue
		}
		b = appendMember(b, key, shortened(Shown(key, value)))
	}
	if left > 0 {
		b = appendMember(b, "...", strconv.Itoa(left))
	}
	return string(append(b, '}'))
}

func appendMember(b []byte, key, value string) []byte {
	if len(b) > 1 {
		b = append(b, ',')
	}
	b = append(appendJSONString(b, key), ':')
	return appendJSONString(b, value)
}

// shortened is a value as far as it is told.
func shortened(value string) string {
	if len(value) <= maxToldValue {
		return value
	}
	end := maxToldValue
	for end > 0 && !utf8.RuneStart(value[end]) {
		end--
	}
	return value[:end] + "... (" + strconv.Itoa(len(value)) + " bytes)"
}

// isFrame reports whether a parameter says who calls, and how, and not what is asked for.
func isFrame(key string) bool {
	switch key {
	case "Action", "Version", "Format", "AccessKeyId", "Timestamp":
		return true
	}
	return strings.HasPrefix(key, "Signature")
}
