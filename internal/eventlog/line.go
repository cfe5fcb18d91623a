package eventlog

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Line is an event as people read it: when (UTC), who, from where, by what, what it is about, and
// what changed or why not.
func (e *Event) Line() string {
	return strings.Join([]string{
		e.At.UTC().Format("2006-01-02T15:04:05.000Z"), e.who(), cmp.Or(e.Source, "-"), e.Action, plain(cmp.Or(e.Resource, "-")), e.Outcome(),
	}, "  ")
}

// who is the account by its name, and its key where that is called otherwise.
func (e *Event) who() string {
	account := cmp.Or(e.AccountName, e.AccountID)
	if e.AccessKeyID == "" || e.AccessKeyID == account {
		return plain(account)
	}
	return plain(account + "/" + e.AccessKeyID)
}

// Outcome says what was different afterwards, or with which code the call was refused.
func (e *Event) Outcome() string {
	switch {
	case e.Code != "":
		return "refused: " + e.Code
	case len(e.Before) == 0 && len(e.After) == 0:
		return "changed nothing"
	case len(e.Before) == 0:
		return strings.TrimSpace("new " + joined(e.After))
	case len(e.After) == 0:
		return strings.TrimSpace("gone, it was " + joined(e.Before))
	}
	var all []string
	for _, column := range e.columns() {
		all = append(all, label(column)+" "+value(column, e.Before[column])+" → "+value(column, e.After[column]))
	}
	return strings.Join(all, ", ")
}

// columns are those that differ, by name.
func (e *Event) columns() []string {
	all := maps.Clone(e.Before)
	maps.Copy(all, e.After)
	return slices.Sorted(maps.Keys(all))
}

// telling are the attributes by which people know what was made, or is gone.
var telling = []string{"name", "family", "description", "source", "image", "instance", "disk", "vpc", "action"}

func joined(side map[string]any) string {
	var all []string
	for _, column := range telling {
		if v := side[column]; v != nil && v != "" {
			all = append(all, label(column)+" "+value(column, v))
		}
	}
	return strings.Join(all, ", ")
}

// labels are what attributes are called, where that is more than their column's name.
var labels = map[string]string{
	"outcome": "Status", "nvme_support": "NVMe support", "imds_support": "IMDS support", "size_gib": "Size (GiB)",
	"public": "Community image", "ready": "Done", "starts": "Begins",
}

func label(column string) string {
	if l := labels[column]; l != "" {
		return l
	}
	words := strings.ReplaceAll(column, "_", " ")
	return strings.ToUpper(words[:min(1, len(words))]) + words[min(1, len(words)):]
}

// value is quoted where it is text, so that nothing in it looks like more than it is.
func value(column string, v any) string {
	switch v := v.(type) {
	case nil:
		return "none"
	case string:
		return strconv.Quote(v)
	case float64:
		if column == "ready" || column == "starts" || column == "created" {
			return time.UnixMilli(int64(v)).UTC().Format("2006-01-02T15:04:05Z")
		}
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		var all []string
		for _, one := range v {
			all = append(all, value("", one))
		}
		return strings.Join(all, " ")
	}
	return fmt.Sprint(v)
}

// plain quotes a name in which there is more than letters: callers make some up.
func plain(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return r == ' ' || !strconv.IsPrint(r) }) {
		return strconv.Quote(s)
	}
	return s
}
