package cloud

import (
	"slices"
	"strings"
	"time"
)

// ImageFilter selects images. A zero field selects all. The store answers it in SQL;
// Match answers it for an image at hand. A test holds the two together.
type ImageFilter struct {
	IDs      []string
	Statuses []Status
	// Name is exact, unless it holds a "*", which stands for any characters.
	Name, Family   string
	OSType         string
	Architecture   string
	Machine        *Machine // that boots them
	ResourceGroup  string
	Snapshot       string     // in any disk of the image
	Tags           []TagMatch // all of them
	CreatedFrom    time.Time
	CreatedTo      time.Time
	InUse          *bool
	Shared         *bool // with accounts; being published is another thing
	Usable         *bool
	Cloudinit      *bool
	IoOptimized    *bool
	SystemDiskOnly bool // no data disks: what a system disk can be replaced by
}

// TagMatch is a key that must be there and, when Value is not nil, what it must be.
type TagMatch struct {
	Key   string
	Value *string
}

// Match reports whether the filter selects the image at an instant.
func (f *ImageFilter) Match(i *Image, now time.Time) bool {
	return f.matchIdentity(i) && f.matchKind(i) && f.matchContent(i) &&
		(len(f.Statuses) == 0 || slices.Contains(f.Statuses, i.Status(now))) &&
		is(f.InUse, i.InUse) && is(f.Shared, i.Shares > 0) && is(f.Usable, i.Usable(now))
}

func (f *ImageFilter) matchIdentity(i *Image) bool {
	return (len(f.IDs) == 0 || slices.Contains(f.IDs, i.ID)) &&
		(f.Name == "" || MatchPattern(f.Name, i.Name)) &&
		unsetOr(f.Family, i.Family) && unsetOr(f.ResourceGroup, i.ResourceGroup) &&
		(f.CreatedFrom.IsZero() || !i.Created.Before(f.CreatedFrom)) &&
		(f.CreatedTo.IsZero() || !i.Created.After(f.CreatedTo))
}

func (f *ImageFilter) matchKind(i *Image) bool {
	return unsetOr(f.OSType, i.OSType) &&
		unsetOr(f.Architecture, i.Architecture) && (f.Machine == nil || f.Machine.Boots(i)) &&
		is(f.Cloudinit, i.Cloudinit) && is(f.IoOptimized, i.IoOptimized)
}

func (f *ImageFilter) matchContent(i *Image) bool {
	for _, t := range f.Tags {
		if !slices.ContainsFunc(i.Tags, t.Fits) {
			return false
		}
	}
	if f.SystemDiskOnly && slices.ContainsFunc(i.Disks, DiskMapping.isData) {
		return false
	}
	return f.Snapshot == "" || slices.ContainsFunc(i.Disks, func(d DiskMapping) bool {
		return d.Snapshot == f.Snapshot
	})
}

func (d DiskMapping) isData() bool { return d.Kind == DataDisk }

// HasDataDisks reports whether the image makes more than a system disk.
func (i *Image) HasDataDisks() bool { return slices.ContainsFunc(i.Disks, DiskMapping.isData) }

// Encrypted reports whether any disk of the image is.
func (i *Image) Encrypted() bool {
	return slices.ContainsFunc(i.Disks, func(d DiskMapping) bool { return d.Encrypted })
}

// MatchPattern reports whether s is the pattern, whose "*" stands for any characters.
func MatchPattern(pattern, s string) bool {
	head, rest, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == s
	}
	if !strings.HasPrefix(s, head) {
		return false
	}
	s = s[len(head):]
	parts := strings.Split(rest, "*")
	last := parts[len(parts)-1]
	for _, p := range parts[:len(parts)-1] {
		at := strings.Index(s, p)
		if at < 0 {
			return false
		}
		s = s[at+len(p):]
	}
	return strings.HasSuffix(s, last)
}

func unsetOr(want, have string) bool { return want == "" || want == have }

func is(want *bool, have bool) bool { return want == nil || *want == have }
