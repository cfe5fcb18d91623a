// Package story reads the lines of which stories about requests consist: those of the wire
// tests of api/ecs, and the examples of errors. README.md beside the stories says how they
// are written.
package story

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Call is a request of a story: what follows the ">".
type Call struct {
	Action     string
	Parameters []Parameter
}

// Parameter is one of a call.
type Parameter struct{ Name, Value string }

// ReadCall reads "Action Name=value Name="two words"", in which {x*10} is the text x ten times.
func ReadCall(line string) (c Call, err error) {
	words, err := split(repeated(line))
	if err != nil {
		return c, err
	}
	c.Action = words[0]
	for _, w := range words[1:] {
		name, value, ok := strings.Cut(w, "=")
		if !ok {
			return c, fmt.Errorf("%q: %q is not Name=value", line, w)
		}
		c.Parameters = append(c.Parameters, Parameter{name, value})
	}
	return c, nil
}

var repetition = regexp.MustCompile(`\{([^{}]+)\*(\d{1,6})\}`)

func repeated(line string) string {
	return repetition.ReplaceAllStringFunc(line, func(s string) string {
		m := repetition.FindStringSubmatch(s)
		times, _ := strconv.Atoi(m[2]) // digits are all that matches
		return strings.Repeat(m[1], times)
	})
}

// split cuts a request at blanks outside of double quotes, which are taken away. Inside
// of them a backslash keeps the quote.
func split(request string) (words []string, err error) {
	var word strings.Builder
	quoted := false
	for i := 0; i < len(request); i++ {
		switch c := request[i]; {
		case c == '\\' && quoted && i+1 < len(request):
			i++
			word.WriteByte(request[i])
		case c == '"':
			quoted = !quoted
		case c == ' ' && !quoted:
			words = append(words, word.String())
			word.Reset()
		default:
			word.WriteByte(c)
		}
	}
	if quoted {
		return nil, fmt.Errorf("%s: a quote is not closed", request)
	}
	return append(words, word.String()), nil
}
