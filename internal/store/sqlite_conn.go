package store

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"
)

// liteConn is one SQLite connection with its prepared statements. Not for concurrent use.
type liteConn struct {
	*sqlite.Conn
	prepared map[string]*liteStmt
}

// liteStmt knows which argument each parameter takes: SQLite numbers "$2" by where it
// first stands in the text, not by its digits.
type liteStmt struct {
	*sqlite.Stmt
	argument []int
}

// maxPrepared bounds the statements kept per connection. Lists in filters make new texts.
const maxPrepared = 256

func (c *liteConn) prepare(sql string) (*liteStmt, error) {
	if s := c.prepared[sql]; s != nil {
		return s, nil
	}
	if len(c.prepared) >= maxPrepared {
		c.forgetStatements()
	}
	// A bare parameter as a limit would make SQLite plan the statement again each time that
	// it is bound, which costs more than most statements. Prepare, and not PrepareTransient,
	// tells SQLite that the statement stays: else it would occupy for good the small pool of
	// memory that running statements take their cursors from.
	stmt, err := c.Conn.Prepare(strings.ReplaceAll(sql, "LIMIT $", "LIMIT 0 + $"))
	if err != nil {
		return nil, err
	}
	s := &liteStmt{Stmt: stmt}
	for i := range stmt.BindParamCount() {
		n, err := strconv.Atoi(strings.TrimPrefix(stmt.BindParamName(i+1), "$"))
		if err != nil {
			return nil, errors.Join(fmt.Errorf("store: parameter %d of %q: %w", i+1, sql, err), stmt.Finalize())
		}
		s.argument = append(s.argument, n-1)
	}
	c.prepared[sql] = s
	return s, nil
}

func (c *liteConn) forgetStatements() {
	for text, s := range c.prepared {
		_ = s.Finalize() // reports the statement's last error, which its run reported
		delete(c.prepared, text)
	}
}

func (s *liteStmt) bind(args []any) error {
	for i, n := range s.argument {
		switch v := args[n].(type) {
		case string:
			s.BindText(i+1, v)
		case int:
			s.BindInt64(i+1, int64(v))
		case int64:
			s.BindInt64(i+1, v)
		case bool:
			s.BindBool(i+1, v)
		case time.Time:
			s.BindInt64(i+1, millis(v))
		default:
			return fmt.Errorf("store: cannot bind %T", v)
		}
	}
	return nil
}

func (c *liteConn) exec(sql string, args []any) (int, error) {
	err := c.query(sql, args, nil)
	return c.Changes(), err
}

func (c *liteConn) query(sql string, args []any, each func(scan) error) (err error) {
	s, err := c.prepare(sql)
	if err != nil {
		return liteError(err)
	}
	if err := s.bind(args); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.done(err)) }()
	for {
		more, err := s.Step()
		if err != nil {
			return liteError(err)
		}
		if !more {
			return nil
		}
		if each != nil {
			if err := each(s.scan); err != nil {
				return err
			}
		}
	}
}

// done makes the statement ready for its next run. After a failed run, Reset repeats its error.
func (s *liteStmt) done(failed error) error {
	if err := s.Reset(); err != nil && failed == nil {
		return liteError(err)
	}
	return nil
}

func (s *liteStmt) scan(dest ...any) error {
	for i, d := range dest {
		switch p := d.(type) {
		case *string:
			*p = s.ColumnText(i)
		case *int:
			*p = int(s.ColumnInt64(i))
		case *int64:
			*p = s.ColumnInt64(i)
		case *bool:
			*p = s.ColumnInt64(i) != 0
		case *time.Time:
			*p = fromMillis(s.ColumnInt64(i))
		default:
			return fmt.Errorf("store: cannot scan into %T", d)
		}
	}
	return nil
}

// liteError turns the violation of a unique key into ErrExists, by code.
func liteError(err error) error {
	switch sqlite.ErrCode(err) {
	case sqlite.ResultConstraintUnique, sqlite.ResultConstraintPrimaryKey:
		return ErrExists
	}
	return err
}
