package catalog

import (
	_ "embed"
	"sync"
)

// Zone is a data centre within a region.
type Zone struct {
	ID       string `json:"id"`
	RegionID string `json:"region"`
	NameZH   string `json:"zh"`
	NameEN   string `json:"en"`
	Type     string `json:"type"`
}

//go:embed data/zones.json
var zonesJSON []byte

var zones = sync.OnceValue(func() map[string][]Zone {
	byRegion := map[string][]Zone{}
	for _, z := range parse[Zone]("zones.json", zonesJSON) {
		byRegion[z.RegionID] = append(byRegion[z.RegionID], z)
	}
	return byRegion
})

// Zones returns the zones of a region by id, none for a region that does not exist.
func Zones(regionID string) []Zone { return zones()[regionID] }
