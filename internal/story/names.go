package story

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
	bare       = regexp.MustCompile(`\b[0-9a-z]{20}\b`)
	made       = regexp.MustCompile(`\b([msidt]|vpc|vsw|sg|eni)-[0-9a-z]{20}\b`)
)

// Expand puts identifiers for their names into a request.
func (n *Names) Expand(request string) (string, error) {
	var bad error
	request = nameInStep.ReplaceAllStringFunc(request, func(name string) string {
		id, ok := n.ids[name]
		if !ok {
			bad = fmt.Errorf("%s: nothing has this name yet", name)
		}
		return id
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
