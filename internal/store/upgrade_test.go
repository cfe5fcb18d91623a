package store_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

var update = flag.Bool("update", false, "keep a database of each earlier schema that none is kept of")

// keptFile is where a database with an earlier schema is kept, as the statements that make it.
func keptFile(version int) string {
	return filepath.Join("testdata", "schemas", fmt.Sprintf("%04d.sql", version))
}

// populate puts something into every table.
func populate(w *world) {
	w.create(sample("m-1", named("one")), sample("m-2", ofFamily("web", 0)), sample("m-3"))
	w.change("m-1", func(i *cloud.Image) { i.Description = "it's changed" })
	w.do(func(tx *store.Tx) error {
		image, err := tx.Image(ali, hangzhou, "m-1")
		if err != nil {
			return err
		}
		published, err := tx.Image(ali, hangzhou, "m-3")
		if err != nil {
			return err
		}
		copied := cloud.NewImage(ali, beijing, "m-copy", cloud.WorkCopy, epoch, time.Hour)
		imported := cloud.NewImage(ali, hangzhou, "m-import", cloud.WorkImport, epoch, time.Hour)
		return errors.Join(
			tx.ChangeShares(image, []string{cassim}, nil), tx.PublishImage(published, true), tx.DeleteImage(mustImage(tx, "m-2")),
			tx.RememberClientToken(&store.ClientToken{Region: hangzhou, Token: "t", Answer: "{}"}),
			tx.CreateInstance(&cloud.Instance{Account: ali, Region: hangzhou, ID: "i-1", Image: "m-1", VSwitch: "vsw-1", PrivateIP: "172.16.0.4"}),
			tx.CreateDisk(sampleDisk("d-1")), tx.CreateSnapshot(&cloud.Snapshot{Account: ali, Region: hangzhou, ID: "s-1", Disk: "d-1"}),
			tx.CreateVPC(&cloud.VPC{Account: ali, Region: hangzhou, ID: "vpc-1"}), tx.CreateVSwitch(&cloud.VSwitch{Account: ali, Region: hangzhou, ID: "vsw-1", VPC: "vpc-1"}),
			tx.CreateSecurityGroup(&cloud.SecurityGroup{Account: ali, Region: hangzhou, ID: "sg-1", VPC: "vpc-1"}),
			tx.CreateResourceGroup(&cloud.ResourceGroup{Account: ali, ID: "rg-2", Name: "second"}),
			tx.CreateCopy(copied, image, epoch), tx.CreateImport(imported, &cloud.Task{Account: ali, Region: hangzhou, ID: "t-1", Resource: "m-import"}))
	})
	o := w.origin()
	o.Nonce, o.NonceTime, o.NonceLife = "n-1", epoch, time.Hour
	if err := w.db.Update(w.t.Context(), o, nothing); err != nil {
		w.t.Fatal(err)
	}
}

func mustImage(tx *store.Tx, id string) *cloud.Image {
	i, err := tx.Image(ali, hangzhou, id)
	if err != nil {
		panic(err)
	}
	return i
}

// keep writes the statements of a database with an earlier schema: what the migrations up to
// there made, filled with what fits of today's.
func keep(t *testing.T, version int) {
	t.Helper()
	now := newWorld(t, ":memory:")
	populate(now)
	then, err := store.OpenAt(t.Context(), ":memory:", version)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	fmt.Fprintf(&text, "-- A store whose schema has version %d.\n", version)
	for _, row := range rowsOf(t, then, `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid`) {
		text.WriteString(unquoted(row[0]) + ";\n")
	}
	fmt.Fprintf(&text, "INSERT INTO meta (name, value) VALUES ('schema', '%d');\n", version)
	for _, row := range rowsOf(t, then, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'meta' ORDER BY name`) {
		table := unquoted(row[0])
		columns, booleans := columnsOf(t, then, table)
		for _, values := range rowsOf(t, now.db, "SELECT "+strings.Join(columns, ", ")+" FROM "+table) {
			for n := range values {
				if booleans[n] {
					values[n] = map[string]string{"0": "FALSE", "1": "TRUE"}[values[n]]
				}
			}
			fmt.Fprintf(&text, "INSERT INTO %s (%s) VALUES (%s);\n", table, strings.Join(columns, ", "), strings.Join(values, ", "))
		}
	}
	kept := strings.ReplaceAll(text.String(), "request-", "kept-") // no later test's
	if err := errors.Join(then.Close(), os.WriteFile(keptFile(version), []byte(kept), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func rowsOf(t *testing.T, db *store.DB, sql string) [][]string {
	t.Helper()
	rows, err := db.Rows(t.Context(), sql)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return rows
}

// unquoted is the text of a literal.
func unquoted(literal string) string {
	return strings.ReplaceAll(literal[1:len(literal)-1], "''", "'")
}

func columnsOf(t *testing.T, db *store.DB, table string) (names []string, booleans []bool) {
	t.Helper()
	for _, row := range rowsOf(t, db, "PRAGMA table_info("+table+")") {
		names, booleans = append(names, unquoted(row[1])), append(booleans, row[2] == "'BOOLEAN'")
	}
	return names, booleans
}

// TestUpgrade opens databases that earlier versions made: everything is there, and works.
func TestUpgrade(t *testing.T) {
	for version := 1; version < store.SchemaVersion(); version++ {
		if _, err := os.Stat(keptFile(version)); *update && errors.Is(err, os.ErrNotExist) {
			keep(t, version)
		}
		text, err := os.ReadFile(keptFile(version))
		if err != nil {
			t.Fatalf("%v: go test ./internal/store -run TestUpgrade -update keeps one, to be committed", err)
		}
		t.Run(fmt.Sprintf("%04d", version), func(t *testing.T) {
			onDurable(t, func(t *testing.T, dsn string) { upgrade(t, dsn, string(text)) })
		})
	}
}

func upgrade(t *testing.T, dsn, text string) {
	old, err := store.OpenAt(t.Context(), dsn, 0)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]int{}
	for statement := range strings.SplitSeq(strings.TrimSuffix(text, ";\n"), ";\n") {
		if err := old.Exec(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
		if words := strings.Fields(statement); len(words) > 2 && words[0] == "INSERT" {
			rows[words[2]]++
		}
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, dsn)
	for table, want := range rows {
		same(t, "rows of "+table, want, w.rows(table))
	}
	same(t, "description", "it's changed", w.image("m-1").Description)
	same(t, "changes of m-1", 3, len(w.events("m-1")))
	found := w.find(cloud.ImageFilter{})
	slices.Sort(found)
	same(t, "images found", []string{"m-1", "m-3", "m-import"}, found)
	w.change("m-1", func(i *cloud.Image) { i.Name = "two" })
	w.create(sample("m-new", named("one")))
	if err := w.tryChange("m-new", func(i *cloud.Image) { i.Name = "two" }); !errors.Is(err, store.ErrExists) {
		t.Errorf("a name that is taken: %v", err)
	}
	if err := w.db.Close(); err != nil {
		t.Fatal(err)
	}
	same(t, "name at last", "two", newWorld(t, dsn).image("m-1").Name)
}
