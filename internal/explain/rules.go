package explain

import (
	_ "embed"
	"strings"
	"sync"
)

// rulesText holds the statements of docs/assumptions.md. Written by docgen.
//
//go:embed rules.txt
var rulesText string

// Rule is a statement about the real service that the server goes by.
type Rule struct {
	Number string `json:"number"` // in docs/assumptions.md
	Text   string `json:"text"`
}

var rules = sync.OnceValue(func() map[string]string {
	texts := map[string]string{}
	for line := range strings.Lines(rulesText) {
		number, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		texts[number] = text
	}
	return texts
})

// FindRule gives the statement with a number.
func FindRule(number string) (Rule, bool) {
	text, ok := rules()[number]
	return Rule{number, text}, ok
}
