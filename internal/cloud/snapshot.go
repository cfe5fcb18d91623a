package cloud

import "time"

// Snapshot is the content of a disk at an instant.
type Snapshot struct {
	Account, Region, ID string
	Name, Disk          string
	Kind                DiskKind
	SizeGiB             int
	Encrypted           bool
	Image               string // the image its disk came from: what the system on it is
	ResourceGroup       string
	Created, Ready      time.Time
	Tags                []Tag // ordered by key

	Revision string // the change that made it what it is; the store's business
}

// Progress is the share of the snapshot that is done: "100%".
func (s *Snapshot) Progress(now time.Time) string {
	return progress(s.Created, s.Ready, now)
}
