package main

import (
	"strings"

	"sesame/internal/contract"
)

// publishedActions lists the names of all published actions, a line for each version of a
// product. The server reads it to tell what it does not serve from what does not exist.
func publishedActions(all []*contract.Contract) string {
	var b strings.Builder
	last := ""
	for _, c := range all {
		if product := c.Product + " " + c.Version; product != last {
			if last != "" {
				b.WriteByte('\n')
			}
			b.WriteString(product)
			last = product
		}
		b.WriteString(" " + c.Action)
	}
	return b.String() + "\n"
}
