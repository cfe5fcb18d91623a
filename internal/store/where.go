package store

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// where grows a condition and its arguments together. $1 is the account, $2 the region.
type where struct {
	text strings.Builder
	args []any
}

// ownRows begins a condition: the rows of an account in a region. $1 and $2 are these two,
// also for what is asked of other tables.
func ownRows(table, account, region string) *where {
	w := &where{args: []any{account, region}}
	w.text.WriteString(" WHERE " + table + ".account = $1 AND " + table + ".region = $2")
	return w
}

// clone is the same condition, to go on in another way.
func (w *where) clone() *where {
	c := &where{args: slices.Clone(w.args)}
	c.text.WriteString(w.text.String())
	return c
}

func (w *where) arg(v any) string {
	w.args = append(w.args, v)
	return "$" + strconv.Itoa(len(w.args))
}

func (w *where) and(column string, v any) {
	w.text.WriteString(" AND " + column + " " + w.arg(v))
}

func (w *where) equal(column, v string) {
	if v != "" {
		w.and(column+" =", v)
	}
}

func (w *where) created(from, to time.Time) {
	if !from.IsZero() {
		w.and("i.created >=", millis(from))
	}
	if !to.IsZero() {
		w.and("i.created <=", millis(to))
	}
}

// indexed is equal for a column whose index leaves out what is empty: an engine takes that
// index only when it is told so.
func (w *where) indexed(column, v string) {
	if v != "" {
		w.and(column+" <> '' AND "+column+" =", v)
	}
}

func (w *where) in(column string, values []string) {
	if len(values) == 0 {
		return
	}
	marks := make([]string, len(values))
	for n, v := range values {
		marks[n] = w.arg(v)
	}
	w.text.WriteString(" AND " + column + " IN (" + strings.Join(marks, ", ") + ")")
}

func (w *where) is(condition string, want *bool) {
	switch {
	case want == nil:
	case *want:
		w.text.WriteString(" AND " + condition)
	default:
		w.text.WriteString(" AND NOT (" + condition + ")")
	}
}
