package main

import (
	"regexp"
	"strings"
)

var ruleRow = regexp.MustCompile(`(?m)^\| (A-[0-9]{3}) \| (.*)$`)

// rulesText lists the statements of docs/assumptions.md, a line each behind its number. An
// explanation quotes the rules that it cites.
func rulesText(assumptions []byte) string {
	var b strings.Builder
	for _, m := range ruleRow.FindAllSubmatch(assumptions, -1) {
		statement, _, _ := strings.Cut(string(m[2]), " | ")
		b.WriteString(string(m[1]) + " " + statement + "\n")
	}
	return b.String()
}
