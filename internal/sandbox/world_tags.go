package sandbox

import (
	"sesame/internal/cloud"
	"sesame/internal/server"
)

// groups are the resource groups of ali beside those that every account has.
func (w *world) groups() {
	for _, id := range []string{"rg-1", "rg-web", "rg-windows", "rg-copies"} {
		w.did(w.tx.CreateResourceGroup(&cloud.ResourceGroup{Account: ali, ID: id, Name: id, Created: Epoch}))
	}
}

// PoorAccounts are ali, who may have little, and cassim, who may have the usual.
func PoorAccounts() []server.Account {
	return []server.Account{
		{
			ID: ali, Name: "ali", Keys: []server.Key{{ID: "ali", Secret: "open-sesame"}},
			Quotas: &cloud.Quotas{ImagesPerRegion: 3, ImagesPerFamily: 2, FamiliesPerRegion: 1, AccountsPerShare: 2, TagsPerResource: 3},
		},
		{ID: cassim, Name: "cassim", Keys: []server.Key{{ID: "cassim", Secret: "open-barley"}}},
	}
}
