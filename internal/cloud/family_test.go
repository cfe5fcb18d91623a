package cloud_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sesame/internal/cloud"
)

var noon = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

// member is an image of a family, created so many hours after noon.
func member(id, family string, hours int, change func(*cloud.Image)) *cloud.Image {
	i := cloud.NewImage("1", "cn-hangzhou", id, cloud.WorkCreate, noon.Add(time.Duration(hours)*time.Hour), 0)
	i.Family = family
	if change != nil {
		change(i)
	}
	return i
}

func deprecated(i *cloud.Image) { i.Outcome = cloud.Deprecated }

func TestFamilyOutlooks(t *testing.T) {
	now := noon.Add(10 * time.Hour)
	one, two := member("m-1", "web", 1, nil), member("m-2", "web", 2, nil)
	twin := member("m-3", "web", 2, nil)
	old := member("m-0", "web", 0, deprecated)
	making := member("m-9", "web", 9, func(i *cloud.Image) { i.Ready = now.Add(time.Minute) })
	other := member("m-5", "db", 5, nil)
	alone := member("m-6", "", 6, nil)
	as := func(i *cloud.Image, change func(*cloud.Image)) *cloud.Image {
		c := i.Clone()
		change(c)
		return c
	}
	to := func(family string) func(*cloud.Image) { return func(i *cloud.Image) { i.Family = family } }
	all := []*cloud.Image{one, two, old, making, other, alone}
	for about, c := range map[string]struct {
		images  []*cloud.Image
		was, is *cloud.Image
		want    string
	}{
		"the head is deprecated":             {all, two, as(two, deprecated), "web: m-2 > m-1;"},
		"another is deprecated":              {all, one, as(one, deprecated), "web: m-2 > m-2;"},
		"the head is deleted":                {all, two, nil, "web: m-2 > m-1;"},
		"the last is deleted":                {all, other, nil, "db: m-5 > none;"},
		"an older one is restored":           {all, old, as(old, func(i *cloud.Image) { i.Outcome = cloud.Available }), "web: m-2 > m-2;"},
		"the head moves":                     {all, two, as(two, to("db")), "web: m-2 > m-1;db: m-5 > m-5;"},
		"a later one joins":                  {all, other, as(other, to("web")), "db: m-5 > none;web: m-2 > m-5;"},
		"one founds a family":                {all, alone, as(alone, to("new")), "new: none > m-6;"},
		"one of no family":                   {all, alone, nil, ""},
		"one is made":                        {all, nil, member("m-7", "web", 7, nil), "web: m-2 > m-7;"},
		"one that is being made is no head":  {all, making, nil, "web: m-2 > m-2;"},
		"a tie goes to the larger id":        {append(all, twin), old, nil, "web: m-3 > m-3;"},
		"the larger of two twins goes":       {append(all, twin), twin, nil, "web: m-3 > m-2;"},
		"the last one is renamed, and stays": {[]*cloud.Image{other}, other, as(other, func(i *cloud.Image) { i.Name = "db" }), "db: m-5 > m-5;"},
	} {
		got := ""
		for _, o := range cloud.FamilyOutlooks(c.images, c.was, c.is, now) {
			got += o.Family + ": " + shown(o.Before) + " > " + shown(o.After) + ";"
			if o.Changes() != (shown(o.Before) != shown(o.After)) || o.Empties() != (o.Before != nil && o.After == nil) {
				t.Errorf("%s: Changes %v, Empties %v", about, o.Changes(), o.Empties())
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", about, diff)
		}
	}
	if len(all) != 6 || all[1] != two {
		t.Error("the images were changed")
	}
}

func shown(i *cloud.Image) string {
	if i == nil {
		return "none"
	}
	return i.ID
}

func TestLeavesFamily(t *testing.T) {
	now := noon.Add(10 * time.Hour)
	web := member("m-1", "web", 1, nil)
	old := member("m-2", "web", 1, deprecated)
	for about, c := range map[string]struct {
		was, is *cloud.Image
		want    bool
	}{
		"deprecated":          {web, member("m-1", "web", 1, deprecated), true},
		"moved":               {web, member("m-1", "db", 1, nil), true},
		"deleted":             {web, nil, true},
		"renamed":             {web, member("m-1", "web", 1, func(i *cloud.Image) { i.Name = "x" }), false},
		"restored":            {old, member("m-2", "web", 1, nil), false},
		"deprecated, deleted": {old, nil, false},
		"of no family":        {member("m-3", "", 1, nil), nil, false},
		"being made, deleted": {member("m-4", "web", 11, func(i *cloud.Image) { i.Ready = now.Add(time.Hour) }), nil, false},
	} {
		if got := cloud.LeavesFamily(c.was, c.is, now); got != c.want {
			t.Errorf("%s: %v", about, got)
		}
	}
}
