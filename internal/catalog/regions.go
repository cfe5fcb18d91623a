package catalog

import (
	_ "embed"
	"sync"
)

// Region is a region that requests may name.
type Region struct {
	ID          string `json:"id"`
	NameZH      string `json:"zh"`
	NameEN      string `json:"en"`
	NameJA      string `json:"ja"` // the English name where no Japanese one is known
	Endpoint    string `json:"endpoint"`
	VPCEndpoint string `json:"vpc_endpoint"` // reached from inside a VPC
	Status      string `json:"status"`
	Closing     bool   `json:"closing"` // still served, but announced to be shut down
}

//go:embed data/regions.json
var regionsJSON []byte

type regionTable struct {
	all []Region
	at  map[string]int
}

var regions = sync.OnceValue(func() regionTable {
	all := parse[Region]("regions.json", regionsJSON)
	for i := range all {
		if all[i].NameJA == "" {
			all[i].NameJA = all[i].NameEN
		}
	}
	return regionTable{all, index(all, func(r *Region) string { return r.ID })}
})

// Regions returns the regions in the order in which the service lists them: those
// that are open and those that are closing. Regions that were shut down for good
// (ap-south-1, ap-southeast-2) are left out, as if they had never existed.
func Regions() []Region { return regions().all }

// FindRegion returns the region with this id.
func FindRegion(id string) (Region, bool) {
	t := regions()
	return find(t.all, t.at, id)
}
