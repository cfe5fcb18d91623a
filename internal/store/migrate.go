package store

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema forward, one file after the other, in the transaction of the
// caller, which holds the store's lock. A schema newer than this program is refused: it
// would be read wrongly.
func migrate(tx *Tx) error {
	if _, err := tx.exec(`CREATE TABLE IF NOT EXISTS meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)`); err != nil {
		return err
	}
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	have, err := tx.schemaVersion()
	if err != nil {
		return err
	}
	if have > len(files) {
		return fmt.Errorf("store: the schema has version %d, this program knows %d: use a newer sesame", have, len(files))
	}
	for i := have; i < len(files); i++ {
		if err := tx.runScript(files[i]); err != nil {
			return fmt.Errorf("store: %s: %w", files[i], err)
		}
	}
	if have == len(files) {
		return nil
	}
	return tx.setMeta("schema", strconv.Itoa(len(files)))
}

func (tx *Tx) schemaVersion() (int, error) {
	v, err := tx.meta("schema")
	if errors.Is(err, ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(v)
}

func (tx *Tx) runScript(file string) error {
	text, err := migrations.ReadFile(file)
	if err != nil {
		return err
	}
	for _, statement := range strings.Split(withoutComments(string(text)), ";") {
		if strings.TrimSpace(statement) == "" {
			continue
		}
		if _, err := tx.exec(statement); err != nil {
			return err
		}
	}
	return nil
}

func withoutComments(sql string) string {
	var b strings.Builder
	for line := range strings.Lines(sql) {
		if !strings.HasPrefix(strings.TrimSpace(line), "--") {
			b.WriteString(line)
		}
	}
	return b.String()
}

func (tx *Tx) meta(name string) (value string, err error) {
	err = tx.one(`SELECT value FROM meta WHERE name = $1`, []any{name}, &value)
	return value, err
}

func (tx *Tx) setMeta(name, value string) error {
	_, err := tx.exec(`INSERT INTO meta (name, value) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	return err
}
