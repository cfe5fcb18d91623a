package console

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"sesame/internal/cloud"
	"sesame/internal/explain"
	"sesame/internal/store"
)

// step is one call of an undo.
type step struct {
	action string
	params params
}

// undoing are the calls that undo one of an image's events, which are given the latest first,
// or the reason why none can.
func (v *visit) undoing(events []store.Event, n int, i *cloud.Image) (steps []step, whyNot string) {
	e := &events[n]
	switch {
	case i == nil:
		return nil, "What is deleted is gone."
	case e.Before == nil && e.After["created"] != nil:
		return nil, "The beginning: only deleting the image takes it back."
	case i.UnderWay(v.now):
		return nil, "The image is still being made."
	case changedSince(events[:n], e):
		return nil, "It was changed again since."
	case isOf(e, "shared_with"):
		return undoShares(e)
	case isOf(e, "public"):
		return []step{{"ModifyImageSharePermission", params{"IsPublic": strconv.FormatBool(e.Before["public"] == true)}}}, ""
	case isOf(e, "tags"):
		return undoTags(e, i)
	case isOf(e, "resource_group"):
		return undoGroup(e, i)
	}
	return v.undoAttributes(e)
}

// changedSince reports whether one of the later events is about the same as e.
func changedSince(later []store.Event, e *store.Event) bool {
	about := subjects(e)
	return slices.ContainsFunc(later, func(l store.Event) bool {
		return slices.ContainsFunc(subjects(&l), func(s string) bool { return slices.Contains(about, s) })
	})
}

// subjects are what an event is about: columns, and of shares the accounts.
func subjects(e *store.Event) (all []string) {
	for _, side := range []map[string]any{e.Before, e.After} {
		for column, value := range side {
			accounts, _ := value.([]any)
			for _, a := range accounts {
				all = append(all, column+" "+fmt.Sprint(a))
			}
			if column != "shares" && accounts == nil {
				all = append(all, column)
			}
		}
	}
	return all
}

func (v *visit) undoAttributes(e *store.Event) ([]step, string) {
	p := params{}
	for _, column := range slices.Sorted(maps.Keys(e.After)) {
		parameter := explain.ImageParameters[column]
		before, _ := e.Before[column].(string)
		switch {
		case parameter == "":
			return nil, "The API has no call that takes this back."
		case before == "" && !(v.c.AllowClear && (column == "description" || column == "family")):
			return nil, "The API does not empty " + parameter + " again (A-003)."
		case parameter == "Features.ImdsSupport" && before == "v1":
			return nil, "IMDS support does not go back from v2 to v1 (A-015)."
		}
		p[parameter] = before
	}
	if len(p) == 0 {
		return nil, "The API has no call that takes this back."
	}
	return []step{{"ModifyImageAttribute", p}}, ""
}

func undoGroup(e *store.Event, i *cloud.Image) ([]step, string) {
	before, _ := e.Before["resource_group"].(string)
	if before == "" {
		return nil, "The API has no call that takes an image out of all resource groups."
	}
	return []step{{"JoinResourceGroup", params{"ResourceGroupId": before, "ResourceType": store.KindImage, "ResourceId": i.ID}}}, ""
}

// undoShares adds whom the event removed and removes whom it added, ten accounts a call.
func undoShares(e *store.Event) (steps []step, whyNot string) {
	for list, parameter := range map[string]any{"AddAccount": e.Before["shared_with"], "RemoveAccount": e.After["shared_with"]} {
		accounts, _ := parameter.([]any)
		for some := range slices.Chunk(accounts, cloud.MaxAccountsPerCall) {
			p := params{}
			for n, account := range some {
				p[list+"."+strconv.Itoa(n+1)] = fmt.Sprint(account)
			}
			steps = append(steps, step{"ModifyImageSharePermission", p})
		}
	}
	return steps, ""
}

// undoTags gives the image the tags that it had before.
func undoTags(e *store.Event, i *cloud.Image) (steps []step, whyNot string) {
	before, after := tagsOf(e.Before["tags"]), tagsOf(e.After["tags"])
	remove := params{"ResourceType": store.KindImage, "ResourceId.1": i.ID}
	set := maps.Clone(remove)
	gone, n := 0, 0
	for _, t := range after {
		if !slices.ContainsFunc(before, func(b cloud.Tag) bool { return b.Key == t.Key }) {
			gone++
			remove["TagKey."+strconv.Itoa(gone)] = t.Key
		}
	}
	for _, t := range before {
		if !slices.Contains(after, t) {
			n++
			set["Tag."+strconv.Itoa(n)+".Key"], set["Tag."+strconv.Itoa(n)+".Value"] = t.Key, t.Value
		}
	}
	if gone > 0 {
		steps = append(steps, step{"UntagResources", remove})
	}
	if n > 0 {
		steps = append(steps, step{"TagResources", set})
	}
	return steps, ""
}

// undo takes back one event of the history, by calls as anybody could make them.
func (c *Console) undo(v *visit) error {
	i, err := v.image()
	if err != nil {
		return err
	}
	var events []store.Event
	err = c.DB.View(v.Context(), func(tx *store.Tx) (err error) {
		events, err = tx.LatestImageEvents(v.key.Account.ID, v.region, i.ID, "", changesAPage)
		return err
	})
	if err != nil {
		return err
	}
	n := slices.IndexFunc(events, func(e store.Event) bool { return e.ID == v.PostForm.Get("event") })
	if n < 0 {
		return errMissing
	}
	steps, whyNot := v.undoing(events, n, i)
	if whyNot != "" {
		return v.redirect(v.imagePath()+"#history", "Not undone. "+whyNot)
	}
	for _, s := range steps {
		if s.params["ResourceType"] == "" {
			s.params["ImageId"] = i.ID
		}
		if err := v.call(s.action, s.params, nil); err != nil {
			return v.refusedEntry("undo", err)
		}
	}
	return v.redirect(v.imagePath()+"#history", "Undone: "+title(&events[n])+".")
}
