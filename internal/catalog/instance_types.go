package catalog

import (
	_ "embed"
	"sync"
)

// InstanceType is a size of machine. What the sizes of a family share (from Family to
// NvmeSupport) is repeated in each. Zero means not known for ENIs, IPsPerENI and Queues.
type InstanceType struct {
	ID           string
	Family       string
	Category     string   // "General-purpose", "Shared", ...
	FamilyLevel  string   // EntryLevel, EnterpriseLevel or CreditEntryLevel
	Architecture string   // X86 or ARM
	BootModes    []string // BIOS, UEFI or both
	NvmeSupport  string   // required or unsupported
	Inferred     bool     // Category to NvmeSupport follow from the family's name
	CPU          int      // vCPUs
	MemoryGiB    float64
	ENIs         int
	IPsPerENI    int
	Queues       int // network queues
	GPUs         int
	GPU          string // model, empty without one
}

// familyRow is the form of the file: one entry a family.
type familyRow struct {
	Family   string    `json:"family"`
	Category string    `json:"category"`
	Level    string    `json:"level"`
	Arch     string    `json:"arch"`
	Boot     []string  `json:"boot"`
	Nvme     string    `json:"nvme"`
	Inferred bool      `json:"inferred"`
	Types    []typeRow `json:"types"`
}

type typeRow struct {
	ID     string  `json:"id"`
	CPU    int     `json:"cpu"`
	GiB    float64 `json:"gib"`
	ENIs   int     `json:"enis"`
	IPs    int     `json:"ips"`
	Queues int     `json:"queues"`
	GPUs   int     `json:"gpus"`
	GPU    string  `json:"gpu"`
}

//go:embed data/instance_types.json
var instanceTypesJSON []byte

type instanceTypeTable struct {
	all []InstanceType
	at  map[string]int
}

var instanceTypes = sync.OnceValue(func() instanceTypeTable {
	var all []InstanceType
	for _, f := range parse[familyRow]("instance_types.json", instanceTypesJSON) {
		for _, t := range f.Types {
			all = append(all, f.instanceType(t))
		}
	}
	return instanceTypeTable{all, index(all, func(t *InstanceType) string { return t.ID })}
})

func (f *familyRow) instanceType(t typeRow) InstanceType {
	return InstanceType{
		ID: t.ID, Family: f.Family, Category: f.Category, FamilyLevel: f.Level, Architecture: f.Arch,
		BootModes: f.Boot, NvmeSupport: f.Nvme, Inferred: f.Inferred,
		CPU: t.CPU, MemoryGiB: t.GiB, ENIs: t.ENIs, IPsPerENI: t.IPs, Queues: t.Queues, GPUs: t.GPUs, GPU: t.GPU,
	}
}

// InstanceTypes returns all instance types: the families of today before those known
// from 2021 only, and within a family the smaller before the larger.
func InstanceTypes() []InstanceType { return instanceTypes().all }

// FindInstanceType returns the instance type with this id.
func FindInstanceType(id string) (InstanceType, bool) {
	t := instanceTypes()
	return find(t.all, t.at, id)
}
