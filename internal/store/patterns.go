package store

import (
	"strings"
	"unicode/utf8"

	"sesame/internal/cloud"
)

// findByPattern is find for a pattern of names, which are compared here: a pattern has no
// form that both engines match alike.
func findByPattern[T any](tx *Tx, row func(account, region, id string) (*T, error), l *listing, pattern string, offset, limit int) (page []*T, total int, err error) {
	type key struct{ account, region, id string }
	var keys []key
	err = tx.query(l.with+`SELECT i.account, i.region, i.id, i.name FROM `+l.from+l.where.text.String()+l.order, l.where.args, func(s scan) error {
		var k key
		var name string
		if err := s(&k.account, &k.region, &k.id, &name); err != nil || !cloud.MatchPattern(pattern, name) {
			return err
		}
		if total >= offset && len(keys) < limit {
			keys = append(keys, k)
		}
		total++
		return nil
	})
	for _, k := range keys {
		if err != nil {
			return nil, 0, err
		}
		var r *T
		r, err = row(k.account, k.region, k.id)
		page = append(page, r)
	}
	return page, total, err
}

// isPattern: what is nothing but "*" is any name, also none.
func isPattern(name string) bool { return strings.Contains(name, "*") && strings.Trim(name, "*") != "" }

// pattern says of a pattern what both engines can: a name that matches is among those left.
func (w *where) pattern(column, pattern string) {
	parts := strings.Split(pattern, "*")
	head, tail := parts[0], parts[len(parts)-1]
	w.and(column+" <> '' AND "+column+" >=", head)
	w.and(column+" <", head+string(utf8.MaxRune))
	for _, part := range parts[1 : len(parts)-1] {
		w.contains(column, part)
	}
	if tail != "" {
		length := utf8.RuneCountInString(tail)
		w.and("substr("+column+", length("+column+") - "+w.arg(length-1)+") =", tail)
	}
}

// contains compares letter by letter. PostgreSQL takes an equation for a rare one.
func (w *where) contains(column, part string) {
	if part != "" {
		w.text.WriteString(" AND CASE WHEN replace(" + column + ", " + w.arg(part) + ", '') = " + column + " THEN 0 ELSE 1 END = 1")
	}
}
