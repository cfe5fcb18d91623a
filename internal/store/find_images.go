package store

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"sesame/internal/cloud"
)

// FindImages gives those of an account's images in a region that a filter selects, latest
// first (a tie goes to the larger id, as in a family), from offset on and at most limit of
// them; and how many there are in all.
func (tx *Tx) FindImages(account, region string, f *cloud.ImageFilter, now time.Time, offset, limit int) ([]*cloud.Image, int, error) {
	w := ownRows("i", account, region)
	if isPattern(f.Name) {
		return tx.findNamed(w, f, now, offset, limit)
	}
	w.filter(f, millis(now))
	return find(tx, tx.images, &listing{rows: imageSelect, from: "images i", where: w, order: latestFirst}, offset, limit)
}

// FindImageKeys is FindImages without a look at rows: nothing of an image is filled in but
// its key and its age. The filter has no pattern.
func (tx *Tx) FindImageKeys(account, region string, f *cloud.ImageFilter, now time.Time, offset, limit int) ([]*cloud.Image, int, error) {
	w := ownRows("i", account, region)
	w.filter(f, millis(now))
	return find(tx, func(sql string, args ...any) (all []*cloud.Image, err error) {
		err = tx.query(sql, args, func(s scan) error {
			i := &cloud.Image{}
			all = append(all, i)
			return s(&i.Account, &i.Region, &i.ID, &i.Created)
		})
		return all, err
	}, &listing{keys: "i.account, i.region, i.id, i.created", from: "images i", where: w, order: latestFirst}, offset, limit)
}

// ImagesByID reads those of the images that the account has, in the order of the ids.
func (tx *Tx) ImagesByID(account, region string, ids []string) ([]*cloud.Image, error) {
	switch len(ids) {
	case 0:
		return nil, nil
	case 1: // most often
		return tx.images(imageByID, account, region, ids[0])
	}
	w := ownRows("i", account, region)
	w.in("i.id", ids)
	all, err := tx.images(imageSelect+w.text.String(), w.args...)
	slices.SortFunc(all, func(a, b *cloud.Image) int { return cmp.Compare(slices.Index(ids, a.ID), slices.Index(ids, b.ID)) })
	return all, err
}

// findNamed is FindImages for a pattern. The names are looked through in their index, and of
// the images that may match the rows are read.
func (tx *Tx) findNamed(w *where, f *cloud.ImageFilter, now time.Time, offset, limit int) ([]*cloud.Image, int, error) {
	names := &where{args: w.args}
	names.pattern("n.name", f.Name)
	l := listing{
		with:  `WITH names AS MATERIALIZED (SELECT n.name FROM images n WHERE n.account = $1 AND n.region = $2` + names.text.String() + `) `,
		from:  `names CROSS JOIN images i`, // in this order
		where: w, order: latestFirst,
	}
	w.args = names.args
	w.text.WriteString(` AND i.name <> '' AND i.name = names.name`)
	w.filter(f, millis(now))
	return findByPattern(tx, tx.Image, &l, f.Name, offset, limit)
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
	w.is(`i.id IN (SELECT x.image FROM shares x WHERE x.account = $1 AND x.region = $2)`, f.Shared)
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
