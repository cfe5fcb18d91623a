package cloud

import "time"

// MayPublish says whether the image can become a community image, which everybody sees.
func (i *Image) MayPublish(now time.Time) error {
	switch {
	case i.Public:
		return ErrImageCommunity
	case i.Status(now) != Available: // as sharing what is not to be used
		return ErrImageDeprecated
	}
	return nil
}
