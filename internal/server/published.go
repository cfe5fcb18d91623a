package server

import (
	_ "embed"
	"strings"
)

// publishedActions names what the real service has: a line for each product, its version
// and its actions. Written by docgen.
//
//go:embed published.txt
var publishedActions string

// publishedAction is an action of a version of a product.
type publishedAction struct{ version, name string }

func readPublished(text string) map[publishedAction]bool {
	all := map[publishedAction]bool{}
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		for _, name := range words[2:] {
			all[publishedAction{words[1], name}] = true
		}
	}
	return all
}
