package eventlog_test

import (
	"testing"

	"sesame/internal/eventlog"
)

func TestLine(t *testing.T) {
	type side = map[string]any
	const prefix = "2026-03-01T12:00:00.000Z  ali  127.0.0.1  ModifyImageAttribute  cn-hangzhou/image/m-1  "
	for want, e := range map[string]eventlog.Event{
		`Description "a" → "b \"c\"", Name "x" → "y"`: {
			Before: side{"name": "x", "description": "a"}, After: side{"name": "y", "description": `b "c"`},
		},
		`NVMe support "" → "supported"`: {Before: side{"nvme_support": ""}, After: side{"nvme_support": "supported"}},
		`Community image false → true`:  {Before: side{"public": false}, After: side{"public": true}},
		`Shared with none → "2" "3", Shares 0 → 1`: {
			Before: side{"shares": 0.0}, After: side{"shares": 1.0, "shared_with": []any{"2", "3"}},
		},
		`Done 1970-01-01T00:00:01Z → 1970-01-01T00:00:02Z`: {Before: side{"ready": 1000.0}, After: side{"ready": 2000.0}},
		`new Name "x"`:            {After: side{"name": "x", "size_gib": 40.0}},
		`gone, it was Name "x"`:   {Before: side{"name": "x"}},
		"changed nothing":         {},
		"refused: ImageUseShared": {Code: "ImageUseShared", Message: "no"},
	} {
		e.At, e.AccountID, e.AccountName, e.AccessKeyID, e.Source = epoch, "1", "ali", "ali", "127.0.0.1"
		e.Action, e.Resource = "ModifyImageAttribute", "cn-hangzhou/image/m-1"
		if got := e.Line(); got != prefix+want {
			t.Errorf("%q, want %q", got, prefix+want)
		}
	}
	hostile := eventlog.Event{At: epoch, AccountID: "1", AccessKeyID: "key", Action: "A", Resource: "cn/image/\x1b[2J\nx", Code: "C"}
	if got, want := hostile.Line(), `2026-03-01T12:00:00.000Z  1/key  -  A  "cn/image/\x1b[2J\nx"  refused: C`; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
