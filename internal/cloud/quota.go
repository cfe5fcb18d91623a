package cloud

// The documented limits of an account.
const (
	MaxImagesPerFamily   = 100
	MaxFamiliesPerRegion = 100
	MaxAccountsPerShare  = 50
	MaxAccountsPerCall   = 10  // of each list of ModifyImageSharePermission; more are ignored
	MaxSharedWithAccount = 100 // images that one account can receive
	MaxTags              = 20
	MaxDataDisks         = 16
	MaxCopiesAtOnce      = 5 // running in a destination region; others wait

	// MaxImagesPerRegion has no public figure; it is chosen.
	MaxImagesPerRegion = 1000
)

// Quotas are the limits that can be other ones for an account.
type Quotas struct {
	ImagesPerRegion   int
	ImagesPerFamily   int
	FamiliesPerRegion int
	AccountsPerShare  int
	TagsPerResource   int
}

// DefaultQuotas are those of an account of which nothing else is said.
func DefaultQuotas() Quotas {
	return Quotas{
		ImagesPerRegion: MaxImagesPerRegion, ImagesPerFamily: MaxImagesPerFamily, FamiliesPerRegion: MaxFamiliesPerRegion,
		AccountsPerShare: MaxAccountsPerShare, TagsPerResource: MaxTags,
	}
}

// What an account is told that it may have of what is not counted here.
const (
	MaxSecurityGroups    = 100
	MaxNetworkInterfaces = 5000
	MaxVCPUs             = 1000 // of each kind of instance
	MaxDedicatedHosts    = 2
	MaxCommands          = 100
	MaxInvocationsPerDay = 5000
	MaxDiskCapacity      = 204800 // GiB of each category of disks
)
