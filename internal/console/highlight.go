package console

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"strings"
)

// piece is a part of a text with the class that colours it, or none.
type piece struct{ Class, Text string }

// mostPieces is how long a text may be that is coloured.
const mostPieces = 128 << 10

// jsonToken finds what has a colour in JSON: names, texts, and numbers with the other constants.
var jsonToken = regexp.MustCompile(`("(?:[^"\\]|\\.)*")(\s*:)?|-?\d[-+.eE\d]*|\b(?:true|false|null)\b`)

func jsonPieces(text string) (all []piece) {
	if len(text) > mostPieces {
		return []piece{{Text: text}}
	}
	last := 0
	for _, at := range jsonToken.FindAllStringSubmatchIndex(text, -1) {
		class, end := "number", at[1]
		if at[2] >= 0 {
			class, end = "text", at[3]
			if at[4] >= 0 {
				class = "name"
			}
		}
		all = append(all, piece{Text: text[last:at[0]]}, piece{class, text[at[0]:end]})
		last = end
	}
	return append(all, piece{Text: text[last:]})
}

// xmlPieces indents XML, an element on a line. What is no XML is shown as it is.
func xmlPieces(text []byte) (all []piece) {
	plain := []piece{{Text: string(text)}}
	if len(text) > mostPieces {
		return plain
	}
	d := xml.NewDecoder(bytes.NewReader(text))
	depth, leaf := 0, false
	for {
		before := d.InputOffset()
		token, err := d.RawToken()
		if err != nil {
			break
		}
		raw := string(text[before:d.InputOffset()])
		switch token.(type) {
		case xml.StartElement:
			all = append(all, piece{Text: line(len(all), depth)}, piece{"name", raw})
			depth, leaf = depth+1, true
		case xml.EndElement:
			depth--
			if !leaf {
				all = append(all, piece{Text: line(len(all), depth)})
			}
			all, leaf = append(all, piece{"name", raw}), false
		case xml.CharData:
			if strings.TrimSpace(raw) != "" {
				all = append(all, piece{"text", raw})
			}
		default:
			all = append(all, piece{Text: raw})
		}
	}
	if depth != 0 || len(all) == 0 {
		return plain
	}
	return all
}

func line(before, depth int) string {
	if before == 0 {
		return ""
	}
	return "\n" + strings.Repeat("  ", max(depth, 0))
}
