package console

import (
	"sesame/internal/cloud"
	"sesame/internal/store"
)

const pageSize = 50

// imageList is a page of the list.
type imageList struct {
	Images []*cloud.Image
	Total  int
}

func (c *Console) listImages(v *visit) error {
	var p imageList
	err := c.DB.View(v.Context(), func(tx *store.Tx) (err error) {
		p.Images, p.Total, err = tx.FindImages(v.key.Account.ID, v.region, &cloud.ImageFilter{}, v.now, 0, pageSize)
		return err
	})
	if err != nil {
		return err
	}
	return v.render("images", "Images", p)
}
