package store

import (
	"errors"
	"slices"
	"strings"
	"time"
)

// ImageTrail asks what the trail of an account tells about an image, in whichever of some
// regions: its changes, also when it is gone, and calls about it that changed nothing or were
// refused.
type ImageTrail struct {
	Regions []string
	ID      string
	// Behind is an event's id, or what EventsAt gives: what comes behind it is told.
	Behind string
	Limit  int
}

// disorder is how far from the order of their instants the changes of an image may have been
// made, by clocks that were set back, and are all found behind an instant.
const disorder = time.Hour

// ImageTrail gives the ids of the first events about an image, in their order. It reads those
// alone, however long the trail is.
func (tx *Tx) ImageTrail(account string, q *ImageTrail) (ids []string, err error) {
	heads, err := tx.imageHeads(account, q)
	for _, head := range heads {
		if err == nil {
			ids, err = tx.chain(ids, account, head, q.Behind)
		}
	}
	if err == nil {
		ids, err = tx.eventsWithoutChange(ids, account, q)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	return ids[:min(len(ids), q.Limit)], err
}

// imageHeads are the last changes of the images with an id, and of those that are gone.
func (tx *Tx) imageHeads(account string, q *ImageTrail) (events []string, err error) {
	there := &where{args: []any{account, q.ID}}
	there.in("region", q.Regions)
	gone := &where{args: []any{account}}
	gone.in("resource", q.resources())
	err = errors.Join(
		tx.query(`SELECT revision FROM images WHERE account = $1 AND id = $2`+there.text.String(), there.args, addTo(&events)),
		tx.query(`SELECT event FROM removed WHERE account = $1`+gone.text.String(), gone.args, addTo(&events)))
	return events, err
}

func (q *ImageTrail) resources() (all []string) {
	for _, region := range q.Regions {
		all = append(all, region+"/"+KindImage+"/"+q.ID)
	}
	return all
}

// chain adds the ids of the changes up to one that come behind a text. Behind an instant it ends with
// a change long before; pages, which end with events, miss none at all.
func (tx *Tx) chain(ids []string, account, event, behind string) ([]string, error) {
	begin := ""
	if at := InstantOf(behind); !strings.Contains(behind, ".") && !at.IsZero() {
		begin = EventsAt(at.Add(-disorder))
	}
	var walk circle
	for event != "" && event >= begin && !walk.closes(event) {
		id := event
		err := tx.one(`SELECT previous FROM events WHERE account = $1 AND id = $2`, []any{account, id}, &event)
		if errors.Is(err, ErrNotFound) { // older ones are not kept
			break
		}
		if err != nil {
			return ids, err
		}
		if id > behind {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// circle finds out that a walk along a chain comes back to where it was: who can write to the database can
// make it so.
type circle struct {
	met   string // an event before
	steps int
}

func (c *circle) closes(event string) bool {
	if event == c.met {
		return true
	}
	if c.steps++; c.steps&(c.steps-1) == 0 {
		c.met = event
	}
	return false
}

// eventsWithoutChange adds the ids of the calls that no chain leads to. Each resource is asked by
// itself: the order of several is not that of the index.
func (tx *Tx) eventsWithoutChange(ids []string, account string, q *ImageTrail) ([]string, error) {
	var resources []string
	about := &where{args: []any{account, q.Behind}}
	about.in("resource", q.resources())
	err := tx.query(`SELECT DISTINCT resource FROM events WHERE account = $1 AND before = '' AND after = '' AND id > $2`+about.text.String(),
		about.args, addTo(&resources))
	for _, resource := range resources {
		if err == nil {
			err = tx.query(`SELECT id FROM events WHERE account = $1 AND before = '' AND after = '' AND resource = $2 AND id > $3
				ORDER BY id LIMIT $4`, []any{account, resource, q.Behind, q.Limit}, addTo(&ids))
		}
	}
	return ids, err
}

// addTo collects the texts of a column.
func addTo(texts *[]string) func(scan) error {
	return func(s scan) error {
		var text string
		err := s(&text)
		*texts = append(*texts, text)
		return err
	}
}

// Event is one of an account's, by its id.
func (tx *Tx) Event(account, id string) (*Event, error) {
	e, _, err := tx.event(account, id)
	return e, err
}
