package store

import (
	"time"

	"sesame/internal/cloud"
)

// FindDisks gives those of an account's disks in a region that a filter selects, latest
// first, from offset on and at most limit of them; and how many there are in all, wherever
// the page begins.
func (tx *Tx) FindDisks(account, region string, f *cloud.DiskFilter, now time.Time, offset, limit int) ([]*cloud.Disk, int, error) {
	if f.None {
		return nil, 0, nil
	}
	w := where{args: []any{account, region}}
	w.text.WriteString(` WHERE d.account = $1 AND d.region = $2`)
	w.in("d.id", f.IDs)
	w.equal("d.zone", f.Zone)
	w.equal("d.instance", f.Instance)
	w.equal("d.name", f.Name)
	w.equal("d.category", f.Category)
	w.equal("d.snapshot", f.Snapshot)
	w.equal("d.resource_group", f.ResourceGroup)
	w.equal("d.kind", string(f.Kind))
	if f.Encrypted {
		w.text.WriteString(` AND d.encrypted`)
	}
	w.is("d.delete_with_instance", f.DeleteWithInstance)
	w.is("d.delete_auto_snapshot", f.DeleteAutoSnapshot)
	w.is("d.enable_auto_snapshot", f.EnableAutoSnapshot)
	w.diskStatus(f.Status, millis(now))
	w.created("d", f.CreatedFrom, f.CreatedTo)
	w.tagged("d", KindDisk, f.Tags)
	total, err := tx.count(`SELECT COUNT(*) FROM disks d`+w.text.String(), w.args...)
	if err != nil || total == 0 {
		return nil, total, err
	}
	w.page("d", f.Behind, offset, limit)
	page, err := tx.disks(diskSelect+w.text.String(), w.args...)
	return page, total, err
}

// diskStatus says in SQL what cloud.Disk.Status says of a disk at hand.
func (w *where) diskStatus(s cloud.DiskStatus, now int64) {
	switch s {
	case "":
	case cloud.DiskInUse:
		w.and(`d.instance <> '' AND d.ready <=`, now)
	case cloud.DiskAvailable:
		w.and(`d.instance = '' AND d.ready <=`, now)
	default:
		w.and(`d.work =`, string(s))
		w.and(`d.ready >`, now)
	}
}

// FindSnapshots is FindDisks for snapshots.
func (tx *Tx) FindSnapshots(account, region string, f *cloud.SnapshotFilter, now time.Time, offset, limit int) ([]*cloud.Snapshot, int, error) {
	if f.None {
		return nil, 0, nil
	}
	w := where{args: []any{account, region}}
	w.text.WriteString(` WHERE p.account = $1 AND p.region = $2`)
	w.in("p.id", f.IDs)
	w.equal("p.name", f.Name)
	w.equal("p.category", f.Category)
	w.equal("p.disk", f.Disk)
	w.equal("p.resource_group", f.ResourceGroup)
	w.equal("p.kind", string(f.Kind))
	if f.Encrypted {
		w.text.WriteString(` AND p.encrypted`)
	}
	switch f.Status {
	case cloud.SnapshotProgressing:
		w.and(`p.ready >`, millis(now))
	case cloud.SnapshotAccomplished:
		w.and(`p.ready <=`, millis(now))
	}
	w.created("p", f.CreatedFrom, f.CreatedTo)
	w.tagged("p", KindSnapshot, f.Tags)
	w.usedBy(f)
	total, err := tx.count(`SELECT COUNT(*) FROM snapshots p`+w.text.String(), w.args...)
	if err != nil || total == 0 {
		return nil, total, err
	}
	w.page("p", f.Behind, offset, limit)
	page, err := tx.snapshots(snapshotSelect+w.text.String(), w.args...)
	return page, total, err
}

func (w *where) usedBy(f *cloud.SnapshotFilter) {
	const ofSnapshot = `x.account = p.account AND x.region = p.region AND x.snapshot = p.id`
	w.is(`EXISTS (SELECT 1 FROM image_snapshots x WHERE `+ofSnapshot+`)`, f.OfImages)
	w.is(`EXISTS (SELECT 1 FROM disks x WHERE `+ofSnapshot+` AND x.snapshot <> '')`, f.OfDisks)
	if f.Instance != "" {
		w.text.WriteString(` AND p.disk IN (SELECT x.id FROM disks x WHERE x.account = $1 AND x.region = $2
			AND x.instance <> '' AND x.instance = ` + w.arg(f.Instance) + `)`)
	}
}

func (w *where) created(alias string, from, to time.Time) {
	if !from.IsZero() {
		w.and(alias+".created >=", millis(from))
	}
	if !to.IsZero() {
		w.and(alias+".created <=", millis(to))
	}
}

// tagged: a tag without a value matches any.
func (w *where) tagged(alias, kind string, tags []cloud.TagMatch) {
	for _, t := range tags {
		w.text.WriteString(` AND EXISTS (SELECT 1 FROM tags x WHERE x.account = ` + alias + `.account AND x.region = ` + alias + `.region
			AND x.kind = '` + kind + `' AND x.resource = ` + alias + `.id AND x.key = ` + w.arg(t.Key))
		if t.Value != nil {
			w.text.WriteString(` AND x.value = ` + w.arg(*t.Value))
		}
		w.text.WriteString(")")
	}
}

// page orders a list latest first and cuts a page out of it.
func (w *where) page(alias string, behind cloud.Position, offset, limit int) {
	if behind.ID != "" {
		w.text.WriteString(` AND (` + alias + `.created < ` + w.arg(millis(behind.Created)) + ` OR (` + alias + `.created = ` +
			w.arg(millis(behind.Created)) + ` AND ` + alias + `.id < ` + w.arg(behind.ID) + `))`)
	}
	w.text.WriteString(` ORDER BY ` + alias + `.created DESC, ` + alias + `.id DESC LIMIT ` + w.arg(limit) + ` OFFSET ` + w.arg(offset))
}
