package cloud

import (
	"slices"
	"strings"
	"time"
)

// FamilyHead is the image that a family stands for at an instant: of its images that are
// Available, the latest created; a tie goes to the larger id. Nil: there is none.
func FamilyHead(images []*Image, family string, now time.Time) (head *Image) {
	for _, i := range images {
		if family == "" || i.Family != family || i.Status(now) != Available {
			continue
		}
		if head == nil || laterInFamily(i, head) < 0 {
			head = i
		}
	}
	return head
}

// laterInFamily orders images as families do, the latest first.
func laterInFamily(a, b *Image) int {
	if c := b.Created.Compare(a.Created); c != 0 {
		return c
	}
	return strings.Compare(b.ID, a.ID)
}

// FamilyOutlook is what a change does to a family: the image that it stands for before and
// after, nil for none.
type FamilyOutlook struct {
	Family        string
	Before, After *Image
}

// Changes reports whether the family will stand for another image, or for none.
func (o *FamilyOutlook) Changes() bool { return idOf(o.Before) != idOf(o.After) }

// Empties reports whether the family will stand for no image, and does for one now.
func (o *FamilyOutlook) Empties() bool { return o.Before != nil && o.After == nil }

func idOf(i *Image) string {
	if i == nil {
		return ""
	}
	return i.ID
}

// FamilyOutlooks tells of each family that the change of an image is about, the one it leaves
// first. images are those of the families, was the image as it is (nil: it is made), is what
// becomes of it (nil: it is deleted).
func FamilyOutlooks(images []*Image, was, is *Image, now time.Time) (all []FamilyOutlook) {
	changed := images
	if was != nil {
		changed = slices.DeleteFunc(slices.Clone(images), func(i *Image) bool { return i.ID == was.ID })
	}
	if is != nil {
		changed = append(slices.Clip(changed), is)
	}
	for _, i := range []*Image{was, is} {
		if i == nil || i.Family == "" || slices.ContainsFunc(all, func(o FamilyOutlook) bool { return o.Family == i.Family }) {
			continue
		}
		all = append(all, FamilyOutlook{i.Family, FamilyHead(images, i.Family, now), FamilyHead(changed, i.Family, now)})
	}
	return all
}

// LeavesFamily reports whether a change takes an Available image out of its family, which may
// leave the family with none. is is nil when the image is deleted.
func LeavesFamily(was, is *Image, now time.Time) bool {
	return was.Family != "" && was.Status(now) == Available &&
		(is == nil || is.Family != was.Family || is.Status(now) != Available)
}
