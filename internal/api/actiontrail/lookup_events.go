package actiontrail

import (
	"context"

	"sesame/internal/rpc"
	"sesame/internal/store"
)

// LookupEventsRequest selects events by time and by up to two attributes.
type LookupEventsRequest struct {
	NextToken       string
	MaxResults      string
	StartTime       string
	EndTime         string
	Direction       string
	LookupAttribute []Attribute
}

// Attribute is one that an event must have.
type Attribute struct{ Key, Value string }

// LookupEventsResponse is one page of events.
type LookupEventsResponse struct {
	EndTime   string
	NextToken *string // none: no more
	StartTime string
	Events    []Event
}

// LookupEvents tells which calls of the account changed something, or tried to, the latest first
// unless Direction says otherwise.
func (s *Service) LookupEvents(ctx context.Context, c *rpc.Call, req *LookupEventsRequest) (*LookupEventsResponse, error) {
	l, err := readLookup(c, req)
	if err != nil {
		return nil, err
	}
	resp := &LookupEventsResponse{StartTime: wireTime(l.from), EndTime: wireTime(l.to)}
	return resp, s.DB.View(ctx, func(tx *store.Tx) error {
		events, next, err := l.find(tx, c.AccountID, c.Now)
		resp.Events, resp.NextToken = events, nil
		if next != "" {
			resp.NextToken = &next
		}
		return err
	})
}
