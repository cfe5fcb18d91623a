package cloud

import "time"

// Share is the permission of an account to see and use another's image.
type Share struct {
	Account, Region, Image string // the owner's
	Grantee                string
	Since                  time.Time
}

// MayShare says whether accounts may be added to the image. An image that is still being
// made may be shared: clients do so right after they ask for a copy.
func (i *Image) MayShare(now time.Time) error {
	if i.Public { // everybody has it
		return ErrImageCommunity
	}
	switch s := i.Status(now); s {
	case Available, Waiting, Creating:
		return nil
	default: // UnAvailable and CreateFailed answer as a deprecated one does
		return ErrImageDeprecated
	}
}
