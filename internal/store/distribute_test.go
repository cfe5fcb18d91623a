package store_test

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sesame/internal/cloud"
	"sesame/internal/pgtest"
	"sesame/internal/store"
)

// What must be true of a schema, and of every statement, so that the rows of an account can
// be on a node of their own. A Citus cluster is not to be had here: these are its conditions.

// Every key begins with the account: no node can vouch for what others have.
func TestKeysBeginWithTheAccount(t *testing.T) {
	db := open(t, pgtest.DSN(t))
	keys, err := db.Strings(t.Context(), `SELECT t.relname || '|' || k.relname || '|' || a.attname
		FROM pg_index i JOIN pg_class k ON k.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
		JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
		WHERE i.indisunique AND t.relnamespace = current_schema()::regnamespace`)
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string]bool{}
	for _, key := range keys {
		part := strings.Split(key, "|")
		tables[part[0]] = true
		if !store.IsReference(part[0]) && part[2] != "account" {
			t.Errorf("%s of %s begins with %s", part[1], part[0], part[2])
		}
	}
	all, err := db.Strings(t.Context(), `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()`)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range all {
		if !tables[table] {
			t.Errorf("%s has no key", table)
		}
	}
	if len(all) < 20 {
		t.Errorf("only %d tables: %v", len(all), all)
	}
}

var (
	// mentions finds tables, with the names that a statement gives them.
	mentions = regexp.MustCompile(`(?:FROM|JOIN|UPDATE|INTO) ([a-z_]+)(?: AS)?(?: ([a-z]+)\b)?`)
	// binds finds what an account is compared with.
	binds   = regexp.MustCompile(`(?:\b([a-z_]+)\.)?account = (\$|'|([a-z_]+)\.account\b)`)
	keyword = []string{"WHERE", "SET", "ON", "ORDER"}
)

// crossings are the only ways from one shard to others: each leads from a row of a mirror, which is of
// the account that looks, to what another account has, which it binds by this name.
var crossings = map[string]string{
	`i.account = c.owner AND i.region = c.region AND i.created = c.created AND i.id || '' = c.image`: "i", // an image of a list
	`x.account = c.owner AND x.region = c.region AND x.image = c.image`:                              "x", // the snapshots of one
	`JOIN received r ON i.account = r.owner AND i.region = r.region AND i.id = r.image`:              "i", // one image, or the head of a family
	`JOIN community c ON i.account = c.owner AND i.region = c.region AND i.id = c.image`:             "i", // one image
}

// unbound names a table that a statement looks for in all shards, "" when there is none.
func unbound(sql string, distributed map[string]bool) string {
	sql = strings.Join(strings.Fields(sql), " ")
	bound := map[string]int{}
	for _, m := range binds.FindAllStringSubmatch(sql, -1) {
		bound[m[1]]++
	}
	for text, name := range crossings {
		bound[name] += strings.Count(sql, text)
	}
	for _, m := range mentions.FindAllStringSubmatch(sql, -1) {
		table, name := m[1], m[2]
		if !distributed[table] || strings.HasPrefix(sql, "INSERT INTO "+table+" (account, ") {
			continue
		}
		if slices.Contains(keyword, strings.ToUpper(name)) {
			name = ""
		}
		if bound[name]--; bound[name] < 0 {
			return table
		}
	}
	return ""
}

// checkStatementsBindTheAccount looks at every statement that the tests of the package had
// the store run, when all of them have ended. The mirror of community images is on every node, and has
// an account of its own to be looked for by all the same.
func checkStatementsBindTheAccount() (faults []string) {
	distributed := map[string]bool{}
	for _, table := range store.Distributable() {
		distributed[table] = table != "meta"
	}
	noted.Lock()
	defer noted.Unlock()
	all := maps.Clone(noted.inserts)
	for _, statements := range noted.known {
		for _, s := range statements {
			all[s.SQL] = true
		}
	}
	for sql := range all {
		ours := !slices.ContainsFunc(withoutAccount, func(begin string) bool { return strings.HasPrefix(strings.TrimSpace(sql), begin) })
		if table := unbound(sql, distributed); table != "" && ours {
			faults = append(faults, fmt.Sprintf("%s: does not bind the account of %s", sql, table))
		}
	}
	return faults
}

func TestUnboundStatements(t *testing.T) {
	distributed := map[string]bool{"images": true, "tags": true, "received": true, "community": true}
	for sql, want := range map[string]string{
		"SELECT id FROM images WHERE account = $1":                                                   "",
		"SELECT id FROM images WHERE region = $1":                                                    "images",
		"UPDATE images SET name = $1 WHERE id = $2":                                                  "images",
		"DELETE FROM tags WHERE account = $1 AND (key) IN (SELECT key FROM tags WHERE account = $1)": "",
		"DELETE FROM tags WHERE account = $1 AND (key) IN (SELECT key FROM tags WHERE region = $1)":  "tags",
		"SELECT i.id FROM images i JOIN tags x ON x.account = i.account WHERE i.account = $1":        "",
		"SELECT i.id FROM images i JOIN tags x ON x.resource = i.id WHERE i.account = $1":            "tags",
		"SELECT i.id FROM images i WHERE i.account = $1 AND i.id IN (SELECT x.resource FROM tags x WHERE x.account = $1) AND i.id IN (SELECT x.resource FROM tags x WHERE x.key = $2)": "tags",
		"INSERT INTO tags (account, region) VALUES ($1, $2)": "",
		"INSERT INTO tags (region, account) VALUES ($1, $2)": "tags",
		"SELECT value FROM meta WHERE name = $1":             "",
		"SELECT i.id FROM images i JOIN received r ON i.account = r.owner AND i.region = r.region AND i.id = r.image WHERE r.account = $1": "",
		"SELECT i.id FROM images i JOIN received r ON i.account = r.owner AND i.region = r.region AND i.id = r.image WHERE r.image = $1":   "received",
		"SELECT i.id FROM images i JOIN received r ON i.account = r.owner AND i.id = r.image WHERE r.account = $1":                         "images",
		"SELECT c.image FROM community c WHERE c.owner = $1":                                                                               "community",
		"SELECT COUNT(*) FROM received WHERE owner = $1":                                                                                   "received",
		"DELETE FROM tags WHERE region = $1 AND resource IN (SELECT image FROM community)":                                                 "tags",
		"UPDATE images SET name = 'received' WHERE id = $1":                                                                                "images",
	} {
		if got := unbound(sql, distributed); got != want {
			t.Errorf("%s: %q, want %q", sql, got, want)
		}
	}
}

// TestCrossings: nothing stands in the list that no statement does.
func TestCrossings(t *testing.T) {
	w := newWorld(t, ":memory:")
	heard, err := w.db.Listen(t.Context(), func(tx *store.Tx) error {
		f := &cloud.ImageFilter{Snapshot: "s-1"}
		_, err := tx.FindReceivedImages(ali, hangzhou, "", f, epoch)
		_, _, err2 := tx.FindCommunityImages(ali, hangzhou, "", f, epoch, 0, 10)
		_, _ = tx.ReceivedImage(ali, hangzhou, "m-1") // there is none
		_, _ = tx.CommunityImage(hangzhou, "m-1")
		return errors.Join(err, err2)
	})
	if err != nil {
		t.Fatal(err)
	}
	for text := range crossings {
		if !slices.ContainsFunc(heard, func(s store.Statement) bool { return strings.Contains(strings.Join(strings.Fields(s.SQL), " "), text) }) {
			t.Errorf("no statement crosses by %s", text)
		}
	}
}

// TestDistribute declares the tables to what stands in for Citus: functions that write down
// how they are called.
func TestDistribute(t *testing.T) {
	dsn := pgtest.DSN(t)
	if _, err := store.Distribute(t.Context(), dsn); !errors.Is(err, store.ErrNoCitus) {
		t.Fatalf("%v, want ErrNoCitus", err)
	}
	db := open(t, dsn)
	for _, statement := range []string{
		`CREATE TABLE pg_dist_partition (logicalrel regclass, how TEXT, nth BIGINT GENERATED ALWAYS AS IDENTITY)`,
		`CREATE FUNCTION create_distributed_table(t regclass, by_column TEXT, colocate_with TEXT DEFAULT 'default') RETURNS void AS
			$$ INSERT INTO pg_dist_partition (logicalrel, how) VALUES (t, by_column || ' with ' || colocate_with) $$ LANGUAGE sql`,
		`CREATE FUNCTION create_reference_table(t regclass) RETURNS void AS
			$$ INSERT INTO pg_dist_partition (logicalrel, how) VALUES (t, 'everywhere') $$ LANGUAGE sql`,
	} {
		if err := db.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	d, err := store.Distribute(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	declared, err := db.Strings(t.Context(), `SELECT logicalrel || ': ' || how FROM pg_dist_partition ORDER BY nth`)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"meta: everywhere", "images: account with none"}
	same(t, "the first", want, declared[:2])
	for _, table := range declared[2:] {
		name, how, _ := strings.Cut(table, ": ")
		want := "account with images"
		if store.IsReference(name) {
			want = "everywhere"
		}
		same(t, name, want, how)
	}
	same(t, "declared", len(declared), len(d.Declared))
	again, err := store.Distribute(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "declared again", 0, len(again.Declared))
	same(t, "known", d.Declared, again.Before)
	if _, err := store.Distribute(t.Context(), t.TempDir()); err == nil {
		t.Error("a folder was distributed")
	}
}
