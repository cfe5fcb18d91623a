package store

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"
)

// EventRange is a part of an account's events: those whose ids are behind one text and before
// another. EventsAt and RequestOf give such texts; an empty one is no limit.
type EventRange struct {
	Behind, Before string
	LatestFirst    bool
	Limit          int
	// Documents says of which events Before and After are wanted, which are most of the work. Nil: of
	// none.
	Documents func(*Event) bool
}

// EventsBetween gives the events of a range, in the order of their ids or the latest first.
func (tx *Tx) EventsBetween(account string, r *EventRange) (all []Event, err error) {
	order := ` ORDER BY id`
	if r.LatestFirst {
		order = ` ORDER BY id DESC`
	}
	args := []any{account, r.Behind, cmp.Or(r.Before, behindAllEvents), r.Limit}
	err = tx.query(`SELECT `+eventColumns+` FROM events WHERE account = $1 AND id > $2 AND id < $3`+order+` LIMIT $4`, args, func(s scan) error {
		e := Event{Account: account}
		var t eventTexts
		err := s(e.columns(&t)...)
		if err == nil {
			err = readDocument(t.parameters, &e.Parameters)
		}
		if err == nil && r.Documents != nil && r.Documents(&e) {
			err = errors.Join(readDocument(t.before, &e.Before), readDocument(t.after, &e.After))
		}
		all = append(all, e)
		return err
	})
	return all, err
}

// behindAllEvents comes behind every id: these begin with a digit.
const behindAllEvents = ":"

// EventsAt is the text that comes right before the ids of the events of an instant, and of
// all later ones.
func EventsAt(t time.Time) string { return fmt.Sprintf("%013d", max(0, t.UnixMilli())) }

// RequestOf is what the ids of a request's events begin with. It comes before them, and
// BehindRequest of it right behind them. It is of the id, which may be later than the event.
func (e *Event) RequestOf() string { return strings.TrimSuffix(requestPart(e.ID), ".") }

// requestPart is an event's id without its number within the request.
func requestPart(id string) string { return id[:strings.LastIndexByte(id, '.')+1] }

// BehindRequest is the text that comes behind the ids of the events of a request, and before
// all others.
func BehindRequest(request string) string { return request + "/" }

// CompareEvents tells which of two events, given by their ids, comes first. Those of one request
// are numbered, behind their last dot.
func CompareEvents(a, b string) int {
	return cmp.Or(strings.Compare(requestPart(a), requestPart(b)), cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}
