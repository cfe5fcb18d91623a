package cloud

import "slices"

// Machine is what of an instance type decides which images boot on it.
type Machine struct {
	Architectures []string
	BootModes     []string // of images
	NeedsNVMe     bool
}

// NewMachine is a machine that starts in some modes. An image that only prefers UEFI goes
// with any.
func NewMachine(architectures, bootModes []string, needsNVMe bool) *Machine {
	return &Machine{Architectures: architectures, BootModes: append(slices.Clone(bootModes), BootUEFIPreferred), NeedsNVMe: needsNVMe}
}

// Boots reports whether the machine boots an image.
func (m *Machine) Boots(i *Image) bool {
	return slices.Contains(m.Architectures, i.Architecture) && slices.Contains(m.BootModes, i.BootMode) &&
		(!m.NeedsNVMe || i.NvmeSupport == NvmeSupported)
}
