package store

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

//go:embed migrations/*.sql
var migrations embed.FS

// metaTable holds what is true of the store as a whole, its schema's version for one.
const metaTable = `CREATE TABLE IF NOT EXISTS meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)`

// migrate brings the schema forward, one file after the other, in the transaction of the
// caller, which holds the store's lock. A schema newer than this program is refused: it
// would be read wrongly.
func migrate(tx *Tx) error {
	if _, err := tx.exec(metaTable); err != nil {
		return err
	}
	have, err := tx.schemaVersion()
	if err != nil {
		return err
	}
	if err := checkKnown(have); err != nil {
		return err
	}
	files, err := migrationFiles()
	if err != nil {
		return err
	}
	for i := have; i < len(files); i++ {
		if err := tx.runScript(files[i]); err != nil {
			return fmt.Errorf("store: %s: %w", files[i], err)
		}
	}
	if have == len(files) {
		return tx.checkSchema(files)
	}
	return tx.setMeta("schema", strconv.Itoa(len(files)))
}

func migrationFiles() ([]string, error) { return fs.Glob(migrations, "migrations/*.sql") }

// checkKnown refuses a schema that came with a later program.
func checkKnown(version int) error {
	files, err := migrationFiles()
	if err == nil && version > len(files) {
		err = fmt.Errorf("store: the schema has version %d, this program knows %d: use a newer sesame", version, len(files))
	}
	return err
}

// checkSchema looks for the tables and indexes that the migrations made: without a unique
// index, what it forbids would be taken.
func (tx *Tx) checkSchema(files []string) error {
	have := map[string]bool{}
	err := tx.query(tx.relations(), nil, func(s scan) error {
		var name string
		err := s(&name)
		have[name] = true
		return err
	})
	if err != nil {
		return err
	}
	want, err := relationsMade(files)
	if err != nil {
		return err
	}
	for _, name := range want {
		if !have[name] {
			return fmt.Errorf("%w: %s is missing from the schema: %s", errDamaged, name, restoreHint)
		}
	}
	return nil
}

// relationsMade names the tables and indexes that are there after some migrations.
func relationsMade(files []string) (names []string, err error) {
	for _, file := range files {
		text, err := migrations.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for _, m := range changesRelation.FindAllStringSubmatch(withoutComments(string(text)), -1) {
			if m[1] == "DROP" {
				names = slices.DeleteFunc(names, func(n string) bool { return n == m[2] })
			} else {
				names = append(names, m[2])
			}
		}
	}
	return names, nil
}

// changesRelation matches what makes a table or an index, or takes it away.
var changesRelation = regexp.MustCompile(`(CREATE|DROP) (?:TABLE|INDEX|UNIQUE INDEX) (\w+)`)

// relations asks for the names of all tables and indexes: the one question whose text the
// two engines do not share.
func (tx *Tx) relations() string {
	if tx.lite != nil {
		return `SELECT name FROM sqlite_schema`
	}
	return `SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace`
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
