package store

import (
	"encoding/json"
	"time"

	"sesame/internal/cloud"
)

// Event is one change: who, when, by what, and what was different before and after.
type Event struct {
	Account, Resource string
	At                time.Time
	RequestID, Key    string
	Action            string
	Before, After     map[string]any // nil before: it was made; nil after: it is gone
}

// record appends the event of a change of this transaction's origin.
func (tx *Tx) record(resource string, before, after map[string]any) error {
	b, err := document(before)
	if err != nil {
		return err
	}
	a, err := document(after)
	if err != nil {
		return err
	}
	o := tx.origin
	_, err = tx.exec(`INSERT INTO events (account, resource, at, request, access_key, action, before, after)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		o.Account, resource, o.At, o.RequestID, o.AccessKey, o.Action, b, a)
	return err
}

// Events lists what happened to a resource, oldest first.
func (tx *Tx) Events(account, resource string) (all []Event, err error) {
	err = tx.query(`SELECT at, request, access_key, action, before, after FROM events
		WHERE account = $1 AND resource = $2 ORDER BY at, request`, []any{account, resource}, func(s scan) error {
		e := Event{Account: account, Resource: resource}
		var before, after string
		if err := s(&e.At, &e.RequestID, &e.Key, &e.Action, &before, &after); err != nil {
			return err
		}
		if err := readDocument(before, &e.Before); err != nil {
			return err
		}
		if err := readDocument(after, &e.After); err != nil {
			return err
		}
		all = append(all, e)
		return nil
	})
	return all, err
}

// document is how a structured value is kept: JSON, or nothing for nothing.
func document[V map[string]any | []cloud.Tag | []cloud.DiskMapping](v V) (string, error) {
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
