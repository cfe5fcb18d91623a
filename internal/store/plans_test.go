package store_test

import (
	"context"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// Whatever a test lets the store run is noted, and its plan looked at when the test ends: no
// statement may read a table from one end to the other, or an index by anything but the
// account. What is read is then an account's own rows, however many there are of others.

// noted are the statements that ran and whose plans have not been looked at, by engine;
// known is every text that was ever noted.
var noted = struct {
	sync.Mutex
	known, waiting map[bool]map[string]store.Statement
	inserts        map[string]bool    // which have no plan worth a look
	heard          *[]store.Statement // by the test that listens
}{
	known:   map[bool]map[string]store.Statement{true: {}, false: {}},
	waiting: map[bool]map[string]store.Statement{true: {}, false: {}},
	inserts: map[string]bool{},
}

// lists are made of as many parameters as there are values: that changes no plan.
var lists = regexp.MustCompile(`(\(|, )\$\d+(, \$\d+)+\)`)

// noteStatement keeps what selects rows. Statements that differ in the length of a list or
// in the numbers of their parameters count as one.
func noteStatement(s store.Statement, postgres bool) {
	first, _, _ := strings.Cut(strings.TrimSpace(s.SQL), " ")
	if first == "INSERT" {
		noted.Lock()
		defer noted.Unlock()
		noted.inserts[s.SQL] = true
		return
	}
	if !slices.Contains([]string{"SELECT", "UPDATE", "DELETE", "WITH"}, first) {
		return
	}
	key := numbers.ReplaceAllString(lists.ReplaceAllString(s.SQL, "$1$$n)"), "$$n")
	noted.Lock()
	defer noted.Unlock()
	if noted.heard != nil {
		*noted.heard = append(*noted.heard, s)
	}
	if _, known := noted.known[postgres][key]; !known {
		noted.known[postgres][key] = s
		noted.waiting[postgres][key] = s
	}
}

var numbers = regexp.MustCompile(`\$\d+`)

// checkPlans looks at the plans of what was noted since the last time.
func checkPlans(t *testing.T, db *store.DB, postgres bool) {
	t.Helper()
	noted.Lock()
	waiting := noted.waiting[postgres]
	noted.waiting[postgres] = map[string]store.Statement{}
	noted.Unlock()
	var statements []store.Statement
	for _, s := range waiting {
		if !slices.ContainsFunc(withoutAccount, func(text string) bool { return strings.HasPrefix(strings.TrimSpace(s.SQL), text) }) {
			statements = append(statements, s)
		}
	}
	if len(statements) == 0 {
		return
	}
	fault := liteFault
	if postgres {
		fault = pgFault
	}
	plans, err := db.Plans(context.WithoutCancel(t.Context()), statements)
	if errors.Is(err, store.ErrClosed) { // others may tell
		noted.Lock()
		defer noted.Unlock()
		maps.Copy(noted.waiting[postgres], waiting)
		return
	}
	if err != nil {
		t.Error(err)
		return
	}
	for n, s := range statements {
		if f := fault(s.SQL, plans[n]); f != "" {
			t.Errorf("%s: %s\n%s", s.SQL, f, strings.Join(plans[n], "\n"))
		}
	}
}

// withoutAccount are the beginnings of statements that ask for nothing of an account.
var withoutAccount = []string{
	"SELECT value FROM meta",                                         // a handful of rows, by their key
	"SELECT COUNT(*) FROM (SELECT 1 FROM events WHERE after",         // whether there is any
	"SELECT COALESCE(MIN(account), '') FROM",                         // which accounts there are, by the key
	"SELECT name FROM sqlite_schema", "SELECT relname FROM pg_class", // once, at the start
	"SELECT create_", "SELECT to_regproc", "SELECT COUNT(*) FROM pg_dist", "SELECT logicalrel", "SELECT t.relname", // where shards are declared
	"SELECT pg_", "SHOW ",
	"UPDATE received SET created = (SELECT",           // a migration
	"SELECT COUNT(*) AS counted", "SELECT table_name", // what the tests themselves ask
}

var (
	liteScan   = regexp.MustCompile(`^SCAN ([a-z]\S*)`)
	liteSearch = regexp.MustCompile(`^SEARCH \S+ USING (.*)`)
	pgSearch   = regexp.MustCompile(`(Index Scan|Index Only Scan|Bitmap Index Scan) `)
)

// liteFault says what is wrong with a plan of SQLite's, "" when nothing is.
func liteFault(sql string, steps []string) string {
	for _, step := range steps {
		scan, search := liteScan.FindStringSubmatch(step), liteSearch.FindStringSubmatch(step)
		switch {
		case scan != nil && !isDerived(sql, scan[1]):
			return "reads all of " + scan[1]
		case search != nil && strings.Contains(search[1], "AUTOMATIC"):
			return "reads a table to make an index"
		case search != nil && !strings.Contains(search[1], "(account=?") && !strings.Contains(search[1], "(rowid=?"):
			return "does not search by the account"
		}
	}
	return ""
}

// isDerived reports whether a name in a statement is that of a subquery, not of a table.
func isDerived(sql, name string) bool {
	return strings.Contains(sql, ") AS "+name) || strings.Contains(sql, "RECURSIVE "+name) || strings.Contains(sql, "WITH "+name)
}

// pgFault says what is wrong with a plan of PostgreSQL's, "" when nothing is.
func pgFault(_ string, steps []string) string {
	for n, step := range steps {
		if strings.Contains(step, "Seq Scan") {
			return "reads all of a table"
		}
		if !pgSearch.MatchString(step) {
			continue
		}
		by := slices.IndexFunc(steps[n+1:], func(s string) bool { return strings.HasPrefix(s, "Index Cond:") })
		next := slices.IndexFunc(steps[n+1:], func(s string) bool { return strings.HasPrefix(s, "->") })
		if by < 0 || next >= 0 && next < by || !strings.Contains(steps[n+1+by], "account") {
			return "does not search by the account"
		}
	}
	return ""
}

func TestFaultsOfPlans(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		for sql, faulty := range map[string]bool{
			"SELECT id FROM images WHERE os_type = 'linux'":                                                 true,
			"SELECT id FROM images WHERE region = 'r' AND id = 'm-1'":                                       true,
			"SELECT i.id FROM images i, disks d WHERE i.account = 'a1' AND d.category = i.name":             true,
			"SELECT id FROM images WHERE account = 'a1' AND os_type = 'linux'":                              false,
			"UPDATE images SET name = '' WHERE account = 'a1' AND region = 'r1' AND id = 'm-1'":             false,
			"SELECT COUNT(*) FROM (SELECT 1 FROM images WHERE account = 'a1' AND region = 'r1') AS limited": false,
		} {
			plans, err := w.db.Plans(t.Context(), []store.Statement{{SQL: sql}})
			if err != nil {
				t.Fatal(err)
			}
			fault := liteFault
			if strings.HasSuffix(t.Name(), "postgres") {
				fault = pgFault
			}
			if f := fault(sql, plans[0]); (f != "") != faulty {
				t.Errorf("%s: %q\n%s", sql, f, strings.Join(plans[0], "\n"))
			}
		}
	})
}

// TestPlansOfImageFilters pins where a search among an account's images begins: at what few
// have, and else at the latest image. What a tag or a snapshot selects is listed first, and
// as images_by_age holds the id, no other image's row is read. SQLite alone: PostgreSQL
// decides by what is there.
func TestPlansOfImageFilters(t *testing.T) {
	w := newWorld(t, ":memory:")
	value, yes := "prod", true
	for _, c := range []struct {
		filter       cloud.ImageFilter
		begins, also string
		counts       string
	}{
		{cloud.ImageFilter{}, "i USING COVERING INDEX images_by_age", "", "COVERING INDEX"},
		{cloud.ImageFilter{Statuses: []cloud.Status{cloud.Available}}, "i USING COVERING INDEX images_by_age", "", "COVERING INDEX images_by_age"},
		{cloud.ImageFilter{Usable: &yes}, "i USING COVERING INDEX images_by_age", "", "COVERING INDEX images_by_age"},
		{cloud.ImageFilter{CreatedFrom: epoch}, "i USING COVERING INDEX images_by_age (account=? AND region=? AND created>?)", "", "COVERING INDEX images_by_age"},
		{cloud.ImageFilter{InUse: &yes}, "i USING COVERING INDEX images_by_age", "USING COVERING INDEX instances_by_image (account=? AND region=? AND image=?)", "instances_by_image"},
		{cloud.ImageFilter{OSType: "linux"}, "i USING COVERING INDEX images_by_age", "", "COVERING INDEX images_by_age"},
		{cloud.ImageFilter{Name: "*web"}, "n USING COVERING INDEX images_by_name", "i USING INDEX images_by_name (account=? AND region=? AND name=?)", ""},
		{cloud.ImageFilter{Name: "web*"}, "n USING COVERING INDEX images_by_name (account=? AND region=? AND name>? AND name<?)", "i USING INDEX images_by_name (account=? AND region=? AND name=?)", ""},
		{cloud.ImageFilter{IDs: []string{"m-1", "m-2"}}, "i USING INDEX sqlite_autoindex_images_1 (account=? AND region=? AND id=?)", "", ""},
		{cloud.ImageFilter{Name: "web"}, "i USING INDEX images_by_name (account=? AND region=? AND name=?)", "", ""},
		{cloud.ImageFilter{Family: "web"}, "i USING COVERING INDEX images_by_family (account=? AND region=? AND family=?)", "", ""},
		{
			cloud.ImageFilter{Snapshot: "s-1"},
			"i USING COVERING INDEX images_by_age",
			"x USING COVERING INDEX sqlite_autoindex_image_snapshots_1 (account=? AND region=? AND snapshot=?)", "",
		},
		{
			cloud.ImageFilter{Tags: []cloud.TagMatch{{Key: "env"}}},
			"i USING COVERING INDEX images_by_age",
			"x USING COVERING INDEX tags_by_key (account=? AND region=? AND kind=? AND key=?)", "",
		},
		{
			cloud.ImageFilter{Tags: []cloud.TagMatch{{Key: "env", Value: &value}}},
			"i USING COVERING INDEX images_by_age",
			"x USING COVERING INDEX tags_by_key (account=? AND region=? AND kind=? AND key=? AND value=?)", "",
		},
	} {
		asked := listen(func() { w.findPage(&c.filter) })
		w.hasSteps(asked[0], c.begins, c.also)
		if len(asked) > 1 { // a pattern is counted with the page
			w.hasSteps(asked[1], c.counts)
		}
	}
}

// listen gives the statements that fn runs. No other test may run.
func listen(fn func()) (heard []store.Statement) {
	hear := func(to *[]store.Statement) {
		noted.Lock()
		defer noted.Unlock()
		noted.heard = to
	}
	hear(&heard)
	defer hear(nil)
	fn()
	return heard
}

// findPage asks for the second page of ten: its being empty says nothing of how many there are.
func (w *world) findPage(f *cloud.ImageFilter) {
	w.t.Helper()
	w.view(func(tx *store.Tx) error {
		_, _, err := tx.FindImages(ali, hangzhou, f, epoch.Add(time.Hour), 10, 10)
		return err
	})
}

// hasSteps looks for parts of a statement's plan.
func (w *world) hasSteps(s store.Statement, parts ...string) {
	w.t.Helper()
	plans, err := w.db.Plans(w.t.Context(), []store.Statement{s})
	if err != nil {
		w.t.Fatal(err)
	}
	plan := strings.Join(plans[0], "\n")
	for _, p := range parts {
		if !strings.Contains(plan, p) {
			w.t.Errorf("%s: no %q in its plan:\n%s", s.SQL, p, plan)
		}
	}
}
