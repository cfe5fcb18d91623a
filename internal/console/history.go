package console

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// change is an event of an image's history as it is shown.
type change struct {
	store.Event
	Number  int // in the history, the first is 0
	Title   string
	Details []detail
	CanUndo bool
	WhyNot  string // it cannot be undone
}

// detail is one attribute before and after.
type detail struct{ Name, Before, After string }

// labels are what attributes are called on the page, by their column, in the order shown.
var labels = []struct{ column, label string }{
	{"name", "Name"},
	{"family", "Family"},
	{"description", "Description"},
	{"outcome", "Status"},
	{"boot_mode", "Boot mode"},
	{"license_type", "License type"},
	{"nvme_support", "NVMe support"},
	{"imds_support", "IMDS support"},
	{"tags", "Tags"},
	{"shared_with", "Shared with"},
	{"shares", "Accounts it is shared with"},
	{"public", "Community image"},
	{"resource_group", "Resource group"},
	{"version", "Version"},
	{"ready", "Done"},
	{"starts", "Begins"},
}

// history tells an image's events, the last one first, and which of them can be undone. i is
// the image as it is, nil when it is gone.
func (v *visit) history(events []store.Event, i *cloud.Image) []change {
	var all []change
	for n := range slices.Backward(events) {
		c := change{Event: events[n], Number: n}
		c.Title = title(&c.Event)
		c.Details = details(&c.Event)
		_, c.WhyNot = v.undoing(events, n, i)
		c.CanUndo = c.WhyNot == ""
		all = append(all, c)
	}
	return all
}

func title(e *store.Event) string {
	switch {
	case e.Before == nil && e.After["created"] != nil:
		return "Created"
	case e.After == nil && e.Before["outcome"] != nil:
		return "Deleted"
	case e.After["outcome"] == string(cloud.Deprecated):
		return "Deprecated"
	case e.After["outcome"] == string(cloud.Available):
		return "Restored"
	case e.After["public"] == true:
		return "Published"
	case e.Before["public"] == true:
		return "Unpublished"
	case e.After["shared_with"] != nil && e.Before["shared_with"] == nil:
		return "Shared"
	case e.Before["shared_with"] != nil && e.After["shared_with"] == nil:
		return "No longer shared"
	case e.After["name"] != nil:
		return "Renamed"
	case isOf(e, "tags"):
		return "Tags changed"
	}
	return "Changed"
}

// isOf reports whether an event is about a column.
func isOf(e *store.Event, column string) bool {
	_, before := e.Before[column]
	_, after := e.After[column]
	return before || after
}

func details(e *store.Event) (all []detail) {
	for _, l := range labels {
		if !isOf(e, l.column) || l.column == "shares" && isOf(e, "shared_with") {
			continue
		}
		all = append(all, detail{l.label, plain(l.column, e.Before[l.column]), plain(l.column, e.After[l.column])})
	}
	if e.Before == nil || e.After == nil { // of what is made or gone, the most telling alone
		all = slices.DeleteFunc(all, func(d detail) bool { return d.Name == "Done" || d.Name == "Begins" })
	}
	return all
}

// plain is a value of an event as people read it.
func plain(column string, value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		if column == "tags" {
			return plainTags(v)
		}
		return v
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case float64:
		if column == "ready" || column == "starts" {
			return time.UnixMilli(int64(v)).UTC().Format("2006-01-02 15:04:05") + " UTC"
		}
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		var all []string
		for _, one := range v {
			all = append(all, fmt.Sprint(one))
		}
		return strings.Join(all, ", ")
	}
	return fmt.Sprint(value)
}

func plainTags(document string) string {
	var all []string
	for _, t := range tagsOf(document) {
		all = append(all, t.Key+"="+t.Value)
	}
	return strings.Join(all, ", ")
}

func tagsOf(document any) (tags []cloud.Tag) {
	text, _ := document.(string)
	if text == "" || json.Unmarshal([]byte(text), &tags) != nil {
		return nil
	}
	return tags
}

// step is one call of an undo.
type step struct {
	action string
	params params
}

// undoing are the calls that undo one of an image's events, or the reason why none can.
func (v *visit) undoing(events []store.Event, n int, i *cloud.Image) (steps []step, whyNot string) {
	e := &events[n]
	switch {
	case i == nil:
		return nil, "What is deleted is gone."
	case e.Before == nil && e.After["created"] != nil:
		return nil, "The beginning: only deleting the image takes it back."
	case i.UnderWay(v.now):
		return nil, "The image is still being made."
	case changedSince(events[n+1:], e):
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

// changeable are the columns that ModifyImageAttribute sets, with the parameter of each.
var changeable = map[string]string{
	"name": "ImageName", "family": "ImageFamily", "description": "Description", "outcome": "Status", "boot_mode": "BootMode",
	"license_type": "LicenseType", "nvme_support": "Features.NvmeSupport", "imds_support": "Features.ImdsSupport",
}

func (v *visit) undoAttributes(e *store.Event) ([]step, string) {
	p := params{}
	for _, column := range slices.Sorted(maps.Keys(e.After)) {
		parameter := changeable[column]
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
		events, err = tx.ImageEvents(v.key.Account.ID, v.region, i.ID)
		return err
	})
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(v.PostForm.Get("event"))
	if err != nil || n < 0 || n >= len(events) {
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
