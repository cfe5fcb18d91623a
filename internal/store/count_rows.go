package store

import (
	"context"
	"errors"
	"path/filepath"
	"slices"

	"zombiezen.com/go/sqlite"
)

// CountRows counts what is in each table of a folder's store, also while a server works on
// it. Those that are left out need not be read from one end to the other.
func CountRows(ctx context.Context, folder string, leftOut ...string) (rows map[string]int, err error) {
	c, err := openFile(filepath.Join(folder, fileName), sqlite.OpenReadWrite)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	c.SetInterrupt(ctx.Done())
	return c.countRows(leftOut)
}

func (c *liteConn) countRows(leftOut []string) (map[string]int, error) {
	var tables []string
	err := c.query(`SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name`, nil, func(s scan) error {
		var name string
		err := s(&name)
		tables = append(tables, name)
		return err
	})
	rows := map[string]int{}
	for _, table := range tables {
		if err == nil && !slices.Contains(leftOut, table) {
			err = c.query(`SELECT COUNT(*) FROM `+table, nil, func(s scan) error {
				var n int
				err := s(&n)
				rows[table] = n
				return err
			})
		}
	}
	return rows, err
}
