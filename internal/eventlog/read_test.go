package eventlog_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/eventlog"
	"sesame/internal/pgtest"
	"sesame/internal/store"
)

var epoch = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

var accounts = []eventlog.Account{{ID: "1", Name: "one"}, {ID: "2", Name: "two"}, {ID: "3", Name: "three"}}

// onBoth runs a test on both engines.
func onBoth(t *testing.T, test func(t *testing.T, db *store.DB)) {
	for name, dsn := range map[string]func(testing.TB) string{"sqlite": func(testing.TB) string { return ":memory:" }, "postgres": pgtest.DSN} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, err := store.Open(t.Context(), dsn(t))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := db.Close(); err != nil {
					t.Error(err)
				}
			})
			test(t, db)
		})
	}
}

// makeImages makes images in one request of an account, which has an event of each.
func makeImages(t *testing.T, db *store.DB, account, request string, at time.Time, count int) {
	t.Helper()
	o := store.Origin{Account: account, AccessKey: "key-" + account, Action: "CreateImage", RequestID: request, At: at}
	err := db.Update(t.Context(), o, func(tx *store.Tx) error {
		for n := range count {
			i := &cloud.Image{
				Account: account, Region: "cn-hangzhou", ID: fmt.Sprintf("m-%s-%s-%d", account, request, n),
				Outcome: cloud.Available, Created: at, Ready: at,
			}
			if err := tx.CreateImage(i); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// all reads page after page.
func all(t *testing.T, db *store.DB, q eventlog.Query) (events []eventlog.Event, pages int) {
	t.Helper()
	for {
		p, err := eventlog.Read(t.Context(), db, &q)
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, p.Events...)
		if pages++; p.Next == "" || pages > 1000 {
			return events, pages
		}
		q.Behind = p.Next
	}
}

// TestPages: the events of all accounts come in one order, each once, wherever pages end.
func TestPages(t *testing.T) {
	onBoth(t, func(t *testing.T, db *store.DB) {
		want := 0
		for n := range 30 {
			account := accounts[n%2].ID // the third has none
			count := 1 + n%3
			if n == 7 {
				count = 4000 // more of one account than are looked at for a page
			}
			makeImages(t, db, account, fmt.Sprintf("request-%02d", n), epoch.Add(time.Duration(n)*time.Second), count)
			want += count
		}
		events, pages := all(t, db, eventlog.Query{Accounts: accounts})
		if len(events) != want || pages < 3 {
			t.Errorf("%d events on %d pages, want %d", len(events), pages, want)
		}
		seen := map[string]bool{}
		for n, e := range events {
			if seen[e.ID] || n > 0 && e.At.Before(events[n-1].At) {
				t.Fatalf("event %d, %s, came again or behind a later one", n, e.ID)
			}
			seen[e.ID] = true
		}
		if e := events[0]; e.AccountName != "one" || e.AccessKeyID != "key-1" || e.Action != "CreateImage" || e.After["created"] == nil || e.Before != nil {
			t.Errorf("the first event: %+v", e)
		}
		some, _ := all(t, db, eventlog.Query{Accounts: accounts[1:2], Behind: store.EventsAt(epoch.Add(28 * time.Second))})
		if len(some) != 3 || some[0].RequestID != "request-29" {
			t.Errorf("the last of one account: %+v", some)
		}
		one, _ := all(t, db, eventlog.Query{Accounts: accounts, Image: "m-2-request-07-3999"})
		if len(one) != 1 || one[0].AccountID != "2" {
			t.Errorf("of one image: %+v", one)
		}
	})
}

// TestOrderInRequest: the tenth event of a request comes behind the second.
func TestOrderInRequest(t *testing.T) {
	onBoth(t, func(t *testing.T, db *store.DB) {
		makeImages(t, db, "1", "request", epoch, 12)
		var got []string
		events, _ := all(t, db, eventlog.Query{Accounts: accounts})
		for _, e := range events {
			got = append(got, e.Resource)
		}
		var want []string
		for n := range 12 {
			want = append(want, fmt.Sprintf("cn-hangzhou/image/m-1-request-%d", n))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
	})
}

// TestLately: who reads again from there is told what was late.
func TestLately(t *testing.T) {
	onBoth(t, func(t *testing.T, db *store.DB) {
		makeImages(t, db, "1", "in-time", epoch, 1)
		events, _ := all(t, db, eventlog.Query{Accounts: accounts})
		makeImages(t, db, "2", "late", epoch.Add(-5*time.Second), 1)
		makeImages(t, db, "2", "too-late", epoch.Add(-time.Minute), 1)
		again, _ := all(t, db, eventlog.Query{Accounts: accounts, Behind: eventlog.Lately(events[0].ID)})
		if len(again) != 2 || again[0].RequestID != "late" || again[1].RequestID != "in-time" {
			t.Errorf("%+v", again)
		}
	})
	if behind := eventlog.Lately(""); behind != "" {
		t.Errorf("behind nothing is %q", behind)
	}
}
