package store

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"sesame/internal/cloud"
)

// imageFields are the columns of an image beside its key, in the order of imageValues and
// imageDest.
var imageFields = []string{
	"name", "family", "description", "version", "outcome", "work", "created", "starts", "ready",
	"platform", "os_type", "os_name", "os_name_en", "architecture", "boot_mode", "license_type",
	"nvme_support", "imds_support", "resource_group", "size_gib", "copied", "public", "cloudinit",
	"io_optimized", "nonroot_logins", "data_disks", "disks", "tags", "shares",
}

var (
	imageInsert = `INSERT INTO images (account, region, id, ` + strings.Join(imageFields, ", ") +
		`, revision) VALUES (` + placeholders(4+len(imageFields)) + `)`
	imageSelect = `SELECT i.account, i.region, i.id, i.` + strings.Join(imageFields, ", i.") + `, i.revision, EXISTS (
		SELECT 1 FROM instances n WHERE n.account = i.account AND n.region = i.region AND n.image = i.id)
		FROM images i`
	imageByID = imageSelect + ` WHERE i.account = $1 AND i.region = $2 AND i.id = $3`
)

func imageValues(i *cloud.Image) ([]any, error) {
	disks, err := document(i.Disks)
	if err != nil {
		return nil, err
	}
	tags, err := document(i.Tags)
	if err != nil {
		return nil, err
	}
	return []any{
		i.Name, i.Family, i.Description, i.Version, string(i.Outcome), string(i.Work),
		millis(i.Created), millis(i.Starts), millis(i.Ready),
		i.Platform, i.OSType, i.OSName, i.OSNameEN, i.Architecture, i.BootMode, i.LicenseType,
		i.NvmeSupport, i.ImdsSupport, i.ResourceGroup, i.SizeGiB, i.Copied, i.Public, i.Cloudinit,
		i.IoOptimized, i.NonRootLogins, i.HasDataDisks(), disks, tags, i.Shares,
	}, nil
}

func scanImage(s scan) (*cloud.Image, error) {
	var i cloud.Image
	var disks, tags string
	var dataDisks bool
	err := s(&i.Account, &i.Region, &i.ID,
		&i.Name, &i.Family, &i.Description, &i.Version, (*string)(&i.Outcome), (*string)(&i.Work),
		&i.Created, &i.Starts, &i.Ready,
		&i.Platform, &i.OSType, &i.OSName, &i.OSNameEN, &i.Architecture, &i.BootMode, &i.LicenseType,
		&i.NvmeSupport, &i.ImdsSupport, &i.ResourceGroup, &i.SizeGiB, &i.Copied, &i.Public, &i.Cloudinit,
		&i.IoOptimized, &i.NonRootLogins, &dataDisks, &disks, &tags, &i.Shares, &i.Revision, &i.InUse)
	if err != nil {
		return nil, err
	}
	if err := readDocument(disks, &i.Disks); err != nil {
		return nil, err
	}
	return &i, readDocument(tags, &i.Tags)
}

// Image reads one image of an account.
func (tx *Tx) Image(account, region, id string) (*cloud.Image, error) {
	return tx.image(imageByID, account, region, id)
}

// ImagesMadeOf lists the images that are being made of an instance. Each takes a snapshot of
// the system disk, which cannot leave the instance meanwhile.
func (tx *Tx) ImagesMadeOf(n *cloud.Instance, now time.Time) ([]*cloud.Image, error) {
	return tx.images(imageSelect+` WHERE i.account = $1 AND i.region = $2 AND i.ready > $4 AND i.id IN (
		SELECT x.image FROM disks d, snapshots p, image_snapshots x
		WHERE d.account = $1 AND d.region = $2 AND d.instance = $3 AND d.instance <> '' AND d.kind = 'system'
		AND p.account = $1 AND p.region = $2 AND p.disk = d.id AND p.ready > $4
		AND x.account = $1 AND x.region = $2 AND x.snapshot = p.id)`,
		n.Account, n.Region, n.ID, millis(now))
}

// image reads the one image, or the first, that a query gives.
func (tx *Tx) image(sql string, args ...any) (*cloud.Image, error) {
	return first(tx.images(sql, args...))
}

func (tx *Tx) images(sql string, args ...any) (all []*cloud.Image, err error) {
	err = tx.query(sql, args, func(s scan) error {
		i, err := scanImage(s)
		all = append(all, i)
		return err
	})
	return all, err
}

// CreateImage adds an image. ErrExists: its name is taken in the region.
func (tx *Tx) CreateImage(i *cloud.Image) error {
	values, err := imageValues(i)
	if err != nil {
		return err
	}
	revision, err := tx.record(i.Account, imageResource(i), "", made(imageFields, values))
	if err != nil {
		return err
	}
	args := append([]any{i.Account, i.Region, i.ID}, values...)
	if _, err := tx.exec(imageInsert, append(args, revision)...); err != nil {
		return err
	}
	return tx.indexImage(i)
}

// UpdateImage changes an image from what was read to what it shall be. Nothing different
// is no change and no event. ErrExists: the new name is taken in the region.
func (tx *Tx) UpdateImage(was, is *cloud.Image) error {
	changes, err := differences(was, is)
	if err != nil || len(changes) == 0 {
		return err
	}
	return tx.updateImage(was, is, changes, nil)
}

// updateImage writes what differs; the event tells more of it.
func (tx *Tx) updateImage(was, is *cloud.Image, changes, more []difference) error {
	revision, err := tx.record(is.Account, imageResource(is), was.Revision, append(changes, more...))
	if err != nil {
		return err
	}
	// Only what differs is set: SQLite rewrites every index that a statement names.
	set := []byte(`UPDATE images SET revision = $4`)
	args := []any{is.Account, is.Region, is.ID, revision}
	reindex := false
	for _, c := range changes {
		args = append(args, c.after)
		set = fmt.Appendf(set, ", %s = $%d", c.name, len(args))
		reindex = reindex || c.name == "disks" || c.name == "tags"
	}
	n, err := tx.exec(string(set)+` WHERE account = $1 AND region = $2 AND id = $3`, args...)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil || !reindex {
		return err
	}
	if err := tx.unindexImage(was); err != nil {
		return err
	}
	return tx.indexImage(is)
}

// differences are the columns in which two images differ.
func differences(was, is *cloud.Image) (all []difference, err error) {
	if slices.Equal(was.Disks, is.Disks) && slices.Equal(was.Tags, is.Tags) { // spares their documents
		plainWas, plainIs := *was, *is
		plainWas.Disks, plainWas.Tags, plainIs.Disks, plainIs.Tags = nil, nil, nil, nil
		was, is = &plainWas, &plainIs
	}
	before, err := imageValues(was)
	if err != nil {
		return nil, err
	}
	after, err := imageValues(is)
	if err != nil {
		return nil, err
	}
	return changed(imageFields, before, after), nil
}

// DeleteImage removes an image. Its snapshots stay.
func (tx *Tx) DeleteImage(i *cloud.Image) error {
	if err := tx.unindexImage(i); err != nil {
		return err
	}
	n, err := tx.exec(`DELETE FROM images WHERE account = $1 AND region = $2 AND id = $3`, i.Account, i.Region, i.ID)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return err
	}
	return tx.recordRemoved(i.Account, imageResource(i), i.Revision,
		difference{"name", i.Name, nil}, difference{"family", i.Family, nil}, difference{"outcome", string(i.Outcome), nil})
}

// ImageWasRemoved reports whether the account had an image that is gone.
func (tx *Tx) ImageWasRemoved(account, region, id string) (bool, error) {
	n, err := tx.count(`SELECT COUNT(*) FROM removed WHERE account = $1 AND resource = $2`,
		account, imageResource(&cloud.Image{Region: region, ID: id}))
	return n > 0, err
}

// indexImage writes the index rows of the image's documents.
func (tx *Tx) indexImage(i *cloud.Image) error {
	if err := tx.indexTags(i.Account, i.Region, KindImage, i.ID, i.Tags); err != nil {
		return err
	}
	for _, d := range i.Disks {
		if d.Snapshot == "" {
			continue
		}
		if _, err := tx.exec(`INSERT INTO image_snapshots (account, region, snapshot, image) VALUES ($1, $2, $3, $4)
			ON CONFLICT (account, region, snapshot, image) DO NOTHING`, i.Account, i.Region, d.Snapshot, i.ID); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) unindexImage(i *cloud.Image) error {
	if err := tx.unindexTags(i.Account, i.Region, KindImage, i.ID); err != nil {
		return err
	}
	for _, d := range i.Disks {
		if _, err := tx.exec(`DELETE FROM image_snapshots WHERE account = $1 AND region = $2 AND snapshot = $3 AND image = $4`,
			i.Account, i.Region, d.Snapshot, i.ID); err != nil {
			return err
		}
	}
	return nil
}

// NameTaken reports whether another image of the region has the name.
func (tx *Tx) NameTaken(account, region, name, exceptID string) (bool, error) {
	n, err := tx.count(`SELECT COUNT(*) FROM images WHERE account = $1 AND region = $2 AND name = $3 AND name <> '' AND id <> $4`,
		account, region, name, exceptID)
	return n > 0, err
}

// CountImages counts the images of a region, at most up to limit.
func (tx *Tx) CountImages(account, region string, limit int) (int, error) {
	return tx.count(`SELECT COUNT(*) FROM (SELECT 1 FROM images WHERE account = $1 AND region = $2 LIMIT $3) AS limited`,
		account, region, limit)
}

func (tx *Tx) count(sql string, args ...any) (n int, err error) {
	return n, tx.one(sql, args, &n)
}

func imageResource(i *cloud.Image) string { return i.Region + "/image/" + i.ID }

func placeholders(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = "$" + strconv.Itoa(i+1)
	}
	return strings.Join(all, ", ")
}
