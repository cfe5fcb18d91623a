package actiontrail_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"sesame/internal/api/actiontrail"
	"sesame/internal/cloud"
	"sesame/internal/pgtest"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

var epoch = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

const account = "1"

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

// makeImages makes images in one request, which has an event of each.
func makeImages(t *testing.T, db *store.DB, action string, n, count int) {
	t.Helper()
	at := epoch.Add(time.Duration(n) * time.Second)
	o := store.Origin{Account: account, AccessKey: "key", Action: action, RequestID: fmt.Sprintf("request-%04d", n), At: at}
	err := db.Update(t.Context(), o, func(tx *store.Tx) error {
		for i := range count {
			err := tx.CreateImage(&cloud.Image{
				Account: account, Region: "cn-hangzhou", ID: fmt.Sprintf("m-%d-%d", n, i), Outcome: cloud.Available, Created: at, Ready: at,
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func lookUp(t *testing.T, db *store.DB, token string, pairs ...string) *actiontrail.LookupEventsResponse {
	t.Helper()
	sent := map[string]string{"NextToken": token, "MaxResults": "50"}
	for n := 0; n < len(pairs); n += 2 {
		sent[pairs[n]] = pairs[n+1]
	}
	c := &rpc.Call{AccountID: account, Now: epoch.Add(time.Hour), Params: rpc.NewParams(sent)}
	resp, err := actiontrail.New(actiontrail.Config{DB: db}).Operations["LookupEvents"].Invoke(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return resp.(*actiontrail.LookupEventsResponse)
}

// TestEachRequestOnce: page after page, in both directions and whatever a request changed, each
// request is told once, with all that it changed.
func TestEachRequestOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, db *store.DB) {
		const requests = 60
		want := map[string]int{}
		for n := range requests {
			count := 1 + n%5
			if n == 30 {
				count = 6000 // more than are looked at for a page
			}
			makeImages(t, db, "CreateImage", n, count)
			want[fmt.Sprintf("request-%04d", n)] = count
		}
		for _, direction := range []string{"FORWARD", "BACKWARD"} {
			for _, size := range []int{11, 50} {
				got, last := map[string]int{}, ""
				for token, pages := "", 0; pages == 0 || token != ""; pages++ {
					p := lookUp(t, db, token, "Direction", direction, "MaxResults", strconv.Itoa(size))
					for _, e := range p.Events {
						if direction == "FORWARD" && e.EventId < last || direction == "BACKWARD" && last != "" && e.EventId > last {
							t.Fatalf("%s: %s behind %s", direction, e.EventId, last)
						}
						got[e.EventId] += len(e.ReferencedResources["ACS::ECS::Image"])
						last = e.EventId
					}
					if len(p.Events) > size || pages > 2*requests {
						t.Fatalf("%d events on page %d", len(p.Events), pages)
					}
					if token = ""; p.NextToken != nil {
						token = *p.NextToken
					}
				}
				for id, count := range want {
					if got[id] != count {
						t.Errorf("%s by %d: %s has %d resources, want %d", direction, size, id, got[id], count)
					}
				}
				if len(got) != requests {
					t.Errorf("%s by %d: %d requests", direction, size, len(got))
				}
			}
		}
	})
}

// TestBoundedPage: a page ends when enough was looked at, also without any event, and the next
// one goes on.
func TestBoundedPage(t *testing.T) {
	onBoth(t, func(t *testing.T, db *store.DB) {
		makeImages(t, db, "CopyImage", 0, 1)
		for n := range 18 {
			makeImages(t, db, "CreateImage", n+1, 300)
		}
		wanted := []string{"LookupAttribute.1.Key", "EventName", "LookupAttribute.1.Value", "CopyImage"}
		p := lookUp(t, db, "", wanted...)
		pages := 1
		for ; len(p.Events) == 0 && p.NextToken != nil && pages < 10; pages++ {
			p = lookUp(t, db, *p.NextToken, wanted...)
		}
		if len(p.Events) != 1 || p.Events[0].EventName != "CopyImage" || p.NextToken != nil || pages < 2 {
			t.Errorf("page %d: %+v", pages, p)
		}
	})
}

// TestEventsOfTheFuture: what a clock that was ahead left is told without a range, page after page, and not
// in a range that ends now.
func TestEventsOfTheFuture(t *testing.T) {
	onBoth(t, func(t *testing.T, db *store.DB) {
		for _, n := range []int{0, 1, 3*3600 + 1, 3*3600 + 2} { // it is one hour later than the first
			makeImages(t, db, "CreateImage", n, 1)
		}
		for _, direction := range []string{"FORWARD", "BACKWARD"} {
			var told []string
			for token, more := "", true; more; {
				p := lookUp(t, db, token, "Direction", direction, "MaxResults", "1")
				for _, e := range p.Events {
					told = append(told, e.EventId)
				}
				if more = p.NextToken != nil; more {
					token = *p.NextToken
				}
			}
			want := []string{"request-0000", "request-0001", "request-10801", "request-10802"}
			if direction == "BACKWARD" {
				slices.Reverse(want)
			}
			if !slices.Equal(told, want) {
				t.Errorf("%s: %q, want %q", direction, told, want)
			}
		}
		p := lookUp(t, db, "", "StartTime", "2026-03-01T12:00:00Z", "EndTime", "2026-03-01T13:00:00Z")
		if len(p.Events) != 2 {
			t.Errorf("%d events in a range, want 2", len(p.Events))
		}
	})
}
