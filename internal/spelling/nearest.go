// Package spelling guesses what somebody meant to write.
package spelling

import (
	"slices"
	"strings"
)

// Nearest gives the candidate that differs least from a word, regardless of case; "" when
// none is near: more than half of it would have to be written otherwise.
func Nearest(word string, candidates []string) string {
	best, least := "", len(word)/2+1
	for _, c := range candidates {
		if d := distance(strings.ToLower(word), strings.ToLower(c), least); d < least {
			best, least = c, d
		}
	}
	return best
}

// Near gives up to n candidates, the nearest first, which goes by Nearest, too.
func Near(word string, candidates []string, n int) (all []string) {
	left := slices.Clone(candidates)
	for len(all) < n {
		next := Nearest(word, left)
		if next == "" {
			break
		}
		all = append(all, next)
		left = slices.DeleteFunc(left, func(c string) bool { return c == next })
	}
	return all
}

// distance is how many letters have to be added, removed or exchanged to get from a to b;
// limit or more is not looked into.
func distance(a, b string, limit int) int {
	if d := len(a) - len(b); d >= limit || -d >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost = 1 + min(before, row[j], row[j+1])
			}
			before, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
