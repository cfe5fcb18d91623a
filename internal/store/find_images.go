package store

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"sesame/internal/cloud"
)

// FindImages gives those of an account's images in a region that a filter selects, latest
// first (a tie goes to the larger id, as in a family), from offset on and at most limit of
// them; and how many there are in all.
func (tx *Tx) FindImages(account, region string, f *cloud.ImageFilter, now time.Time, offset, limit int) ([]*cloud.Image, int, error) {
	w := ownRows("i", account, region)
	return tx.findImages(w, f, now, ` ORDER BY i.created DESC, i.id DESC`, offset, limit)
}

// findImages adds a filter to a query of images that is begun, and gives a page of them.
func (tx *Tx) findImages(w *where, f *cloud.ImageFilter, now time.Time, order string, offset, limit int) ([]*cloud.Image, int, error) {
	begun := where{args: w.args[:len(w.args):len(w.args)]}
	begun.text.WriteString(w.text.String())
	w.filter(f, millis(now))
	if strings.Contains(f.Name, "*") {
		return tx.findByPattern(w, &begun, order, f.Name, offset, limit)
	}
	count, matching := `SELECT COUNT(*) FROM images i`+w.text.String(), w.args
	sql := imageSelect + w.text.String() + order +
		` LIMIT ` + w.arg(limit) + ` OFFSET ` + w.arg(offset)
	page, err := tx.images(sql, w.args...)
	if err != nil || len(page) < limit && (len(page) > 0 || offset == 0) {
		return page, offset + len(page), err // the last page tells how many there are
	}
	total, err := tx.count(count, matching...)
	return page, total, err
}

// ImagesByID reads those of the images that the account has, in the order of the ids.
func (tx *Tx) ImagesByID(account, region string, ids []string) (all []*cloud.Image, err error) {
	for _, id := range ids {
		i, err := tx.Image(account, region, id)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, i)
	}
	return all, nil
}

// findByPattern compares names here: a pattern has no form that both engines match alike. Of
// all images only the names are read, and of those only the ones that begin as the pattern
// does; then, with the query as it was begun, the rows of the page.
func (tx *Tx) findByPattern(w, begun *where, order, pattern string, offset, limit int) (page []*cloud.Image, total int, err error) {
	if prefix, _, _ := strings.Cut(pattern, "*"); prefix != "" {
		w.and("i.name <> '' AND i.name >=", prefix)
		w.and("i.name <", prefix+string(utf8.MaxRune))
	}
	var ids []string
	wanted := map[[2]string]bool{} // two accounts may have the same id
	err = tx.query(`SELECT i.account, i.id, i.name FROM images i`+w.text.String()+order, w.args, func(s scan) error {
		var account, id, name string
		if err := s(&account, &id, &name); err != nil || !cloud.MatchPattern(pattern, name) {
			return err
		}
		if total >= offset && len(ids) < limit {
			ids = append(ids, id)
			wanted[[2]string{account, id}] = true
		}
		total++
		return nil
	})
	if err != nil || len(ids) == 0 {
		return nil, total, err
	}
	begun.in("i.id", ids)
	page, err = tx.images(imageSelect+begun.text.String()+order, begun.args...)
	return slices.DeleteFunc(page, func(i *cloud.Image) bool { return !wanted[[2]string{i.Account, i.ID}] }), total, err
}

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

// filter says in SQL what cloud.ImageFilter.Match says of an image at hand.
func (w *where) filter(f *cloud.ImageFilter, now int64) {
	w.in("i.id", f.IDs)
	if !strings.Contains(f.Name, "*") {
		w.indexed("i.name", f.Name)
	}
	w.indexed("i.family", f.Family)
	w.equal("i.os_type", f.OSType)
	w.equal("i.architecture", f.Architecture)
	if m := f.Machine; m != nil {
		w.in("i.architecture", m.Architectures)
		w.in("i.boot_mode", m.BootModes)
		if m.NeedsNVMe {
			w.equal("i.nvme_support", cloud.NvmeSupported)
		}
	}
	w.equal("i.resource_group", f.ResourceGroup)
	w.created(f.CreatedFrom, f.CreatedTo)
	w.is("i.cloudinit", f.Cloudinit)
	w.is("i.io_optimized", f.IoOptimized)
	if f.SystemDiskOnly {
		w.text.WriteString(" AND NOT i.data_disks")
	}
	w.statuses(f.Statuses, now)
	w.related(f, now)
}

// related asks the tables around the image. What a snapshot or a tag selects is listed once,
// not looked for at each image.
func (w *where) related(f *cloud.ImageFilter, now int64) {
	if f.InUse != nil {
		w.is(`EXISTS (SELECT 1 FROM instances x WHERE x.account = i.account AND x.region = i.region AND x.image = i.id)`, f.InUse)
	}
	if f.Snapshot != "" {
		w.text.WriteString(` AND i.id IN (SELECT x.image FROM image_snapshots x
			WHERE x.account = $1 AND x.region = $2 AND x.snapshot = ` + w.arg(f.Snapshot) + `)`)
	}
	w.tags(KindImage, f.Tags)
	if f.Usable != nil {
		w.is(`i.ready <= `+w.arg(now)+` AND i.outcome IN ('Available', 'Deprecated')`, f.Usable)
	}
}

// tags asks for all of them; i is the row of the resource.
func (w *where) tags(kind string, tags []cloud.TagMatch) {
	for _, t := range tags {
		w.text.WriteString(` AND i.id IN (SELECT x.resource FROM tags x WHERE x.account = $1 AND x.region = $2
			AND x.kind = '` + kind + `' AND x.key = ` + w.arg(t.Key))
		if t.Value != nil {
			w.text.WriteString(` AND x.value = ` + w.arg(*t.Value))
		}
		w.text.WriteString(")")
	}
}

// statuses: what clients see follows from the outcome and the instant.
func (w *where) statuses(statuses []cloud.Status, now int64) {
	if len(statuses) == 0 {
		return
	}
	var any []string
	for _, s := range statuses {
		switch s {
		case cloud.Waiting:
			any = append(any, `i.starts > `+w.arg(now))
		case cloud.Creating:
			any = append(any, `(i.starts <= `+w.arg(now)+` AND i.ready > `+w.arg(now)+`)`)
		default:
			any = append(any, `(i.outcome = `+w.arg(string(s))+` AND i.ready <= `+w.arg(now)+`)`)
		}
	}
	w.text.WriteString(" AND (" + strings.Join(any, " OR ") + ")")
}
