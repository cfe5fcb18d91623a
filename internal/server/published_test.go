package server

import "testing"

func TestReadPublished(t *testing.T) {
	all := readPublished(publishedActions)
	for _, a := range []publishedAction{
		{"2014-05-26", "ModifyImageAttribute"}, {"2014-05-26", "ExportImage"}, {"2016-04-28", "CreateVpc"}, {"2020-03-31", "ListResourceGroups"},
	} {
		if !all[a] {
			t.Errorf("%v is not published", a)
		}
	}
	for _, a := range []publishedAction{{"2014-05-26", "CreateRole"}, {"2014-05-26", "Ecs"}, {"2014-05-26", ""}, {"", "Ecs"}, {"Ecs", "2014-05-26"}} {
		if all[a] {
			t.Errorf("%v is published", a)
		}
	}
	if len(readPublished("Ecs 2014-05-26 A B\nVpc 2016-04-28 A\n")) != 3 {
		t.Error("not three actions")
	}
}
