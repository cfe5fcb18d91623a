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
	w := ownRows("i", account, region)
	w.in("i.id", f.IDs)
	w.equal("i.zone", f.Zone)
	w.indexed("i.instance", f.Instance)
	w.equal("i.name", f.Name)
	w.equal("i.category", f.Category)
	w.indexed("i.snapshot", f.Snapshot)
	w.equal("i.resource_group", f.ResourceGroup)
	w.equal("i.kind", string(f.Kind))
	if f.Encrypted {
		w.text.WriteString(` AND i.encrypted`)
	}
	w.is("i.delete_with_instance", f.DeleteWithInstance)
	w.is("i.delete_auto_snapshot", f.DeleteAutoSnapshot)
	w.is("i.enable_auto_snapshot", f.EnableAutoSnapshot)
	w.diskStatus(f.Status, millis(now))
	w.created(f.CreatedFrom, f.CreatedTo)
	w.tags(KindDisk, f.Tags)
	return find(tx, tx.disks, &listing{rows: diskSelect, from: "disks i", where: w, order: latestFirst, behind: f.Behind}, offset, limit)
}

// diskStatus says in SQL what cloud.Disk.Status says of a disk at hand.
func (w *where) diskStatus(s cloud.DiskStatus, now int64) {
	switch s {
	case "":
	case cloud.DiskInUse:
		w.and(`i.instance <> '' AND i.ready <=`, now)
	case cloud.DiskAvailable:
		w.and(`i.instance = '' AND i.ready <=`, now)
	default:
		w.and(`i.work =`, string(s))
		w.and(`i.ready >`, now)
	}
}

// FindSnapshots is FindDisks for snapshots.
func (tx *Tx) FindSnapshots(account, region string, f *cloud.SnapshotFilter, now time.Time, offset, limit int) ([]*cloud.Snapshot, int, error) {
	if f.None {
		return nil, 0, nil
	}
	w := ownRows("i", account, region)
	w.in("i.id", f.IDs)
	w.equal("i.name", f.Name)
	w.equal("i.category", f.Category)
	w.equal("i.disk", f.Disk)
	w.equal("i.resource_group", f.ResourceGroup)
	w.equal("i.kind", string(f.Kind))
	if f.Encrypted {
		w.text.WriteString(` AND i.encrypted`)
	}
	switch f.Status {
	case cloud.SnapshotProgressing:
		w.and(`i.ready >`, millis(now))
	case cloud.SnapshotAccomplished:
		w.and(`i.ready <=`, millis(now))
	}
	w.created(f.CreatedFrom, f.CreatedTo)
	w.tags(KindSnapshot, f.Tags)
	w.usedBy(f)
	return find(tx, tx.snapshots, &listing{rows: snapshotSelect, from: "snapshots i", where: w, order: latestFirst, behind: f.Behind}, offset, limit)
}

func (w *where) usedBy(f *cloud.SnapshotFilter) {
	const ofSnapshot = `x.account = i.account AND x.region = i.region AND x.snapshot = i.id`
	w.is(`EXISTS (SELECT 1 FROM image_snapshots x WHERE `+ofSnapshot+`)`, f.OfImages)
	w.is(`EXISTS (SELECT 1 FROM disks x WHERE `+ofSnapshot+` AND x.snapshot <> '')`, f.OfDisks)
	if f.Instance != "" {
		w.text.WriteString(` AND i.disk IN (SELECT x.id FROM disks x WHERE x.account = $1 AND x.region = $2
			AND x.instance <> '' AND x.instance = ` + w.arg(f.Instance) + `)`)
	}
}
