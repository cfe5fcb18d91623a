package cloud

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// otherWindows is what an imported image holds of which only Windows is known.
const otherWindows = "Other Windows"

// ImportPlatforms are the systems that an imported image can be said to hold.
var ImportPlatforms = append(slices.Clone(Platforms), otherWindows)

// ImportFormats are those of the files that images are imported from.
var ImportFormats = []string{"RAW", "VHD", "QCOW2", "VMDK"}

// ValidImportFormat reports whether s is a known format, in any case of letters.
func ValidImportFormat(s string) bool {
	return slices.Contains(ImportFormats, strings.ToUpper(s))
}

// ImportFormat is the format of a file that nobody reads: what its name ends in, and RAW
// when that says nothing.
func ImportFormat(object string) string {
	if end := strings.ToUpper(object[strings.LastIndexByte(object, '.')+1:]); ValidImportFormat(end) {
		return end
	}
	return ImportFormats[0]
}

// ValidBucket reports whether s may name a bucket: 3 to 63 small letters, digits and
// hyphens, no hyphen at either end.
func ValidBucket(s string) bool {
	outside := func(r rune) bool { return r != '-' && (r < 'a' || r > 'z') && (r < '0' || r > '9') }
	return len(s) >= 3 && len(s) <= 63 && !strings.ContainsFunc(s, outside) &&
		!strings.HasPrefix(s, "-") && !strings.HasSuffix(s, "-")
}

// ValidObject reports whether s may name an object: 1 to 1,023 bytes of UTF-8, no slash of
// either kind first.
func ValidObject(s string) bool {
	return s != "" && len(s) <= 1023 && utf8.ValidString(s) && s[0] != '/' && s[0] != '\\'
}

// ImportSystem says what system an imported image holds. What is empty has the usual value:
// it is nothing that the file is asked for.
func (i *Image) ImportSystem(platform, osType, architecture, bootMode string) {
	unknown, mode := DefaultPlatform, BootBIOS
	if osType == "windows" {
		unknown = otherWindows
	}
	if architecture == "arm64" {
		mode = BootUEFI
	}
	i.SetPlatform(cmp.Or(platform, unknown))
	i.Architecture = cmp.Or(architecture, i.Architecture)
	i.BootMode = cmp.Or(bootMode, mode)
}

// ImportDisks gives the image its disks, each with content on a new snapshot.
func (i *Image) ImportDisks(disks []DiskMapping, snapshotID func() string) {
	for n := range disks {
		disks[n].Snapshot = snapshotID()
	}
	i.SetDisks(disks)
}
