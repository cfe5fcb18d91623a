package eventlog

import (
	"context"
	"slices"
	"time"

	"sesame/internal/store"
)

// Account is one whose events are read.
type Account struct{ ID, Name string }

// Query selects events, oldest first.
type Query struct {
	Accounts []Account
	Image    string // only those about the image with this id, in whichever region there is
	// Behind is an event's id, or what EventsAt of the store gives: what comes behind it is told.
	Behind string
}

// Event is one change, or one call that changed nothing or was refused.
type Event struct {
	ID          string            `json:"id"`
	At          time.Time         `json:"at"`
	AccountID   string            `json:"accountId"`
	AccountName string            `json:"accountName,omitempty"`
	AccessKeyID string            `json:"accessKeyId,omitempty"`
	Source      string            `json:"source,omitempty"` // address of the caller
	UserAgent   string            `json:"userAgent,omitempty"`
	RequestID   string            `json:"requestId"`
	Action      string            `json:"action"`
	Parameters  map[string]string `json:"parameters,omitempty"` // of the first event of a request
	Resource    string            `json:"resource,omitempty"`   // region/kind/id
	Before      map[string]any    `json:"before,omitempty"`
	After       map[string]any    `json:"after,omitempty"`
	Code        string            `json:"code,omitempty"` // of the error that refused the call
	Message     string            `json:"message,omitempty"`
}

// Page is some of the events that a query selects.
type Page struct {
	Behind string  `json:"behind"` // as of the query
	Events []Event `json:"events"`
	// Next is what to ask for behind this page, "" when nothing is there. A page with few events
	// may have a next one: only so many are looked at for a page.
	Next string `json:"next,omitempty"`
}

// lateness is how long behind its instant an event may appear and is still told to those who
// follow.
const lateness = 10 * time.Second

// Lately is what to read behind, after all that there was up to an event, given by its id, so
// that none is missed that was late. "" stays "".
func Lately(id string) string {
	at := store.InstantOf(id)
	if at.IsZero() {
		return ""
	}
	return store.EventsAt(at.Add(-lateness))
}

// How many events are looked at for a page, of all accounts and at least of each.
const (
	looksAt       = 5000
	looksAtOfEach = 20
)

// Read gives one page. All of it is of one consistent state of the store.
func Read(ctx context.Context, db *store.DB, q *Query) (*Page, error) {
	var p *Page
	err := db.View(ctx, func(tx *store.Tx) (err error) {
		p, err = read(tx, q) // it may run again
		return err
	})
	return p, err
}

func read(tx *store.Tx, q *Query) (*Page, error) {
	p := &Page{Behind: q.Behind, Events: []Event{}}
	if q.Image != "" {
		return p, p.readImage(tx, q)
	}
	everything := func(*store.Event) bool { return true }
	share := max(looksAtOfEach, looksAt/max(1, len(q.Accounts)))
	for _, a := range q.Accounts {
		events, err := tx.EventsBetween(a.ID, &store.EventRange{Behind: q.Behind, Limit: share, Documents: everything})
		if err != nil {
			return nil, err
		}
		if len(events) == share { // there may be more: nobody's page goes further than this one's
			if last := events[share-1].ID; p.Next == "" || last < p.Next {
				p.Next = last
			}
		}
		for n := range events {
			p.Events = append(p.Events, told(a, &events[n]))
		}
	}
	if p.Next != "" {
		p.Events = slices.DeleteFunc(p.Events, func(e Event) bool { return e.ID > p.Next })
	}
	p.sort()
	return p, nil
}

func (p *Page) sort() {
	slices.SortFunc(p.Events, func(a, b Event) int { return store.CompareEvents(a.ID, b.ID) })
}

func told(a Account, e *store.Event) Event {
	return Event{
		ID: e.ID, At: e.At.UTC(), AccountID: a.ID, AccountName: a.Name, AccessKeyID: e.Key, Source: e.Source, UserAgent: e.Agent,
		RequestID: e.RequestID, Action: e.Action, Parameters: e.Parameters, Resource: e.Resource,
		Before: e.Before, After: e.After, Code: e.Code, Message: e.Message,
	}
}
