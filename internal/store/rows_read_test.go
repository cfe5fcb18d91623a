package store_test

import (
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"sesame/internal/cloud"
	"sesame/internal/pgtest"
	"sesame/internal/store"
)

// No list reads more rows than its answer needs: TestRowsRead asks for a page of ten, of
// sixty, by each filter. On PostgreSQL the rows that the plans' steps look at are counted. On
// SQLite, which counts nothing, all other rows are taken away behind the back of the indexes:
// then who looks for one of them finds the database malformed.
func TestRowsRead(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		seeded := t.TempDir()
		db := open(t, seeded)
		if err := errors.Join(db.Update(t.Context(), store.Origin{}, seedForms), db.Close()); err != nil {
			t.Fatal(err)
		}
		for _, s := range searches() {
			t.Run(s.name, func(t *testing.T) { s.readsTheAnswerAlone(t, seeded) })
		}
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		db := open(t, pgtest.DSN(t))
		if err := errors.Join(db.Update(t.Context(), store.Origin{}, seedForms), db.Crowd(t.Context(), 20, ali)); err != nil {
			t.Fatal(err)
		}
		for _, s := range searches() {
			t.Run(s.name, func(t *testing.T) { s.countRows(t, db) })
		}
	})
}

// counts are what operations ask without wanting a row.
var counts = map[string]func(tx *store.Tx) (int, error){
	"images of a region": func(tx *store.Tx) (int, error) { return tx.CountImages(ali, hangzhou, 100) },
	"families":           func(tx *store.Tx) (int, error) { return tx.CountFamilies(ali, hangzhou) },
	"images of a family": func(tx *store.Tx) (int, error) { return tx.CountFamily(ali, hangzhou, rare, 50) },
	"received images":    func(tx *store.Tx) (int, error) { return tx.CountReceived(ali) },
	"images that match": func(tx *store.Tx) (int, error) {
		_, total, err := tx.FindImageKeys(ali, hangzhou, &cloud.ImageFilter{OSType: "windows"}, later, forms, aPage)
		return total, err
	},
}

// TestCountsReadNoRows: without any rows the counts are the same.
func TestCountsReadNoRows(t *testing.T) {
	t.Parallel()
	db := open(t, t.TempDir())
	if err := db.Update(t.Context(), store.Origin{}, seedForms); err != nil {
		t.Fatal(err)
	}
	all := func() (n map[string]int) {
		t.Helper()
		n = map[string]int{}
		for what, count := range counts {
			if err := db.View(t.Context(), func(tx *store.Tx) (err error) { n[what], err = count(tx); return err }); err != nil {
				t.Fatalf("%s: %v", what, err)
			}
		}
		return n
	}
	before := all()
	same(t, "counts", map[string]int{
		"images of a region": 100, "families": 1, "images of a family": 50, "received images": forms / 2, "images that match": forms / 10,
	}, before)
	if err := db.LoseRows(t.Context(), "images", nil); err != nil {
		t.Fatal(err)
	}
	same(t, "counts without rows", before, all())
}

// search is one way to ask for a page.
type search struct {
	name, table string
	// sifts: the rows of all that match are read, because what their order is by and what
	// they are selected by are in two indexes.
	sifts bool
	find  func(tx *store.Tx, limit int) (ids []string, total int, err error)
}

// readsTheAnswerAlone asks twice: the second time nothing is there but what was answered.
func (s *search) readsTheAnswerAlone(t *testing.T, seeded string) {
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(seeded)); err != nil {
		t.Fatal(err)
	}
	db := open(t, folder)
	var page, matches []string
	var total, again int
	ask := func(find func(tx *store.Tx) error) {
		t.Helper()
		if err := db.View(t.Context(), find); err != nil {
			t.Fatalf("a row was read that is no part of the answer: %v", err)
		}
	}
	ask(func(tx *store.Tx) (err error) {
		if page, total, err = s.find(tx, aPage); err != nil {
			return err
		}
		matches, _, err = s.find(tx, forms)
		return err
	})
	if len(page) != aPage || total <= aPage || len(matches) > total {
		t.Fatalf("the page has %d, there are %d of %d: the search shows nothing", len(page), len(matches), total)
	}
	kept := page
	if s.sifts {
		kept = matches
	}
	if err := db.LoseRows(t.Context(), s.table, kept); err != nil {
		t.Fatal(err)
	}
	var same []string
	ask(func(tx *store.Tx) (err error) {
		same, again, err = s.find(tx, aPage)
		return err
	})
	if !slices.Equal(page, same) || total != again {
		t.Errorf("a row counts that is no part of the answer: %v of %d, then %v of %d", page, total, same, again)
	}
}

// countRows compares the rows that are answered with those that were looked at.
func (s *search) countRows(t *testing.T, db *store.DB) {
	var page []string
	var total int
	asked, err := db.Listen(t.Context(), func(tx *store.Tx) (err error) {
		page, total, err = s.find(tx, aPage)
		return err
	})
	if err != nil || len(page) != aPage || total <= aPage {
		t.Fatalf("%d of %d: %v", len(page), total, err)
	}
	read, plans := 0.0, ""
	for _, q := range asked {
		text, err := db.Analyzed(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		var plan []struct{ Plan step }
		if err := json.Unmarshal([]byte(text), &plan); err != nil {
			t.Fatal(err)
		}
		read += plan[0].Plan.rows(s.table)
		plans += text
	}
	may := len(page)
	if strings.Contains(s.name, "browsed by name") { // whose index leads to keys by their rows
		may *= 2
	}
	if s.sifts {
		may += total
	}
	if read > float64(may) {
		t.Errorf("%v rows were read, for an answer of %d:\n%s", read, may, plans)
	}
}

// step is what PostgreSQL tells of a step of a plan. Its figures are those of one of Loops.
type step struct {
	NodeType string  `json:"Node Type"`
	Relation string  `json:"Relation Name"`
	Rows     float64 `json:"Actual Rows"`
	Loops    float64 `json:"Actual Loops"`
	Removed  float64 `json:"Rows Removed by Filter"`
	Doubted  float64 `json:"Rows Removed by Index Recheck"`
	Fetched  float64 `json:"Heap Fetches"` // of all loops, by a step that reads an index alone
	Plans    []step
}

// rows counts those of a table that a step and those below it looked at.
func (s *step) rows(table string) (n float64) {
	switch {
	case s.Relation != table:
	case s.NodeType == "Index Only Scan":
		n = s.Fetched
	default:
		n = (s.Rows + s.Removed + s.Doubted) * s.Loops
	}
	for _, below := range s.Plans {
		n += below.rows(table)
	}
	return n
}

// TestLostRowsAreMissed: the check on SQLite is one.
func TestLostRowsAreMissed(t *testing.T) {
	db := open(t, t.TempDir())
	err := db.Update(t.Context(), store.Origin{}, seedForms)
	if err = errors.Join(err, db.LoseRows(t.Context(), "images", []string{"m-0001"})); err != nil {
		t.Fatal(err)
	}
	read := func(id string) error {
		return db.View(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Image(ali, hangzhou, id)
			return err
		})
	}
	if err := read("m-0001"); err != nil {
		t.Errorf("what was kept: %v", err)
	}
	if read("m-0002") == nil {
		t.Error("what was lost is not missed")
	}
}
