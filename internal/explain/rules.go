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

type ruleBook struct {
	order []string
	texts map[string]string
}

var rules = sync.OnceValue(func() ruleBook {
	b := ruleBook{texts: map[string]string{}}
	for line := range strings.Lines(rulesText) {
		number, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		b.order, b.texts[number] = append(b.order, number), text
	}
	return b
})

// FindRule gives the statement with a number.
func FindRule(number string) (Rule, bool) {
	text, ok := rules().texts[number]
	return Rule{number, text}, ok
}

// rulesAbout are those that speak of a code.
func rulesAbout(code string) (all []Rule) {
	b := rules()
	for _, number := range b.order {
		if strings.Contains(b.texts[number], "`"+code+"`") {
			all = append(all, Rule{number, b.texts[number]})
		}
	}
	return all
}
