package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"sesame/internal/cloud"
)

// Event is one change: who, when, by what, and what was different before and after. A request
// that changed nothing, or was refused, has one with neither.
type Event struct {
	ID                string
	Account, Resource string
	At                time.Time
	RequestID, Key    string
	Action            string
	Before, After     map[string]any // nil before: it was made; nil after: it is gone

	Source, Agent string            // the address of who called, without the port, and its User-Agent
	Parameters    map[string]string // as sent, in the first event of a request alone; secrets are masked
	Code, Message string            // of the error with which the call was refused; "": it was carried out
}

// difference is one attribute of a change; nil stands for none.
type difference struct {
	name          string
	before, after any
}

// record appends the event of a change to a resource of an account, made by this
// transaction's origin, and gives its id. previous is the event before of the same
// resource, "" for the first.
func (tx *Tx) record(account, resource, previous string, changes []difference) (id string, err error) {
	before, after, err := documents(changes)
	if err != nil {
		return "", err
	}
	o := tx.origin
	if o.Recorded != nil {
		o.Recorded(resource, before, after)
	}
	return tx.appendEvent(&eventRow{account: account, resource: resource, previous: previous, before: before, after: after})
}

// eventRow is what differs between the events of a request.
type eventRow struct {
	account, resource, previous string
	before, after               string
	code, message               string
}

func (tx *Tx) appendEvent(e *eventRow) (id string, err error) {
	o := tx.origin
	id = fmt.Sprintf("%013d.%s.%d", max(o.At.UnixMilli(), o.behind), o.RequestID, tx.events)
	parameters := ""
	if tx.events == 0 && o.Request != nil {
		parameters = o.Request.Parameters()
	}
	if tx.events++; tx.recorded.id == "" {
		tx.recorded = eventKey{e.account, id}
	}
	_, err = tx.exec(`INSERT INTO events (account, id, previous, resource, at, request, access_key, action, before, after,
		source, agent, parameters, code, message) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		e.account, id, e.previous, e.resource, o.At, o.RequestID, o.AccessKey, o.Action, e.before, e.after,
		o.Source, beginning(o.Agent, maxAgent), parameters, e.code, beginning(e.message, maxMessage))
	return id, err
}

// How much is kept of texts that callers choose, in bytes.
const (
	maxAgent   = 256
	maxMessage = 1024
)

// beginning is what is kept of a text, valid UTF-8 in any case.
func beginning(text string, limit int) string {
	return strings.ToValidUTF8(text[:min(len(text), limit)], "")
}

// recordUnchanged appends the event of a request that was carried out and changed nothing.
func (tx *Tx) recordUnchanged() error {
	o := tx.origin
	if o.Request == nil || tx.events > 0 {
		return nil
	}
	_, err := tx.appendEvent(&eventRow{account: o.Account, resource: o.Request.Resource()})
	return err
}

// recordRefused appends the event of a request that was refused. It follows no other, nor does
// one follow it: a history is of changes.
func (tx *Tx) recordRefused(cause error) error {
	o := tx.origin
	if o.Request == nil || Unable(cause) {
		return nil
	}
	e := eventRow{account: o.Account, resource: o.Request.Resource()}
	e.code, e.message = o.Request.Refusal(cause)
	tx.events = 0 // those of the change are taken back
	_, err := tx.appendEvent(&e)
	return err
}

// recordMade appends the event of a row that was added, unless it could not be.
func (tx *Tx) recordMade(err error, account, resource string, made ...difference) error {
	if err != nil {
		return err
	}
	_, err = tx.record(account, resource, "", made)
	return err
}

// recordRemoved appends the last event of a row that was removed, and leaves the way to it.
func (tx *Tx) recordRemoved(account, resource, previous string, gone ...difference) error {
	event, err := tx.record(account, resource, previous, gone)
	if err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO removed (account, resource, event) VALUES ($1, $2, $3)
		ON CONFLICT (account, resource) DO UPDATE SET event = excluded.event`, account, resource, event)
	return err
}

// ImageEvents lists the changes of an image, oldest first, also of one that is gone.
func (tx *Tx) ImageEvents(account, region, id string) (all []Event, err error) {
	all, err = tx.LatestImageEvents(account, region, id, "", math.MaxInt)
	slices.Reverse(all)
	return all, err
}

// LatestImageEvents lists at most limit of the changes of an image, the latest first, also of
// one that is gone: those before one of them, given by its id, or from the last one on.
func (tx *Tx) LatestImageEvents(account, region, id, before string, limit int) (all []Event, err error) {
	resource := imageResource(&cloud.Image{Region: region, ID: id})
	event, err := tx.eventBefore(account, region, id, resource, before)
	var walk circle
	for err == nil && event != "" && len(all) < limit && !walk.closes(event) {
		var e *Event
		if e, event, err = tx.event(account, event); err == nil {
			all = append(all, *e)
		}
	}
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return all, err
}

// eventBefore is the id of the event before one of an image's, or of its last one.
func (tx *Tx) eventBefore(account, region, id, resource, before string) (event string, err error) {
	if before != "" {
		e, previous, err := tx.event(account, before)
		if err == nil && e.Resource != resource {
			err = ErrNotFound
		}
		return previous, err
	}
	err = tx.one(`SELECT revision FROM images WHERE account = $1 AND region = $2 AND id = $3`, []any{account, region, id}, &event)
	if errors.Is(err, ErrNotFound) {
		err = tx.one(`SELECT event FROM removed WHERE account = $1 AND resource = $2`, []any{account, resource}, &event)
	}
	return event, err
}

func (tx *Tx) event(account, id string) (e *Event, previous string, err error) {
	e = &Event{Account: account}
	var t eventTexts
	err = tx.one(`SELECT `+eventColumns+` FROM events WHERE account = $1 AND id = $2`, []any{account, id}, e.columns(&t)...)
	if err != nil {
		return nil, "", err
	}
	return e, t.previous, errors.Join(readDocument(t.before, &e.Before), readDocument(t.after, &e.After),
		readDocument(t.parameters, &e.Parameters))
}

// eventColumns are all that an event consists of, in the order in which seals hash them.
const eventColumns = `id, previous, resource, at, request, access_key, action, before, after, source, agent, parameters, code, message`

// eventTexts are the columns of an event that are no fields of it as they are.
type eventTexts struct{ previous, before, after, parameters string }

// columns are where eventColumns are read into.
func (e *Event) columns(t *eventTexts) []any {
	return []any{
		&e.ID, &t.previous, &e.Resource, &e.At, &e.RequestID, &e.Key, &e.Action, &t.before, &t.after,
		&e.Source, &e.Agent, &t.parameters, &e.Code, &e.Message,
	}
}

// documents are the two sides of a change as JSON objects, "" for a side with nothing.
func documents(changes []difference) (before, after string, err error) {
	var b, a []byte
	for _, c := range changes {
		if b, err = appendMember(b, c.name, c.before); err != nil {
			return "", "", err
		}
		if a, err = appendMember(a, c.name, c.after); err != nil {
			return "", "", err
		}
	}
	return closeObject(b), closeObject(a), nil
}

func appendMember(object []byte, name string, value any) ([]byte, error) {
	if value == nil {
		return object, nil
	}
	v, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	comma := byte('{')
	if len(object) > 0 {
		comma = ','
	}
	object = append(object, comma, '"')
	object = append(append(object, name...), '"', ':')
	return append(object, v...), nil
}

func closeObject(object []byte) string {
	if len(object) == 0 {
		return ""
	}
	return string(append(object, '}'))
}

// document is how a list is kept: JSON, or nothing for nothing.
func document[V []cloud.Tag | []cloud.DiskMapping](v V) (string, error) {
	if len(v) == 0 {
		return "", nil
	}
	b, err := json.Marshal(v)
	return string(b), err
}

func readDocument(text string, v any) error {
	if text == "" {
		return nil
	}
	return json.Unmarshal([]byte(text), v)
}
