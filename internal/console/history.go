package console

import (
	"encoding/json"
	"fmt"
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
	Title   string
	Details []detail
	CanUndo bool
	WhyNot  string // it cannot be undone
	// Outlooks say what undoing it does to the families that it is about.
	Outlooks []outlook
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

// changesAPage is how much of a history is shown at once, and how far back it can be undone.
const changesAPage = 100

// history tells an image's events, the latest first, and which of them can be undone. i is the
// image as it is, nil when it is gone.
func (v *visit) history(events []store.Event, i *cloud.Image) (all []change) {
	for n := range events {
		c := change{Event: events[n], Title: title(&events[n]), Details: details(&events[n])}
		_, c.WhyNot = v.undoing(events, n, i)
		c.CanUndo = c.WhyNot == ""
		all = append(all, c)
	}
	return all
}

// older are the changes before one, which are too long ago to be undone.
func older(events []store.Event) (all []change) {
	for n := range events {
		all = append(all, change{
			Event: events[n], Title: title(&events[n]), Details: details(&events[n]),
			WhyNot: "There are more than " + strconv.Itoa(changesAPage) + " changes since: it is not undone by a button.",
		})
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
