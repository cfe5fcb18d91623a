package cloud

import "time"

// Position is where a page of a list ends, latest first: the next one begins behind it. The
// zero Position is the list's beginning.
type Position struct {
	Created time.Time
	ID      string
}

// DiskFilter selects disks. A zero field selects all.
type DiskFilter struct {
	IDs                    []string // any of them
	Zone, Instance, Name   string
	Category, Snapshot     string
	ResourceGroup          string
	Kind                   DiskKind
	Status                 DiskStatus
	Encrypted              bool // only those that are
	DeleteWithInstance     *bool
	DeleteAutoSnapshot     *bool
	EnableAutoSnapshot     *bool
	CreatedFrom, CreatedTo time.Time
	Tags                   []TagMatch // all of them
	Behind                 Position
	None                   bool // selects nothing, whatever the rest says
}

// SnapshotFilter selects snapshots. A zero field selects all.
type SnapshotFilter struct {
	IDs                    []string // any of them
	Name, Category         string
	Disk                   string
	Instance               string // what its disks of now were taken of
	ResourceGroup          string
	Kind                   DiskKind
	Status                 SnapshotStatus
	Encrypted              bool  // only those that are
	OfImages, OfDisks      *bool // whether images, or disks, were made of it
	CreatedFrom, CreatedTo time.Time
	Tags                   []TagMatch // all of them
	Behind                 Position
	None                   bool // selects nothing, whatever the rest says
}
