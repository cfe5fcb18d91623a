package store

import "sesame/internal/cloud"

// Kinds of resource that carry tags, as the tag actions name them.
const (
	KindImage    = "image"
	KindInstance = "instance"
	KindDisk     = "disk"
	KindSnapshot = "snapshot"
)

// indexTags writes the index rows of a resource's tags, whose document is in its own row.
func (tx *Tx) indexTags(account, region, kind, resource string, tags []cloud.Tag) error {
	for _, t := range tags {
		if _, err := tx.exec(`INSERT INTO tags (account, region, kind, resource, key, value) VALUES ($1, $2, $3, $4, $5, $6)`,
			account, region, kind, resource, t.Key, t.Value); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) unindexTags(account, region, kind, resource string) error {
	_, err := tx.exec(`DELETE FROM tags WHERE account = $1 AND region = $2 AND kind = $3 AND resource = $4`,
		account, region, kind, resource)
	return err
}

// TagQuery selects resources that carry tags.
type TagQuery struct {
	Kinds []string           // any of them
	IDs   []string           // any of them; none: all
	Tags  []cloud.TagMatches // all of them; none: whatever they carry
	After string             // only ids beyond it
}

// FindTagged gives those of an account's resources in a region that a query selects, by kind
// and id, from offset on and at most limit of them: only what names them is filled in.
func (tx *Tx) FindTagged(account, region string, q *TagQuery, offset, limit int) (all []*cloud.Resource, err error) {
	w := q.where(account, region)
	sql := `SELECT ` + q.once() + `t.kind, t.resource FROM tags t` + w.text.String() +
		` ORDER BY ` + q.order() + ` LIMIT ` + w.arg(limit) + ` OFFSET ` + w.arg(offset)
	err = tx.query(sql, w.args, func(s scan) error {
		r := &cloud.Resource{Account: account, Region: region}
		all = append(all, r)
		return s(&r.Kind, &r.ID)
	})
	return all, err
}

// CountTagged counts what FindTagged would give without a limit.
func (tx *Tx) CountTagged(account, region string, q *TagQuery) (int, error) {
	w := q.where(account, region)
	return tx.count(`SELECT COUNT(*) FROM (SELECT `+q.once()+`t.kind, t.resource FROM tags t`+w.text.String()+`) AS found`, w.args...)
}

// once: a resource has each key once, so that only who asks for none meets it again. Without
// DISTINCT a page ends with its last row.
func (q *TagQuery) once() string {
	if len(q.Tags) > 0 {
		return ""
	}
	return "DISTINCT "
}

// order: the index by key gives the resources of one value in their order. Those of several
// are sorted: an order by the column alone would lead SQLite to read all tags of the kind.
func (q *TagQuery) order() string {
	if len(q.Tags) > 0 && len(q.Tags[0].Values) != 1 {
		return "t.kind, t.resource || ''"
	}
	return "t.kind, t.resource"
}

func (q *TagQuery) where(account, region string) *where {
	w := ownRows("t", account, region)
	w.in("t.kind", q.Kinds)
	w.in("t.resource", q.IDs)
	if q.After != "" {
		w.and("t.resource >", q.After)
	}
	for n, m := range q.Tags {
		if n == 0 { // the index by key leads to the resources
			w.and("t.key =", m.Key)
			w.in("t.value", m.Values)
			continue
		}
		w.text.WriteString(` AND EXISTS (SELECT 1 FROM tags x WHERE x.account = t.account AND x.region = t.region
			AND x.kind = t.kind AND x.resource = t.resource`)
		w.and("x.key =", m.Key)
		w.in("x.value", m.Values)
		w.text.WriteString(")")
	}
	return w
}

// Tags reads the tags of a resource, ordered by key; none when it has none, or does not exist.
func (tx *Tx) Tags(account, region, kind, resource string) (all []cloud.Tag, err error) {
	err = tx.query(`SELECT key, value FROM tags WHERE account = $1 AND region = $2 AND kind = $3 AND resource = $4
		ORDER BY key`, []any{account, region, kind, resource}, func(s scan) error {
		var t cloud.Tag
		err := s(&t.Key, &t.Value)
		all = append(all, t)
		return err
	})
	return all, err
}

// TagUse is a tag and how many resources of a kind carry it.
type TagUse struct {
	cloud.Tag
	Kind  string
	Count int
}

// TagUses counts the tags of a region's resources by key, value and kind.
func (tx *Tx) TagUses(account, region string, kinds []string) (all []TagUse, err error) {
	w := ownRows("t", account, region)
	w.in("t.kind", kinds)
	err = tx.query(`SELECT t.key, t.value, t.kind, COUNT(*) FROM tags t`+w.text.String()+
		` GROUP BY t.key, t.value, t.kind ORDER BY t.key, t.value, t.kind`, w.args, func(s scan) error {
		var u TagUse
		err := s(&u.Key, &u.Value, &u.Kind, &u.Count)
		all = append(all, u)
		return err
	})
	return all, err
}

// TagUsesOf is TagUses of one resource, whose kind is one of some.
func (tx *Tx) TagUsesOf(account, region string, kinds []string, resource string) (all []TagUse, err error) {
	for _, kind := range kinds {
		tags, err := tx.Tags(account, region, kind, resource)
		if err != nil {
			return nil, err
		}
		for _, t := range tags {
			all = append(all, TagUse{Tag: t, Kind: kind, Count: 1})
		}
	}
	return all, nil
}
