package actiontrail

import (
	"fmt"
	"log/slog"
	"slices"

	"sesame/internal/rpc"
	"sesame/internal/store"
)

// lookups are the attributes that can be looked up, and whether an event has one.
var lookups = map[string]func(e *Event, value string) bool{
	"ServiceName":      func(e *Event, v string) bool { return e.ServiceName == v },
	"EventName":        func(e *Event, v string) bool { return e.EventName == v },
	"User":             func(e *Event, v string) bool { return e.UserIdentity.UserName == v },
	"EventId":          func(e *Event, v string) bool { return e.EventId == v },
	"ResourceType":     func(e *Event, v string) bool { return e.ReferencedResources[v] != nil },
	"ResourceName":     func(e *Event, v string) bool { return e.refersTo(v) },
	"EventRW":          func(e *Event, v string) bool { return e.EventRW == v },
	"EventAccessKeyId": func(e *Event, v string) bool { return e.UserIdentity.AccessKeyId == v },
	"SensitiveAction":  func(_ *Event, v string) bool { return v == "false" },
	"SourceIpAddress":  func(e *Event, v string) bool { return e.SourceIpAddress == v },
	"EventType":        func(e *Event, v string) bool { return e.EventType == v },
	"RoleName":         func(*Event, string) bool { return false },
	"PrincipalId":      func(e *Event, v string) bool { return e.UserIdentity.PrincipalId == v },
}

// together are the attributes that can be looked up with another.
var together = map[string][]string{
	"ServiceName":  {"EventName", "User", "PrincipalId", "RoleName", "ResourceName", "EventRW", "SensitiveAction", "EventType"},
	"ResourceName": {"ResourceType", "EventName", "User", "RoleName", "ServiceName"},
	"EventType":    {"EventName"},
}

// readAttributes takes the first two; of two alike the second counts.
func (l *lookup) readAttributes(c *rpc.Call, sent []Attribute) (wrong string) {
	for n, a := range sent[:min(2, len(sent))] {
		c.Trace.Check(attributesSane, slog.String("Key", a.Key), slog.String("Value", a.Value))
		if lookups[a.Key] == nil {
			return fmt.Sprintf("LookupAttribute.%d.Key", n+1)
		}
	}
	l.attributes = sent[:min(2, len(sent))]
	if len(l.attributes) < 2 {
		return ""
	}
	first, second := l.attributes[0].Key, l.attributes[1].Key
	switch {
	case first == second:
		l.attributes = l.attributes[1:]
	case !slices.Contains(together[first], second) && !slices.Contains(together[second], first):
		return "LookupAttribute.2.Key"
	}
	return ""
}

func (l *lookup) takes(e *Event) bool {
	for _, a := range l.attributes {
		if !lookups[a.Key](e, a.Value) {
			return false
		}
	}
	return true
}

// byRequest keeps the events of a request together, in the order in which they were recorded.
func byRequest(rows []store.Event) (all [][]store.Event) {
	for begin := 0; begin < len(rows); {
		end := begin + 1
		for end < len(rows) && rows[end].RequestOf() == rows[begin].RequestOf() {
			end++
		}
		r := rows[begin:end]
		slices.SortFunc(r, func(a, b store.Event) int { return store.CompareEvents(a.ID, b.ID) })
		all = append(all, r)
		begin = end
	}
	return all
}
