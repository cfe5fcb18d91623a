package sandbox

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Names are those that stories have for identifiers which a server makes: $m1 is the first
// image that appears in an answer, $s2 the second snapshot.
type Names struct {
	ids, names map[string]string // identifiers by name, and back
	counts     map[string]int    // by kind
}

// NewNames returns none yet.
func NewNames() *Names {
	return &Names{ids: map[string]string{}, names: map[string]string{}, counts: map[string]int{}}
}

var (
	nameInStep = regexp.MustCompile(`\$[a-z]+\d+`)
	repetition = regexp.MustCompile(`\{([^{}]+)\*(\d+)\}`)
	bare       = regexp.MustCompile(`\b[0-9a-z]{20}\b`)
	made       = regexp.MustCompile(`\b([msidt]|vpc|vsw|sg|eni)-[0-9a-z]{20}\b`)
)

// Expand puts identifiers for their names into a request, and the text x ten times for {x*10}.
func (n *Names) Expand(request string) (string, error) {
	var bad error
	request = nameInStep.ReplaceAllStringFunc(request, func(name string) string {
		id, ok := n.ids[name]
		if !ok {
			bad = fmt.Errorf("%s: nothing has this name yet", name)
		}
		return id
	})
	request = repetition.ReplaceAllStringFunc(request, func(s string) string {
		m := repetition.FindStringSubmatch(s)
		times, err := strconv.Atoi(m[2])
		if err != nil {
			bad = err
		}
		return strings.Repeat(m[1], times)
	})
	return request, bad
}

// Hide gives names to the identifiers in an answer, and puts the names in their place.
func (n *Names) Hide(answer string) string {
	answer = made.ReplaceAllStringFunc(answer, func(id string) string {
		if n.names[id] == "" {
			kind, _, _ := strings.Cut(id, "-")
			n.counts[kind]++
			n.names[id] = "$" + kind + strconv.Itoa(n.counts[kind])
			n.ids[n.names[id]] = id
		}
		return n.names[id]
	})
	return bare.ReplaceAllStringFunc(answer, func(text string) string { // what other identifiers are formed of
		for id, name := range n.names {
			if strings.HasSuffix(id, "-"+text) {
				return name
			}
		}
		return text
	})
}

// Words splits a request at blanks outside of double quotes, which are taken away. Inside
// of them a backslash keeps the quote.
func Words(request string) (words []string, err error) {
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

// Request reads what follows the ">" of a call: the action, and names and values in turn.
func (n *Names) Request(line string) (action string, parameters []string, err error) {
	if line, err = n.Expand(line); err != nil {
		return "", nil, err
	}
	words, err := Words(line)
	if err != nil {
		return "", nil, err
	}
	for _, w := range words[1:] {
		name, value, ok := strings.Cut(w, "=")
		if !ok {
			return "", nil, fmt.Errorf("%q: %q is not Name=value", line, w)
		}
		parameters = append(parameters, name, value)
	}
	return words[0], parameters, nil
}
