package cloud

import (
	"cmp"
	"slices"
	"time"
)

// Copy is a copy of an image that is under way. Source is the original, in SourceRegion.
type Copy struct {
	Account, Region, Image string // the copy
	SourceRegion, Source   string
	Starts, Ready          time.Time
}

// CopyStart says when a copy that is accepted now leaves the queue of its destination
// region: five run at a time (A-091). Each place is taken until the last of its copies is
// done, and those are the latest of all.
func CopyStart(underWay []Copy, now time.Time) time.Time {
	if len(underWay) < MaxCopiesAtOnce {
		return now
	}
	latest := slices.Clone(underWay)
	slices.SortFunc(latest, func(a, b Copy) int { return b.Ready.Compare(a.Ready) })
	return latest[MaxCopiesAtOnce-1].Ready
}

// MoveUp gives those of the waiting copies that start earlier once another one is gone.
// They keep their order and how long they take.
func MoveUp(left []Copy, now time.Time) (moved []Copy) {
	var planned, waiting []Copy
	for _, c := range left {
		if c.Starts.After(now) {
			waiting = append(waiting, c)
		} else {
			planned = append(planned, c)
		}
	}
	slices.SortFunc(waiting, func(a, b Copy) int {
		return cmp.Or(a.Starts.Compare(b.Starts), cmp.Compare(a.Image, b.Image))
	})
	for _, c := range waiting {
		if earlier := CopyStart(planned, now); earlier.Before(c.Starts) {
			c.Starts, c.Ready = earlier, earlier.Add(c.Ready.Sub(c.Starts))
			moved = append(moved, c)
		}
		planned = append(planned, c)
	}
	return moved
}

// MayCopy says whether an account can copy the image to a region, encrypted or not. That
// the account sees the image is not asked here.
func (i *Image) MayCopy(account, region string, encrypt bool, now time.Time) error {
	encrypted := i.Encrypted()
	switch {
	case i.Public:
		return ErrImageCommunity
	case i.Status(now) != Available:
		return ErrImageNotAvailable
	case i.Account != account && i.Region != region:
		return ErrCopySharedAcross
	case i.Account == account && i.Region == region && !encrypt:
		return ErrCopySameRegion
	case encrypted && !encrypt:
		return ErrCopyEncrypted
	case encrypt && !encrypted && i.Region != region:
		return ErrCopyEncryptAcross
	}
	return nil
}

// CopyOf makes the image a copy: it holds the same system on disks of the same sizes,
// each with content on a new snapshot. Family, shares and tags stay behind, and so
// does what it was imported from.
func (i *Image) CopyOf(source *Image, encrypted bool, snapshotID func() string) {
	i.Inherit(source)
	i.IoOptimized, i.Copied = source.IoOptimized, true
	disks := make([]DiskMapping, len(source.Disks))
	for n, d := range source.Disks {
		disks[n] = DiskMapping{Device: d.Device, Kind: d.Kind, SizeGiB: d.SizeGiB, Encrypted: encrypted}
		if d.Kind == SystemDisk || d.Snapshot != "" || d.Object != "" {
			disks[n].Snapshot = snapshotID()
		}
	}
	i.SetDisks(disks)
}

// NewSnapshots are those that a copy or an import brings: what its disks hold. They begin
// and are done when it is.
func (i *Image) NewSnapshots() (all []*Snapshot) {
	for _, d := range i.Disks {
		if d.Snapshot != "" {
			from := &Disk{Account: i.Account, Region: i.Region, Kind: d.Kind, SizeGiB: d.SizeGiB, Encrypted: d.Encrypted}
			p := NewSnapshot(from, d.Snapshot, i.ID, i.Created, i.Ready)
			p.Starts = i.Starts
			all = append(all, p)
		}
	}
	return all
}

// MayCancelCopy says whether the image is a copy that is still under way.
func (i *Image) MayCancelCopy(now time.Time) error {
	switch {
	case i.Work != WorkCopy:
		return ErrNotCopied
	case i.UnderWay(now):
		return nil
	case i.Outcome == CreateFailed:
		return ErrCopyFailed
	}
	return ErrCopyDone
}
