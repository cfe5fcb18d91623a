package cloud

import (
	"slices"
	"time"
)

// InstanceFilter selects instances. A zero field selects all.
type InstanceFilter struct {
	IDs, Types, PrivateIPs []string // any of them
	Statuses               []InstanceStatus
	Name                   string // exact, unless it holds a "*", which stands for any characters
	Zone, Image            string
	VPC, VSwitch           string
	KeyPair, ResourceGroup string
	CreatedFrom, CreatedTo time.Time
	Locked                 *bool
	Tags                   []TagMatch // all of them
	Networked              bool       // those that are in a vswitch

	// The store does not search by the rest.
	SecurityGroup                  string
	ChargeType, InternetChargeType string
	MetadataEndpoint               string
	MetadataTokens                 string
	MetadataHopLimit               int
	RAMRole                        string
	NetworkInterfaces              []string // any of them
	InterfaceName                  string
}

// Narrow reports whether the filter asks for what the store does not search by.
func (f *InstanceFilter) Narrow() bool {
	return f.SecurityGroup != "" || f.ChargeType != "" || f.InternetChargeType != "" ||
		f.MetadataEndpoint != "" || f.MetadataTokens != "" || f.MetadataHopLimit != 0 ||
		f.RAMRole != "" || len(f.NetworkInterfaces) > 0 || f.InterfaceName != ""
}

// Match reports whether the filter selects an instance that the store found by all else.
func (f *InstanceFilter) Match(i *Instance) bool {
	return (f.Name == "" || MatchPattern(f.Name, i.Name)) &&
		(f.SecurityGroup == "" || slices.Contains(i.SecurityGroups, f.SecurityGroup)) &&
		unsetOr(f.ChargeType, i.ChargeType) && unsetOr(f.InternetChargeType, i.InternetChargeType) &&
		unsetOr(f.MetadataEndpoint, i.MetadataEndpoint) && unsetOr(f.MetadataTokens, i.MetadataTokens) &&
		(f.MetadataHopLimit == 0 || f.MetadataHopLimit == i.MetadataHopLimit) &&
		unsetOr(f.InterfaceName, i.InterfaceName) && unsetOr(f.RAMRole, i.RAMRole) && (len(f.NetworkInterfaces) == 0 || slices.Contains(f.NetworkInterfaces, i.NetworkInterface))
}

// MatchSecondary is Match for a filter of network interfaces, and the secondary one.
func (f *InstanceFilter) MatchSecondary(i *Instance) bool {
	return i.Secondary != nil && unsetOr(f.InterfaceName, i.Secondary.Name) &&
		(f.SecurityGroup == "" || slices.Contains(i.Secondary.SecurityGroups, f.SecurityGroup))
}
