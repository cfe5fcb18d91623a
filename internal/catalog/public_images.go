package catalog

import (
	"cmp"
	_ "embed"
	"slices"
	"sync"
	"time"
)

// PublicImage is an image that the provider publishes. Every region has the same ones.
// What all of them share is not repeated here: the name is the id, the owner alias
// is system, the status is Available, and there are no tags and no disk mappings.
type PublicImage struct {
	ID             string    `json:"id"`
	Name           string    `json:"-"` // the id
	OSName         string    `json:"os"`
	OSNameEN       string    `json:"os_en"`
	Platform       string    `json:"platform"`
	OSType         string    `json:"os_type"` // linux or windows
	Architecture   string    `json:"arch"`    // x86_64 or arm64
	SizeGiB        int       `json:"gib"`
	BootMode       string    `json:"boot"`
	Family         string    `json:"family"` // "acs:...", empty where none is published
	Version        string    `json:"version"`
	Description    string    `json:"description"`
	Created        time.Time `json:"created"`
	NvmeSupport    string    `json:"nvme"` // supported or unsupported
	ImdsSupport    string    `json:"imds"` // v1 or v2
	LoginAsNonRoot bool      `json:"login_as_non_root"`
	Cloudinit      bool      `json:"cloudinit"`
	IoOptimized    bool      `json:"io_optimized"`
	Retired        bool      `json:"retired"`  // out of support: no family resolves to it any more
	Inferred       bool      `json:"inferred"` // not seen as a whole: made after the pattern of others
}

//go:embed data/public_images.json
var publicImagesJSON []byte

type imageTable struct {
	all   []PublicImage
	at    map[string]int
	heads map[string]int // by family
}

var publicImages = sync.OnceValue(func() imageTable {
	all := parse[PublicImage]("public_images.json", publicImagesJSON)
	for i := range all {
		all[i].Name = all[i].ID
	}
	slices.SortFunc(all, func(a, b PublicImage) int {
		return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(a.ID, b.ID))
	})
	heads := map[string]int{}
	for i, img := range all {
		if _, newer := heads[img.Family]; !newer && !img.Retired && img.Family != "" {
			heads[img.Family] = i
		}
	}
	return imageTable{all, index(all, func(p *PublicImage) string { return p.ID }), heads}
})

// PublicImages returns all public images, retired ones included, the newest first
// and those of one moment by id.
func PublicImages() []PublicImage { return publicImages().all }

// FindPublicImage returns the public image with this id, retired or not.
func FindPublicImage(id string) (PublicImage, bool) {
	t := publicImages()
	return find(t.all, t.at, id)
}

// PublicFamilyHead returns the newest image of a family that is not retired. A family
// with retired images only has no head, as one that does not exist.
func PublicFamilyHead(family string) (PublicImage, bool) {
	t := publicImages()
	return find(t.all, t.heads, family)
}
