package cloud

import "time"

// Instance states that matter to images.
const (
	InstanceRunning = "Running"
	InstanceStopped = "Stopped"
)

// Instance is a virtual machine as far as images are concerned.
type Instance struct {
	Account, Region, ID string
	Name, Zone, Type    string
	Image               string // the image it was made from
	Status              string
	Locked              bool // for security reasons
	ResourceGroup       string
	Created             time.Time
	Tags                []Tag // ordered by key

	Revision string // the change that made it what it is; the store's business
}
