package cloud

import "time"

// Boot modes of an image.
const (
	BootBIOS          = "BIOS"
	BootUEFI          = "UEFI"
	BootUEFIPreferred = "UEFI-Preferred"
)

// NvmeSupported is what an image says that starts from NVMe disks.
const NvmeSupported = "supported"

// ImageChange is what a caller wants to be different about an image. A nil field keeps
// the value; a pointer to "" clears it, which only Family and Description can be.
type ImageChange struct {
	Name, Family, Description *string
	Status                    *string
	BootMode, LicenseType     *string
	NvmeSupport, ImdsSupport  *string
}

// Check looks at the values alone, before any image is read. The order is that of the
// starting page's table, with the newer attributes before the description.
func (c *ImageChange) Check() error {
	switch {
	case c.Name != nil && !ValidImageName(*c.Name):
		return ErrImageName
	case !oneOf(c.Status, string(Available), string(Deprecated)):
		return ErrStatus
	case c.Family != nil && *c.Family != "" && !ValidImageName(*c.Family):
		return ErrImageFamily
	case !oneOf(c.BootMode, BootBIOS, BootUEFI, BootUEFIPreferred):
		return ErrBootMode
	case !oneOf(c.LicenseType, "BYOL"):
		return ErrLicenseType
	case !oneOf(c.NvmeSupport, NvmeSupported, "unsupported"):
		return ErrNvmeSupport
	case !oneOf(c.ImdsSupport, "v1", "v2"):
		return ErrImdsSupport
	case c.Description != nil && *c.Description != "" && !ValidDescription(*c.Description):
		return ErrDescription
	}
	return nil
}

// Apply gives the changed image, or says which rule of state forbids the change. What
// has to be asked of other rows is not decided here: a name that is taken, a family that is full.
func (i *Image) Apply(c *ImageChange, now time.Time) (*Image, error) {
	if i.UnderWay(now) && !(i.Work == WorkImport && c.onlyFeatures()) {
		return nil, ErrImageCreating
	}
	if err := i.mayBecome(c.Status); err != nil {
		return nil, err
	}
	if c.BootMode != nil && *c.BootMode != i.BootMode {
		if !BootsOn(*c.BootMode, i.Architecture) {
			return nil, ErrBootModeForArch
		}
		if i.InUse {
			return nil, ErrImageInUse
		}
	}
	if c.ImdsSupport != nil && *c.ImdsSupport == "v1" && i.ImdsSupport == "v2" {
		return nil, ErrImdsDowngrade
	}
	n := i.Clone()
	set(&n.Name, c.Name)
	set(&n.Family, c.Family)
	set(&n.Description, c.Description)
	set(&n.BootMode, c.BootMode)
	set(&n.LicenseType, c.LicenseType)
	set(&n.NvmeSupport, c.NvmeSupport)
	set(&n.ImdsSupport, c.ImdsSupport)
	if c.Status != nil {
		n.Outcome = Status(*c.Status)
	}
	return n, nil
}

// mayBecome holds the two transitions that an owner can ask for. Status is the one
// attribute that cannot be set to what it is.
func (i *Image) mayBecome(status *string) error {
	switch {
	case status == nil:
		return nil
	case *status == string(Available) && i.Outcome != Deprecated:
		return ErrImageNotDeprecated
	case *status == string(Deprecated) && (i.Shares > 0 || i.Public):
		return ErrImageShared
	case *status == string(Deprecated) && i.Outcome != Available:
		return ErrImageNotAvailable
	}
	return nil
}

// onlyFeatures: while an import runs, clients set Features and nothing else.
func (c *ImageChange) onlyFeatures() bool {
	return c.Name == nil && c.Family == nil && c.Description == nil && c.Status == nil &&
		c.BootMode == nil && c.LicenseType == nil
}

// BootsOn reports whether an architecture can boot in a mode: arm64 has no BIOS, i386 no
// UEFI.
func BootsOn(mode, architecture string) bool {
	switch architecture {
	case "arm64":
		return mode != BootBIOS
	case "i386":
		return mode != BootUEFI
	}
	return true
}

func oneOf(s *string, allowed ...string) bool {
	if s == nil {
		return true
	}
	for _, a := range allowed {
		if *s == a {
			return true
		}
	}
	return false
}

func set(field, value *string) {
	if value != nil {
		*field = *value
	}
}
