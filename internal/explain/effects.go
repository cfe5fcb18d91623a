package explain

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"sesame/internal/rpc"
	"sesame/internal/trace"
)

func dryRun(effects []trace.Effect) *DryRun {
	if len(effects) == 0 {
		return nil
	}
	d := &DryRun{}
	for _, e := range effects {
		d.Effects = append(d.Effects, effect(e))
	}
	return d
}

// ImageParameters are the columns of an image that ModifyImageAttribute sets, with the parameter of each.
var ImageParameters = map[string]string{
	"name": "ImageName", "family": "ImageFamily", "description": "Description", "outcome": "Status", "boot_mode": "BootMode",
	"license_type": "LicenseType", "nvme_support": "Features.NvmeSupport", "imds_support": "Features.ImdsSupport",
}

func effect(e trace.Effect) Effect {
	before, after := attributes(e.Before), attributes(e.After)
	out := Effect{Resource: e.Resource, Change: "changed"}
	switch {
	case e.Before == "":
		out.Change = "made"
	case e.After == "":
		out.Change = "removed"
	}
	names := slices.Collect(maps.Keys(before))
	for name := range after {
		if _, twice := before[name]; !twice {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if before[name] == after[name] {
			continue
		}
		out.Values = append(out.Values, EffectValue{attributeName(e.Resource, name), maskText(rpc.Shown(name, before[name])), maskText(rpc.Shown(name, after[name]))})
	}
	return out
}

// attributeName is what the API calls a column, where it is an image's; others go by their own names.
func attributeName(resource, column string) string {
	if strings.Contains(resource, "/image/") {
		return cmp.Or(ImageParameters[column], column)
	}
	return column
}

// attributes reads a document of an effect. A text is told without its quotes.
func attributes(document string) map[string]string {
	all := map[string]string{}
	var raw map[string]json.RawMessage
	if json.Unmarshal([]byte(document), &raw) != nil {
		return all
	}
	for name, value := range raw {
		var text string
		if json.Unmarshal(value, &text) != nil {
			text = string(value)
		}
		all[name] = text
	}
	return all
}
