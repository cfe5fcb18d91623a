package store

import "context"

// CountRows counts the rows of a table: what is bounded is not always shown.
func (db *DB) CountRows(ctx context.Context, table string) (n int, err error) {
	err = db.View(ctx, func(tx *Tx) error {
		n, err = tx.count("SELECT COUNT(*) FROM " + table)
		return err
	})
	return n, err
}

// SetSchema pretends that the schema has another version.
func (db *DB) SetSchema(ctx context.Context, version string) error {
	return db.Update(ctx, Origin{}, func(tx *Tx) error { return tx.setMeta("schema", version) })
}

// SweepEvery is how many calls pass between two removals of expired nonces.
const SweepEvery = sweepEvery

// Pragma reads a setting of SQLite's writing connection.
func (db *DB) Pragma(ctx context.Context, name string) (value string, err error) {
	err = db.Update(ctx, Origin{}, func(tx *Tx) error { return tx.one("PRAGMA "+name, nil, &value) })
	return value, err
}
