package store

import (
	"fmt"
	"slices"

	"sesame/internal/cloud"
)

// resourceTables are where each kind of resource has its row, with the columns tags,
// resource_group and revision.
var resourceTables = map[string]string{
	KindImage:    "images",
	KindInstance: "instances",
	KindDisk:     "disks",
	KindSnapshot: "snapshots",
}

// Resource reads what a thing of any kind has in common with the others.
func (tx *Tx) Resource(account, region, kind, id string) (*cloud.Resource, error) {
	r := &cloud.Resource{Account: account, Region: region, Kind: kind, ID: id}
	var tags string
	if err := tx.one(fmt.Sprintf(`SELECT resource_group, tags, revision FROM %s WHERE account = $1 AND region = $2 AND id = $3`,
		resourceTables[kind]), []any{account, region, id}, &r.ResourceGroup, &tags, &r.Revision); err != nil {
		return nil, err
	}
	return r, readDocument(tags, &r.Tags)
}

// UpdateResource gives a thing of any kind other tags, or another group. Nothing different
// is no change and no event.
func (tx *Tx) UpdateResource(was, is *cloud.Resource) error {
	changes, err := resourceChanges(was, is)
	if err != nil || len(changes) == 0 {
		return err
	}
	revision, err := tx.record(is.Account, is.Region+"/"+is.Kind+"/"+is.ID, was.Revision, changes)
	if err != nil {
		return err
	}
	if err := tx.set(resourceTables[is.Kind], is.Account, is.Region, is.ID, revision, changes); err != nil || slices.Equal(was.Tags, is.Tags) {
		return err
	}
	return tx.reindexTags(is.Account, is.Region, is.Kind, is.ID, is.Tags)
}

func resourceChanges(was, is *cloud.Resource) (all []difference, err error) {
	if was.ResourceGroup != is.ResourceGroup {
		all = append(all, difference{"resource_group", was.ResourceGroup, is.ResourceGroup})
	}
	if slices.Equal(was.Tags, is.Tags) {
		return all, nil
	}
	before, err := document(was.Tags)
	if err != nil {
		return nil, err
	}
	after, err := document(is.Tags)
	return append(all, difference{"tags", before, after}), err
}
