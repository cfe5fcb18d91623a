package cloud

import (
	"slices"
	"time"
)

// ResourceGroup is a name under which an account gathers resources of all regions.
type ResourceGroup struct {
	Account, ID, Name string
	Created           time.Time
}

// FirstGroups are the resource groups that every account has from the beginning, the one
// named default first. Their identifiers follow from the account's.
func FirstGroups(account string) []ResourceGroup {
	return []ResourceGroup{
		{Account: account, ID: "rg-acfm" + account, Name: "default"},
		{Account: account, ID: "rg-aekz" + account, Name: "other"},
	}
}

// IsFirstGroup reports whether an identifier is that of one of the account's first groups.
func IsFirstGroup(account, id string) bool {
	return slices.ContainsFunc(FirstGroups(account), func(g ResourceGroup) bool { return g.ID == id })
}
