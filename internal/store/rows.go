package store

import (
	"fmt"

	"sesame/internal/cloud"
)

// What the files of several subjects do alike with a row whose key is account, region, id.

// first is the only one of a list, or ErrNotFound.
func first[T any](all []*T, err error) (*T, error) {
	switch {
	case err != nil:
		return nil, err
	case len(all) == 0:
		return nil, ErrNotFound
	}
	return all[0], nil
}

// made tells what a new row holds, without what is empty.
func made(fields []string, values []any) (all []difference) {
	for n, v := range values {
		if v != "" && v != false && v != 0 && v != int64(0) {
			all = append(all, difference{fields[n], nil, v})
		}
	}
	return all
}

// changed tells in which columns two rows differ.
func changed(fields []string, before, after []any) (all []difference) {
	for n := range after {
		if before[n] != after[n] {
			all = append(all, difference{fields[n], before[n], after[n]})
		}
	}
	return all
}

// set writes what differs, and the event that tells of it.
func (tx *Tx) set(table, account, region, id, revision string, changes []difference) error {
	sql := []byte(`UPDATE ` + table + ` SET revision = $4`)
	args := []any{account, region, id, revision}
	for _, c := range changes {
		args = append(args, c.after)
		sql = fmt.Appendf(sql, ", %s = $%d", c.name, len(args))
	}
	n, err := tx.exec(string(sql)+` WHERE account = $1 AND region = $2 AND id = $3`, args...)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	return err
}

func (tx *Tx) remove(table, account, region, id string) error {
	n, err := tx.exec(`DELETE FROM `+table+` WHERE account = $1 AND region = $2 AND id = $3`, account, region, id)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	return err
}

func (tx *Tx) reindexTags(account, region, kind, id string, tags []cloud.Tag) error {
	if err := tx.unindexTags(account, region, kind, id); err != nil {
		return err
	}
	return tx.indexTags(account, region, kind, id, tags)
}
