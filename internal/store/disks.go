package store

import (
	"slices"
	"strings"

	"sesame/internal/cloud"
)

// diskFields are the columns of a disk beside its key, in the order of diskValues and
// scanDisk.
var diskFields = []string{
	"zone", "name", "description", "instance", "device", "kind", "category", "performance_level", "size_gib",
	"encrypted", "image", "snapshot", "resource_group", "delete_with_instance", "delete_auto_snapshot",
	"enable_auto_snapshot", "bursting", "provisioned_iops", "work", "created", "ready", "attached", "detached", "tags",
}

var (
	diskInsert = `INSERT INTO disks (account, region, id, ` + strings.Join(diskFields, ", ") +
		`, revision) VALUES (` + placeholders(4+len(diskFields)) + `)`
	diskSelect = `SELECT i.account, i.region, i.id, i.` + strings.Join(diskFields, ", i.") + `, i.revision FROM disks i`
)

func diskValues(d *cloud.Disk) ([]any, error) {
	tags, err := document(d.Tags)
	return []any{
		d.Zone, d.Name, d.Description, d.Instance, d.Device, string(d.Kind), d.Category, d.PerformanceLevel, d.SizeGiB,
		d.Encrypted, d.Image, d.Snapshot, d.ResourceGroup, d.DeleteWithInstance, d.DeleteAutoSnapshot,
		d.EnableAutoSnapshot, d.Bursting, d.ProvisionedIOPS, string(d.Work),
		millis(d.Created), millis(d.Ready), millis(d.Attached), millis(d.Detached), tags,
	}, err
}

func scanDisk(s scan) (*cloud.Disk, error) {
	var d cloud.Disk
	var tags string
	err := s(&d.Account, &d.Region, &d.ID,
		&d.Zone, &d.Name, &d.Description, &d.Instance, &d.Device, (*string)(&d.Kind), &d.Category, &d.PerformanceLevel, &d.SizeGiB,
		&d.Encrypted, &d.Image, &d.Snapshot, &d.ResourceGroup, &d.DeleteWithInstance, &d.DeleteAutoSnapshot,
		&d.EnableAutoSnapshot, &d.Bursting, &d.ProvisionedIOPS, (*string)(&d.Work),
		&d.Created, &d.Ready, &d.Attached, &d.Detached, &tags, &d.Revision)
	if err != nil {
		return nil, err
	}
	return &d, readDocument(tags, &d.Tags)
}

func (tx *Tx) disks(sql string, args ...any) (all []*cloud.Disk, err error) {
	err = tx.query(sql, args, func(s scan) error {
		d, err := scanDisk(s)
		all = append(all, d)
		return err
	})
	return all, err
}

// Disk reads a disk of an account, wherever it is: most actions name no region.
func (tx *Tx) Disk(account, id string) (*cloud.Disk, error) {
	return first(tx.disks(diskSelect+` WHERE i.account = $1 AND i.id = $2 ORDER BY i.region LIMIT 1`, account, id))
}

// Disks reads the disks of an instance, ordered by device.
func (tx *Tx) Disks(account, region, instance string) ([]*cloud.Disk, error) {
	return tx.disks(diskSelect+` WHERE i.account = $1 AND i.region = $2 AND i.instance = $3 AND i.instance <> ''
		ORDER BY i.device`, account, region, instance)
}

// CreateDisk adds a disk. ErrExists: its device is taken.
func (tx *Tx) CreateDisk(d *cloud.Disk) error {
	values, err := diskValues(d)
	if err != nil {
		return err
	}
	revision, err := tx.record(d.Account, diskResource(d), "", made(diskFields, values))
	if err != nil {
		return err
	}
	args := append([]any{d.Account, d.Region, d.ID}, values...)
	if _, err := tx.exec(diskInsert, append(args, revision)...); err != nil {
		return err
	}
	return tx.indexTags(d.Account, d.Region, KindDisk, d.ID, d.Tags)
}

// UpdateDisk changes a disk from what was read to what it shall be. Nothing different is no
// change and no event. ErrExists: its device is taken.
func (tx *Tx) UpdateDisk(was, is *cloud.Disk) error {
	before, err := diskValues(was)
	if err != nil {
		return err
	}
	after, err := diskValues(is)
	if err != nil {
		return err
	}
	changes := changed(diskFields, before, after)
	if len(changes) == 0 {
		return nil
	}
	revision, err := tx.record(is.Account, diskResource(is), was.Revision, changes)
	if err != nil {
		return err
	}
	if err := tx.set("disks", is.Account, is.Region, is.ID, revision, changes); err != nil || slices.Equal(was.Tags, is.Tags) {
		return err
	}
	return tx.reindexTags(is.Account, is.Region, KindDisk, is.ID, is.Tags)
}

// DeleteDisk removes a disk. Its snapshots stay.
func (tx *Tx) DeleteDisk(d *cloud.Disk) error {
	if err := tx.remove("disks", d.Account, d.Region, d.ID); err != nil {
		return err
	}
	if err := tx.unindexTags(d.Account, d.Region, KindDisk, d.ID); err != nil {
		return err
	}
	return tx.recordRemoved(d.Account, diskResource(d), d.Revision,
		difference{"instance", d.Instance, nil}, difference{"size_gib", d.SizeGiB, nil})
}

func diskResource(d *cloud.Disk) string { return d.Region + "/" + KindDisk + "/" + d.ID }
