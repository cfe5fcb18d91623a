package console

import (
	"errors"
	"slices"
	"strings"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// Whose images a list is of: the account's own unless it asks for others'.
const (
	ownerReceived  = "received"
	ownerCommunity = "community"
)

// findOthers lists what others share with the account, or publish: what a list asks for, the
// latest created first, and no more than a page.
func (v *visit) findOthers(tx *store.Tx, owner string, b *store.ImageBrowse) (found []*cloud.Image, err error) {
	if owner == ownerReceived {
		found, err = v.received(tx)
	} else {
		found, _, err = tx.FindCommunityImages(v.key.Account.ID, v.region, "", &cloud.ImageFilter{}, v.now, 0, maxMembers)
	}
	if err != nil {
		return nil, err
	}
	for n, i := range found {
		found[n] = othersImage(i)
	}
	found = slices.DeleteFunc(found, func(i *cloud.Image) bool {
		return !strings.Contains(i.Name, b.Contains) && i.ID != b.Contains || !b.Filter.Match(i, v.now)
	})
	slices.SortStableFunc(found, func(x, y *cloud.Image) int {
		switch b.Order {
		case store.NameUp:
			return strings.Compare(x.Name, y.Name)
		case store.NameDown:
			return strings.Compare(y.Name, x.Name)
		case store.OldestFirst:
			return x.Created.Compare(y.Created)
		}
		return y.Created.Compare(x.Created)
	})
	return found[:min(len(found), most)], nil
}

func (v *visit) received(tx *store.Tx) (all []*cloud.Image, err error) {
	keys, err := tx.FindReceivedImages(v.key.Account.ID, v.region, "", &cloud.ImageFilter{}, v.now)
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		i, err := tx.Image(k.Account, k.Region, k.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, i)
	}
	return all, nil
}

// othersImage is another account's image as this one sees it.
func othersImage(i *cloud.Image) *cloud.Image {
	o := i.Clone()
	o.Tags, o.ResourceGroup, o.Shares, o.InUse = nil, "", 0, false
	if o.Family != "" {
		o.Family = "acs:" + o.Account + ":" + o.Family
	}
	return o
}

// readOthers finds an image that another account shares or publishes.
func (v *visit) readOthers(tx *store.Tx, p *imagePage) error {
	i, err := tx.ReceivedImage(v.key.Account.ID, v.region, p.ID)
	if errors.Is(err, store.ErrNotFound) {
		i, err = tx.CommunityImage(v.region, p.ID)
	}
	if errors.Is(err, store.ErrNotFound) {
		return errMissing
	}
	if err != nil {
		return err
	}
	p.Others, p.Image, p.Status = true, othersImage(i), i.Status(v.now)
	return v.readInstances(tx, p)
}
