package cloud

import (
	"slices"
	"time"
)

// InstanceStatus is the state of an instance as clients see it.
type InstanceStatus string

// The five states of an instance.
const (
	InstancePending  InstanceStatus = "Pending"  // being made
	InstanceStarting InstanceStatus = "Starting" // on the way to Running
	InstanceRunning  InstanceStatus = "Running"
	InstanceStopping InstanceStatus = "Stopping" // on the way to Stopped
	InstanceStopped  InstanceStatus = "Stopped"
)

// Instance is a virtual machine of one account in one region: what is said about it, not
// the machine itself.
type Instance struct {
	Account, Region, ID string

	Name, Zone, Type string
	Image            string // the image it was made from; for good, also when that is gone
	VPC, VSwitch     string
	PrivateIP        string
	KeyPair          string
	ResourceGroup    string
	Locked           bool // for security reasons
	Created          time.Time
	InstanceSettings       // what no list is searched by
	Tags             []Tag // ordered by key

	// Outcome is the state once all that was asked for is done: Running or Stopped. Until
	// Starts it is Before, and from then until Ready it is During. What clients see is
	// Status.
	Outcome, Before, During InstanceStatus
	Starts, Ready           time.Time

	Revision string // the change that made it what it is; the store's business
}

// InstanceSettings are what lists need not search by.
type InstanceSettings struct {
	HostName, Description, UserData string

	SecurityGroups        []string
	NetworkInterface, MAC string
	InterfaceName         string
	InterfaceDescription  string
	Secondary             *NetworkInterface // beside the primary one, which never changes
	InternetChargeType    string
	BandwidthIn           int // Mbit/s
	BandwidthOut          int

	ChargeType     string
	SpotStrategy   string
	SpotDuration   int
	SpotPriceLimit float64
	// What would become of it if somebody paid more: Terminate or Stop.
	SpotInterruption string
	AutoRelease      time.Time

	OSName, OSNameEN, OSType string // of its image, as it was

	DeletionProtection  bool
	CreditSpecification string
	RAMRole             string
	LoginAsNonRoot      bool
	StoppedMode         string // of the last time it was stopped
	LastStart           time.Time

	MetadataEndpoint, MetadataTokens string
	MetadataHopLimit                 int
}

// NewInstance begins an instance with the settings of one of which nothing is said.
func NewInstance(account, region, id string, now time.Time) *Instance {
	return &Instance{
		Account: account, Region: region, ID: id, Created: now, Outcome: InstanceStopped, Starts: now, Ready: now,
		InstanceSettings: InstanceSettings{
			ChargeType: "PostPaid", InternetChargeType: "PayByTraffic", SpotStrategy: "NoSpot", OSType: "linux",
			MetadataEndpoint: "enabled", MetadataTokens: "optional", MetadataHopLimit: 1,
		},
	}
}

// Status is the state at an instant.
func (i *Instance) Status(now time.Time) InstanceStatus {
	switch {
	case now.Before(i.Starts):
		return i.Before
	case now.Before(i.Ready):
		return i.During
	default:
		return i.Outcome
	}
}

// Goes lets the instance reach a state by way of others, each of which takes so long.
func (i *Instance) Goes(now time.Time, pace time.Duration, to InstanceStatus, by ...InstanceStatus) {
	i.Before, i.During, i.Outcome = "", by[len(by)-1], to
	i.Starts, i.Ready = now, now.Add(time.Duration(len(by))*pace)
	if len(by) > 1 {
		i.Before, i.Starts = by[0], now.Add(pace)
	}
	if to == InstanceRunning {
		i.LastStart, i.StoppedMode = i.Ready, ""
	}
}

// Clone is a deep copy, for changing while the old one is kept.
func (i *Instance) Clone() *Instance {
	c := *i
	c.SecurityGroups = slices.Clone(i.SecurityGroups)
	c.Tags = slices.Clone(i.Tags)
	return &c
}
