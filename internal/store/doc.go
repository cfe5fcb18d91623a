// Package store is where things are kept: one SQL text on SQLite (embedded, the default)
// and on PostgreSQL (any number of processes in front of it).
//
//	db.View(ctx, fn)                   read-only, one consistent state
//	db.Update(ctx, origin, fn)         serializable; remembers the request's nonce; may run fn again
//
// What makes one text work: placeholders $1..., columns TEXT, BIGINT and BOOLEAN only,
// times as milliseconds, documents as TEXT, CAST never "::", no JSON functions, no LIKE,
// no FOR UPDATE. Every primary key begins with the account, and a transaction touches one
// account's rows, the mirror rows of shares and of community images aside, so that the data
// shards by account.
//
// The package returns ErrNotFound, ErrExists, ErrReplayed, ErrClosed, ErrBusy, ErrUnavailable and wrapped
// driver errors: which public code a missing row is, only the operation knows. Rows exist only inside it.
package store
