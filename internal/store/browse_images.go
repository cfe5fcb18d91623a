package store

import (
	"slices"
	"strings"
	"time"

	"sesame/internal/cloud"
)

// ImageOrder is an order of BrowseImages.
type ImageOrder string

// Orders of BrowseImages. Nameless images come behind all names, up or down, latest first.
const (
	LatestFirst ImageOrder = "latest"
	OldestFirst ImageOrder = "oldest"
	NameUp      ImageOrder = "name"
	NameDown    ImageOrder = "name-down"
)

// ImageBrowse is what a person looks for among an account's images in a region.
type ImageBrowse struct {
	Contains string            // a part of the name, letter by letter
	Filter   cloud.ImageFilter // its Name is exact
	Order    ImageOrder
	Behind   ImageMark // the last image of the page before; zero on the first page
}

// ImageMark is where a page ends: the next one begins behind it.
type ImageMark struct {
	Created  time.Time
	Name, ID string
}

// BrowseImages gives at most limit of an account's images in a region, in one of the orders,
// behind a mark. It does not count: who asks for one more than is shown knows whether there
// is a next page. Among very many images it costs milliseconds, because what few images have
// is looked for first, and what many have soon fills a page.
//
//	page, err := tx.BrowseImages(account, region, &store.ImageBrowse{Contains: "web", Order: store.NameUp}, now, 50+1)
func (tx *Tx) BrowseImages(account, region string, b *ImageBrowse, now time.Time, limit int) ([]*cloud.Image, error) {
	own := ownRows("i", account, region)
	w := own.clone()
	w.filter(&b.Filter, millis(now))
	l := &listing{rows: imageSelect, from: "images i", where: w}
	switch b.Order {
	case NameUp, NameDown:
		return tx.browseByName(l, w.text.Len() > own.text.Len(), b, limit)
	case OldestFirst:
		l.order = ` ORDER BY i.created, i.id`
		return tx.browseByAge(l, own, b, ">", limit)
	}
	l.order = latestFirst
	return tx.browseByAge(l, own, b, "<", limit)
}

// browseByAge goes through images_by_age, which does not hold the name.
func (tx *Tx) browseByAge(l *listing, names *where, b *ImageBrowse, beyond string, limit int) ([]*cloud.Image, error) {
	w := l.where
	if b.Contains != "" {
		names.text.WriteString(" AND i.name <> ''")
		names.contains("i.name", b.Contains)
		if err := tx.startAtFew(l, "name", names); err != nil {
			return nil, err
		}
		w.contains("i.name", b.Contains)
	}
	if b.Behind.ID != "" {
		w.text.WriteString(` AND (i.created, i.id) ` + beyond + ` (` + w.arg(millis(b.Behind.Created)) + `, ` + w.arg(b.Behind.ID) + `)`)
	}
	return tx.images(l.page(0, limit), w.args...)
}

// browseByName goes through images_by_name, which holds nothing but the name.
func (tx *Tx) browseByName(l *listing, filtered bool, b *ImageBrowse, limit int) (page []*cloud.Image, err error) {
	nameless := &listing{rows: l.rows, from: l.from, where: l.where.clone(), order: latestFirst}
	if b.Behind.Name != "" || b.Behind.ID == "" {
		if page, err = tx.browseNames(l, filtered, b, limit); err != nil {
			return nil, err
		}
	}
	if len(page) == limit || b.Contains != "" {
		return page, nil
	}
	nameless.where.text.WriteString(` AND i.name = ''`)
	if b.Behind.Name == "" {
		nameless.behind = cloud.Position{Created: b.Behind.Created, ID: b.Behind.ID}
	}
	rest, err := tx.images(nameless.page(0, limit-len(page)), nameless.where.args...)
	return append(page, rest...), err
}

func (tx *Tx) browseNames(l *listing, filtered bool, b *ImageBrowse, limit int) ([]*cloud.Image, error) {
	w := l.where
	beyond := ">"
	if l.order = ` ORDER BY i.name`; b.Order == NameDown {
		beyond, l.order = "<", ` ORDER BY i.name DESC`
	}
	if filtered {
		if err := tx.startAtFew(l, "id", w.clone()); err != nil {
			return nil, err
		}
	}
	w.text.WriteString(" AND i.name <> ''")
	if b.Behind.Name != "" {
		w.and("i.name "+beyond, b.Behind.Name)
	}
	w.contains("i.name", b.Contains)
	return tx.images(l.page(0, limit), w.args...)
}

// few is how many rows it costs little to read and to sort.
const few = 1024

// startAtFew lets a listing begin at the images that a condition selects, told by a column
// of its index, when they are few.
func (tx *Tx) startAtFew(l *listing, column string, condition *where) error {
	sql := `SELECT i.` + column + ` FROM images i` + condition.text.String() + ` LIMIT ` + condition.arg(few+1)
	var values []string
	err := tx.query(sql, condition.args, func(s scan) error {
		var v string
		err := s(&v)
		values = append(values, v)
		return err
	})
	if err != nil || len(values) > few {
		return err
	}
	rows := make([]string, 0, len(values))
	for _, v := range pad(values) {
		rows = append(rows, "("+l.where.arg(v)+")")
	}
	l.with = `WITH few (` + column + `) AS MATERIALIZED (VALUES ` + strings.Join(rows, ", ") + `) `
	l.from = `few CROSS JOIN images i` // in this order
	l.where.text.WriteString(` AND i.` + column + ` <> '' AND i.` + column + ` = few.` + column)
	return nil
}

// pad adds empty values, so that there are few texts of a statement.
func pad(values []string) []string {
	for _, size := range []int{16, 128, few} {
		if len(values) <= size {
			return append(values, slices.Repeat([]string{""}, size-len(values))...)
		}
	}
	return values
}
