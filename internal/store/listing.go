package store

import (
	"cmp"

	"sesame/internal/cloud"
)

// listing is a list of rows of one table, which its statements call i.
type listing struct {
	with   string // before the statement
	rows   string // selects whole rows, or is empty: the keys will do
	keys   string // their account, region and id, when they are not in i
	from   string // the table, with what it is joined to, or what leads to it
	where  *where
	order  string
	sorted string         // the same of the rows of a page, when the order is not theirs
	behind cloud.Position // where the page begins, before offset is counted
}

const latestFirst = ` ORDER BY i.created DESC, i.id DESC`

// find gives a page of a list, and how many are in the list, wherever the page begins. What
// is on the page, and how many there are, comes from an index alone when it holds all that
// is asked for; then no rows are read but those of the page.
func find[T any](tx *Tx, read func(sql string, args ...any) ([]*T, error), l *listing, offset, limit int) (page []*T, total int, err error) {
	count, matching := l.with+`SELECT COUNT(*) FROM `+l.from+l.where.text.String(), l.where.args
	page, err = read(l.page(offset, limit), l.where.args...)
	if err != nil || l.behind.ID == "" && len(page) < limit && (len(page) > 0 || offset == 0) {
		return page, offset + len(page), err // the last page tells how many there are
	}
	total, err = tx.count(count, matching...)
	return page, total, err
}

// page is the statement that reads a page. Both engines reject an entry within the index
// only if the query asks for nothing else: so the keys are a query of their own.
func (l *listing) page(offset, limit int) string {
	w := l.where
	if l.behind.ID != "" {
		w.text.WriteString(` AND (i.created, i.id) < (` + w.arg(millis(l.behind.Created)) + `, ` + w.arg(l.behind.ID) + `)`)
	}
	keys := `SELECT ` + cmp.Or(l.keys, `i.account, i.region, i.id`) + ` FROM ` + l.from + w.text.String() + l.order +
		` LIMIT ` + w.arg(limit) + ` OFFSET ` + w.arg(offset)
	if l.rows == "" {
		return keys
	}
	return l.with + l.rows + ` JOIN (` + keys +
		`) AS page ON i.account = page.account AND i.region = page.region AND i.id = page.id` + cmp.Or(l.sorted, l.order)
}
