package store

import (
	"time"

	"sesame/internal/cloud"
)

// ofMirror leads from a row c of a mirror (community, received) to the image's entry in
// images_by_age, which holds what is filtered by. The primary key would lead to the row: the
// expression keeps it out.
const ofMirror = `i.account = c.owner AND i.region = c.region AND i.created = c.created AND i.id || '' = c.image`

// mirrored lists those of the images in a mirror that a filter selects, beside what w says
// of c.
func (w *where) mirrored(mirror string, f *cloud.ImageFilter, now time.Time) *listing {
	if of := *f; f.Snapshot != "" { // of whatever owner: not $1, as filter takes it to be
		w.text.WriteString(` AND EXISTS (SELECT 1 FROM image_snapshots x
			WHERE x.account = c.owner AND x.region = c.region AND x.image = c.image AND x.snapshot = ` + w.arg(f.Snapshot) + `)`)
		of.Snapshot = ""
		f = &of
	}
	l := &listing{rows: imageSelect, where: w, order: ` ORDER BY c.created DESC, c.image DESC`, sorted: latestFirst}
	if isPattern(f.Name) { // which is compared with the rows
		l.from = mirror + ` c CROSS JOIN images i`
		w.text.WriteString(` AND ` + ofMirror)
		w.filter(f, millis(now))
		return l
	}
	l.keys, l.from = `c.owner AS account, c.region, c.image AS id`, mirror+` c`
	w.text.WriteString(` AND EXISTS (SELECT 1 FROM images i WHERE ` + ofMirror)
	w.filter(f, millis(now))
	w.text.WriteString(` LIMIT 1 OFFSET 0)`) // which keeps PostgreSQL from reading all images at once
	return l
}
