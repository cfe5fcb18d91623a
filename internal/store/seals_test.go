package store_test

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sesame/internal/pgtest"
	"sesame/internal/store"
)

// happen leaves so many events, a second apart.
func (w *world) happen(events int) {
	w.t.Helper()
	for range events {
		w.now = w.now.Add(time.Second)
		w.create(sample(fmt.Sprintf("m-%06d", calls.Add(1))))
	}
}

// seal seals all events that there are.
func (w *world) seal() (made []*store.Seal) {
	w.t.Helper()
	for {
		s, err := w.db.Seal(w.t.Context(), ali, w.now.Add(time.Millisecond), w.now)
		if err != nil {
			w.t.Fatal(err)
		}
		if s == nil {
			return made
		}
		made = append(made, s)
	}
}

func (w *world) verify(with ...func(*store.Verification)) *store.Verified {
	w.t.Helper()
	v := store.Verification{Account: ali, Now: w.now}
	for _, set := range with {
		set(&v)
	}
	found, err := w.db.VerifySeals(w.t.Context(), v)
	if err != nil {
		w.t.Fatal(err)
	}
	return found
}

// wantKinds compares the kinds of findings.
func wantKinds(t *testing.T, v *store.Verified, want ...store.FindingKind) {
	t.Helper()
	got := []store.FindingKind{}
	for _, f := range v.Findings {
		got = append(got, f.Kind)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%q, want %q:\n%+v", got, want, v.Findings)
	}
}

func TestSeal(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		same(t, "of nothing", 0, len(w.seal()))
		w.happen(3)
		if s, err := w.db.Seal(t.Context(), ali, w.now, w.now); err != nil || s.Events != 2 {
			t.Fatalf("%+v, %v, want the two that are older than the third", s, err)
		}
		first := w.seal()
		same(t, "seals", 1, len(first))
		w.happen(2)
		w.now = w.now.Add(time.Hour)
		w.seal()
		w.happen(4)
		v := w.verify()
		wantKinds(t, v)
		same(t, "seals", 3, v.Seals)
		same(t, "events", 5, v.Events)
		same(t, "unsealed", 4, v.Unsealed)
		same(t, "from", epoch.Add(time.Second), v.From)
		same(t, "to", epoch.Add(5*time.Second), v.To)
		same(t, "previous", first[0].Hash, func() string {
			s, _ := w.db.Strings(t.Context(), "SELECT previous FROM seals WHERE account = '"+ali+"' AND n = 3")
			return s[0]
		}())
		same(t, "accounts", []string{ali}, w.accounts())
		other := w.verify(func(v *store.Verification) { v.Account = cassim })
		same(t, "events of another", 0, other.Events+other.Unsealed)
	})
}

func (w *world) accounts() []string {
	w.t.Helper()
	ids, err := w.db.TrailAccounts(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return ids
}

// A seal covers a bounded number of events.
func TestSealsAreBounded(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.happen(1)
		if err := w.db.Copies(t.Context(), 5000); err != nil {
			t.Fatal(err)
		}
		seals := w.seal()
		same(t, "seals", 2, len(seals))
		same(t, "the first", 4096, seals[0].Events)
		v := w.verify()
		wantKinds(t, v)
		same(t, "events", 5001, v.Events)
	})
}

type tamper struct {
	sql  []string
	want []store.FindingKind
}

// eventColumns are all but account and id.
var eventColumns = []string{"previous", "resource", "at", "request", "access_key", "action", "before", "after", "source", "agent", "parameters", "code", "message"}

// tampering is what somebody does who can write to the database. There are three seals of three
// events each, and an event behind them.
var tampering = map[string]tamper{
	"an event gone":            {[]string{"DELETE FROM events WHERE id = $4"}, []store.FindingKind{store.EventsMissing}},
	"the first event gone":     {[]string{"DELETE FROM events WHERE id = $0"}, []store.FindingKind{store.EventsMissing}},
	"the last event gone":      {[]string{"DELETE FROM events WHERE id = $8"}, []store.FindingKind{store.EventsMissing}},
	"a batch gone":             {[]string{"DELETE FROM events WHERE id IN ($3, $4, $5)"}, []store.FindingKind{store.EventsMissing}},
	"all behind the first":     {[]string{"DELETE FROM events WHERE id > $2"}, []store.FindingKind{store.EventsMissing, store.EventsMissing}},
	"an event before all":      {[]string{insertLike("$4", "'0000000000000.x.0'")}, []store.FindingKind{store.EventsAdded}},
	"an event between":         {[]string{insertLike("$4", "id || 'x'")}, []store.FindingKind{store.EventsAdded}},
	"an event between batches": {[]string{insertLike("$5", "id || 'x'")}, []store.FindingKind{store.EventsAdded}},
	"one for another": {
		[]string{insertLike("$4", "id || 'x'"), "DELETE FROM events WHERE id = $4"},
		[]store.FindingKind{store.EventsChanged},
	},
	"two swapped": {
		[]string{
			"UPDATE events SET id = 'x' WHERE id = $3", "UPDATE events SET id = $3 WHERE id = $4", "UPDATE events SET id = $4 WHERE id = 'x'",
		},
		[]store.FindingKind{store.EventsChanged},
	},
	"moved to another batch": {
		[]string{"UPDATE events SET id = $1 || 'x' WHERE id = $4"},
		[]store.FindingKind{store.EventsAdded, store.EventsMissing},
	},
	"text moved to the next column": {
		[]string{"UPDATE events SET request = request || access_key, access_key = '' WHERE id = $4"},
		[]store.FindingKind{store.EventsChanged},
	},
	"given to another account": {[]string{"UPDATE events SET account = 'x' WHERE id = $4"}, []store.FindingKind{store.EventsMissing}},
	"the first seal gone":      {[]string{"DELETE FROM seals WHERE n = 1"}, []store.FindingKind{store.SealMissing}},
	"two seals gone":           {[]string{"DELETE FROM seals WHERE n < 3"}, []store.FindingKind{store.SealMissing}},
	"a seal gone":              {[]string{"DELETE FROM seals WHERE n = 2"}, []store.FindingKind{store.SealMissing}},
	"a seal and its events gone": {
		[]string{"DELETE FROM seals WHERE n = 2", "DELETE FROM events WHERE id IN ($3, $4, $5)"},
		[]store.FindingKind{store.SealMissing},
	},
	"a seal gone, the next one renumbered": {
		[]string{"DELETE FROM seals WHERE n = 2", "UPDATE seals SET n = 2 WHERE n = 3"},
		[]store.FindingKind{store.SealChanged, store.EventsAdded},
	},
	"another hash": {[]string{"UPDATE seals SET hash = 'x' WHERE n = 2"}, []store.FindingKind{store.EventsChanged, store.SealChanged}},
	"another previous": {
		[]string{"UPDATE seals SET previous = 'x' WHERE n = 2"},
		[]store.FindingKind{store.SealChanged, store.EventsChanged},
	},
	"another first":  {[]string{"UPDATE seals SET first_id = $4 WHERE n = 2"}, []store.FindingKind{store.EventsChanged}},
	"another last":   {[]string{"UPDATE seals SET last_id = $4 WHERE n = 2"}, []store.FindingKind{store.EventsMissing, store.EventsAdded}},
	"another number": {[]string{"UPDATE seals SET events = 2 WHERE n = 2"}, []store.FindingKind{store.EventsAdded}},
	"another time":   {[]string{"UPDATE seals SET at = 1 WHERE n = 2"}, []store.FindingKind{store.EventsChanged}},
	"seals swapped": {
		[]string{"UPDATE seals SET n = 0 WHERE n = 2", "UPDATE seals SET n = 2 WHERE n = 3", "UPDATE seals SET n = 3 WHERE n = 0"},
		[]store.FindingKind{store.SealChanged, store.EventsAdded, store.SealChanged, store.EventsMissing},
	},
}

// insertLike adds an event that is another but for its id.
func insertLike(id, as string) string {
	return `INSERT INTO events (account, id, previous, resource, at, request, access_key, action, before, after, source, agent, parameters, code, message)
		SELECT account, ` + as + `, previous, resource, at, request, access_key, action, before, after, source, agent, parameters, code, message
		FROM events WHERE account = '` + ali + `' AND id = ` + id
}

// tamperings are all of them, with one for each column of an event.
func tamperings() map[string]tamper {
	all := maps.Clone(tampering)
	for _, column := range eventColumns {
		value := column + " || 'x'"
		if column == "at" {
			value = "at + 1"
		}
		all["another "+column+" of an event"] = tamper{[]string{"UPDATE events SET " + column + " = " + value + " WHERE id = $4"}, []store.FindingKind{store.EventsChanged}}
	}
	return all
}

// A column that is added to events is to be sealed, from then on, and tried here.
func TestEveryColumnIsSealed(t *testing.T) {
	db := open(t, ":memory:")
	columns, err := db.Strings(t.Context(), "/* of a test */ SELECT name FROM pragma_table_info('events') WHERE name NOT IN ('account', 'id')")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "columns", columns, eventColumns)
}

func (w *world) tamper(statements ...string) {
	w.t.Helper()
	if err := w.db.Tamper(w.t.Context(), statements...); err != nil {
		w.t.Fatal(err)
	}
}

func TestTamperingIsFound(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		for range 3 {
			w.happen(3)
			w.seal()
		}
		w.happen(1)
		ids, err := w.db.Strings(t.Context(), "SELECT id FROM events WHERE account = '"+ali+"' ORDER BY id")
		if err != nil || len(ids) != 10 {
			t.Fatal(ids, err)
		}
		wantKinds(t, w.verify())
		for name, c := range tamperings() {
			v, err := w.db.Tampered(t.Context(), store.Verification{Account: ali, Now: w.now}, func(sql string) string {
				for n, id := range ids {
					sql = strings.ReplaceAll(sql, fmt.Sprint("$", n), "'"+id+"'")
				}
				return sql
			}, c.sql)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			t.Run(name, func(t *testing.T) { wantKinds(t, v, c.want...) })
		}
		wantKinds(t, w.verify()) // as before
	})
}

// Who makes a seal anew, as the program would, must make all that follow anew, and what was
// kept elsewhere does not change.
func TestForgedSeals(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		var head *store.Seal
		for range 3 {
			w.happen(3)
			head = w.seal()[0]
		}
		expect := func(v *store.Verification) { v.Expect = map[int]string{head.N: head.Hash} }
		wantKinds(t, w.verify(expect))
		w.tamper(
			"CREATE TABLE kept AS SELECT * FROM seals", "DELETE FROM seals WHERE n >= 2",
			"UPDATE events SET after = '' WHERE id = (SELECT first_id FROM kept WHERE n = 2)",
		)
		v := w.verify(expect)
		wantKinds(t, v, store.SealMissing) // without an anchor, seals that are yet to be made
		same(t, "unsealed", 6, v.Unsealed)
		w.seal()
		wantKinds(t, w.verify()) // the chain itself is one
		wantKinds(t, w.verify(expect), store.SealMissing)
		w.happen(1)
		w.seal()
		wantKinds(t, w.verify(expect), store.SealChanged)
		w.tamper("DROP TABLE kept")
	})
}

// A clock that was set back has no event arrive behind a seal, after a restart neither.
func TestClockSetBack(t *testing.T) {
	onDurable(t, func(t *testing.T, dsn string) {
		w := newWorld(t, dsn)
		w.happen(3)
		w.seal()
		sealed := w.now
		w.now = epoch.Add(-time.Hour)
		w.happen(2)
		w.now = sealed.Add(time.Minute)
		same(t, "seals", 1, len(w.seal()))
		wantKinds(t, w.verify())
		if err := w.db.Close(); err != nil {
			t.Fatal(err)
		}
		w = newWorld(t, dsn)
		w.seal() // as a server does when it starts
		w.now = epoch.Add(-time.Hour)
		w.happen(2)
		w.now = sealed.Add(2 * time.Minute)
		w.seal()
		v := w.verify()
		wantKinds(t, v)
		same(t, "events", 7, v.Events)
	})
}

// What arrives while its time is being sealed is not left out.
func TestLateEvent(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		for _, before := range []time.Duration{2500 * time.Millisecond, 500 * time.Millisecond} { // the first of three, the last
			w.happen(3)
			now := w.now
			if err := w.db.SealSlowly(t.Context(), ali, now.Add(time.Millisecond), func() {
				w.now = now.Add(-before - time.Second)
				w.happen(1)
			}); err == nil {
				t.Errorf("it was sealed without the event that arrived %s before its end", before)
			}
			w.now = now
			w.seal()
		}
		v := w.verify()
		wantKinds(t, v)
		same(t, "events", 8, v.Events)
	})
}

// What is not sealed although later events are a day later is told: nobody seals.
func TestNotSealed(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.happen(2)
		w.now = w.now.Add(23 * time.Hour)
		w.happen(1)
		wantKinds(t, w.verify(func(v *store.Verification) { v.Now = v.Now.AddDate(1, 0, 0) })) // a store at rest
		w.now = w.now.Add(2 * time.Hour)
		w.happen(1)
		wantKinds(t, w.verify(), store.NotSealed)
		w.seal()
		wantKinds(t, w.verify())
	})
}

// An event of the future, which a clock left before it was set right, does not make present ones old.
func TestNotSealedOfTheFuture(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.now = epoch.AddDate(1, 0, 0)
		w.happen(1)
		w.now = epoch
		w.happen(2)
		v := w.verify()
		wantKinds(t, v)
		same(t, "unsealed", 3, v.Unsealed)
		w.now = epoch.Add(25 * time.Hour)
		w.happen(1)
		wantKinds(t, w.verify(), store.NotSealed)
	})
}

// Events of a clock that was set back behind a seal keep their order, and the clock comes up with them.
func TestOrderOfAClockSetBack(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.now = time.Now().Add(time.Hour) // the clock is ahead
		w.happen(1)
		sealed := w.now
		seal := func() *store.Seal {
			s, err := w.db.Seal(t.Context(), ali, sealed.Add(time.Millisecond), time.Now())
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		same(t, "sealed", 1, seal().Events)
		var made []string
		for n := range 20 {
			w.now = time.Now()
			o := w.origin()
			o.RequestID = fmt.Sprintf("request-z%02d", 99-n) // the order of these is not theirs
			id := fmt.Sprintf("m-back-%02d", n)
			if err := w.db.Update(t.Context(), o, func(tx *store.Tx) error { return tx.CreateImage(sample(id)) }); err != nil {
				t.Fatal(err)
			}
			made = append(made, o.RequestID)
			seal() // finds nothing, and does not put them back
			time.Sleep(3 * time.Millisecond)
		}
		w.now = sealed.Add(time.Minute)
		w.happen(1)
		var told []string
		w.view(func(tx *store.Tx) error {
			all, err := tx.EventsBetween(ali, &store.EventRange{Limit: 99})
			told = nil
			for _, e := range all {
				told = append(told, e.RequestID)
			}
			return err
		})
		same(t, "events", 22, len(told))
		same(t, "order", made, told[1:21])
	})
}

// While writers write, sealers of several processes make one chain.
func TestSealWhileWriting(t *testing.T) {
	onDurable(t, func(t *testing.T, dsn string) {
		w := newWorld(t, dsn)
		sealers := []*world{w, w}
		if strings.HasPrefix(dsn, "postgres") {
			sealers[1] = newWorld(t, dsn) // as another process would
		}
		var writing, sealing sync.WaitGroup
		stop := make(chan struct{})
		const margin = time.Minute // more than any change takes here
		clock := func() time.Time { return time.Now().Add(-margin) }
		for n := range 3 {
			writing.Go(func() {
				for m := range 40 {
					o := w.origin()
					// Each change is as old as the oldest that may still be at work.
					o.At = clock().Add(time.Second)
					id := fmt.Sprintf("m-%d-%04d", n, m)
					if err := w.db.Update(t.Context(), o, func(tx *store.Tx) error { return tx.CreateImage(sample(id)) }); err != nil {
						t.Error(err)
					}
				}
			})
		}
		made := make([]int, len(sealers))
		for n, s := range sealers {
			sealing.Go(func() {
				for {
					s, err := s.db.Seal(t.Context(), ali, clock(), time.Now())
					if err != nil {
						t.Error(err)
					}
					if s != nil {
						made[n]++
					}
					select {
					case <-stop:
						return
					case <-time.After(time.Millisecond):
					}
				}
			})
		}
		writing.Wait()
		time.Sleep(time.Second + 20*time.Millisecond) // until what was written last may be sealed
		close(stop)
		sealing.Wait()
		w.now = time.Now()
		w.seal()
		v := w.verify()
		wantKinds(t, v)
		same(t, "events", 120, v.Events)
		if v.Seals < 3 {
			t.Errorf("only %d seals: %v", v.Seals, made)
		}
	})
}

// A store is verified beside the server that works on it, and so is a backup.
func TestVerifyBesideAServer(t *testing.T) {
	onDurable(t, func(t *testing.T, dsn string) {
		w := newWorld(t, dsn)
		w.happen(3)
		w.seal()
		w.happen(1)
		places := []string{dsn}
		if !strings.HasPrefix(dsn, "postgres") {
			file, _ := backup(t, dsn)
			places = append(places, file, filepath.Join(dsn, "sesame.db"))
		}
		for _, place := range places {
			beside, err := store.OpenReadOnly(t.Context(), place)
			if err != nil {
				t.Fatal(err)
			}
			b := &world{t: t, db: beside, now: w.now}
			v := b.verify()
			wantKinds(t, v)
			same(t, "events", 3, v.Events)
			same(t, "unsealed", 1, v.Unsealed)
			if !strings.HasPrefix(dsn, "postgres") {
				if err := b.try(func(tx *store.Tx) error { return tx.CreateImage(sample("m-x")) }); !errors.Is(err, store.ErrUnavailable) {
					t.Errorf("a change: %v, want ErrUnavailable", err)
				}
			}
			if err := beside.Close(); err != nil {
				t.Error(err)
			}
		}
		w.happen(1) // goes on
	})
}

func TestOpenReadOnlyWhatCannotBe(t *testing.T) {
	older := t.TempDir()
	db, err := store.OpenAt(t.Context(), older, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	empty := pgtest.DSN(t)
	for dsn, says := range map[string]string{t.TempDir(): "no such file", ":memory:": "no such file", older: "sesame migrate", empty: "no store of sesame"} {
		if db, err := store.OpenReadOnly(t.Context(), dsn); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %q", dsn, err, says)
			if err == nil {
				_ = db.Close()
			}
		}
	}
}
