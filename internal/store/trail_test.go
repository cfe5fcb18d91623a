package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	lib "modernc.org/sqlite/lib"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// asked is a request about an image.
type asked struct{ resource string }

func (asked) Parameters() string { return `{"ImageId":"m-1"}` }
func (a asked) Resource() string { return a.resource }
func (asked) Refusal(err error) (code, message string) {
	return "Refused", "because: " + err.Error()
}

// request is an origin that leaves an event in any case.
func (w *world) request() store.Origin {
	o := w.withNonce("")
	o.Nonce, o.Source, o.Agent, o.Request = o.RequestID, "192.0.2.1", "test", asked{"cn-hangzhou/image/m-1"}
	return o
}

// trail is all events of ali's, by request.
func (w *world) trail() (all map[string][]store.Event) {
	w.t.Helper()
	w.view(func(tx *store.Tx) (err error) {
		all, err = trailOf(tx)
		return err
	})
	return all
}

func trailOf(tx *store.Tx) (map[string][]store.Event, error) {
	all := map[string][]store.Event{}
	events, err := tx.EventsBetween(ali, &store.EventRange{Limit: 1 << 20, Documents: func(*store.Event) bool { return true }})
	for _, e := range events {
		all[e.RequestID] = append(all[e.RequestID], e)
	}
	return all, err
}

// wantOne compares what the trail has of a request that changed nothing.
func (w *world) wantOne(about string, o store.Origin, code, message string) {
	w.t.Helper()
	same(w.t, about, []store.Event{{
		ID: fmt.Sprintf("%013d.%s.0", o.At.UnixMilli(), o.RequestID), Account: ali, Resource: o.Request.Resource(), At: o.At,
		RequestID: o.RequestID, Key: o.AccessKey, Action: o.Action, Source: o.Source, Agent: o.Agent,
		Parameters: map[string]string{"ImageId": "m-1"}, Code: code, Message: message,
	}}, w.trail()[o.RequestID])
}

// A request leaves an event when it is refused and when it changes nothing. The history of the image
// goes on behind it as if it had not been.
func TestRequestsWithoutChange(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1", named("one")))
		was := w.image("m-1")
		o := w.request()
		err := w.db.Update(t.Context(), o, func(tx *store.Tx) error {
			return errors.Join(changeImage(tx, "m-1", named("two")), tx.CreateImage(sample("m-2")), errRefused)
		})
		if !errors.Is(err, errRefused) {
			t.Fatalf("%v, want the refusal", err)
		}
		w.wantOne("refused", o, "Refused", "because: refused")
		if err := w.db.Update(t.Context(), o, nothing); !errors.Is(err, store.ErrReplayed) {
			t.Errorf("again: %v, want ErrReplayed", err)
		}
		o = w.request()
		if err := w.db.Update(t.Context(), o, func(tx *store.Tx) error { return changeImage(tx, "m-1", named("one")) }); err != nil {
			t.Fatal(err)
		}
		w.wantOne("unchanged", o, "", "")
		same(t, "image", was, w.image("m-1"))
		same(t, "history", 1, len(w.events("m-1")))
		w.change("m-1", named("three"))
		same(t, "history", 2, len(w.events("m-1")))
	})
}

// The parameters are in the first event of a request alone, and texts have limits.
func TestEventsOfARequest(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		o := w.request()
		o.Agent = strings.Repeat("a", 255) + "é" + "behind"
		err := w.db.Update(t.Context(), o, func(tx *store.Tx) error {
			return errors.Join(tx.CreateImage(sample("m-1")), tx.CreateImage(sample("m-2")))
		})
		if err != nil {
			t.Fatal(err)
		}
		all := w.trail()[o.RequestID]
		same(t, "events", 2, len(all))
		for n, e := range all {
			same(t, "parameters", n == 0, e.Parameters != nil)
			same(t, "agent", strings.Repeat("a", 255), e.Agent)
			same(t, "source", o.Source, e.Source)
			same(t, "code", "", e.Code)
		}
	})
}

// Many at once, some of which are refused, or panic: each has its own events and no others.
func TestRequestsOfOneCommit(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		const jobs = 48
		origins := make([]store.Origin, jobs)
		var wg sync.WaitGroup
		for n := range jobs {
			origins[n] = w.request()
			wg.Go(func() {
				defer func() { _ = recover() }()
				_ = w.db.Update(t.Context(), origins[n], func(tx *store.Tx) error {
					if n%4 == 3 {
						return nil
					}
					err := tx.CreateImage(sample(fmt.Sprintf("m-%d", n)))
					switch n % 4 {
					case 1:
						return errors.Join(err, errRefused)
					case 2:
						panic("oops")
					}
					return err
				})
			})
		}
		wg.Wait()
		trail := w.trail()
		same(t, "requests", jobs, len(trail))
		for n, o := range origins {
			events := trail[o.RequestID]
			same(t, fmt.Sprintf("events of %d", n), 1, len(events))
			same(t, fmt.Sprintf("code of %d", n), []string{"", "Refused", "Refused", ""}[n%4], events[0].Code)
			same(t, fmt.Sprintf("change of %d", n), n%4 == 0, events[0].After != nil)
		}
		same(t, "images", jobs/4, w.rows("images"))
		same(t, "nonces", jobs, w.rows("nonces"))
	})
}

// What the store cannot take is not a refusal, and who is told a refusal can find it in the trail.
func TestFailingDiskOfRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		kind opKind
		code int32
	}{"full": {opWrite, lib.SQLITE_FULL}, "sync": {opSync, lib.SQLITE_IOERR | 4<<8}} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			l := newFileLayer(t, folder)
			w := &world{t: t, db: open(t, folder), now: epoch}
			w.create(sample("m-1", named("first")))
			chance := rand.New(rand.NewPCG(5, 6))
			told := map[string]bool{} // whether the refusal was, by request
			for range 60 {
				left := chance.IntN(30)
				fail := func(kind opKind) int32 {
					if left--; kind == c.kind && left < 0 {
						return c.code
					}
					return 0
				}
				o := w.request()
				l.fail.Store(&fail)
				err := w.db.Update(t.Context(), o, func(tx *store.Tx) error {
					return errors.Join(changeImage(tx, "m-1", named("second")), errRefused)
				})
				l.fail.Store(nil)
				if told[o.RequestID] = !errors.Is(err, store.ErrUnavailable); told[o.RequestID] && !errors.Is(err, errRefused) {
					t.Fatal(err)
				}
			}
			if err := w.db.Close(); err != nil {
				t.Fatal(err)
			}
			w.db = open(t, folder)
			trail, faults := w.trail(), 0
			for request, was := range told {
				if !was {
					faults++
				}
				if got := len(trail[request]); was && got != 1 {
					t.Errorf("a refusal that was told has %d events", got)
				}
			}
			if faults < 10 || faults > 50 {
				t.Errorf("%d faults", faults)
			}
			same(t, "name", "first", w.image("m-1").Name)
		})
	}
}

// Of a change that met a fault nothing stays, neither its nonce: it can be sent again as it is.
func TestFaultKeepsNoNonce(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1"))
		o := w.request()
		err := w.db.Update(t.Context(), o, func(tx *store.Tx) error {
			return errors.Join(changeImage(tx, "m-1", named("two")), fmt.Errorf("%w: a fault", store.ErrUnavailable))
		})
		if !errors.Is(err, store.ErrUnavailable) {
			t.Fatalf("%v, want ErrUnavailable", err)
		}
		same(t, "nonces", 0, w.rows("nonces"))
		same(t, "events", 1, w.rows("events"))
		if err := w.db.Update(t.Context(), o, func(tx *store.Tx) error { return changeImage(tx, "m-1", named("two")) }); err != nil {
			t.Error(err)
		}
		same(t, "name", "two", w.image("m-1").Name)
	})
}

// Two that race for a name on PostgreSQL run again: the one that is refused at last has one event.
func TestRacesLeaveOneEvent(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1"), sample("m-2"), sample("m-3"), sample("m-4"))
		want := map[string]string{}
		var mu sync.Mutex
		var wg sync.WaitGroup
		for n := range 4 {
			wg.Go(func() {
				for m := range 8 {
					o := w.request()
					err := w.db.Update(t.Context(), o, func(tx *store.Tx) error {
						return changeImage(tx, fmt.Sprintf("m-%d", n+1), func(i *cloud.Image) { i.Name = fmt.Sprintf("name-%d", m) })
					})
					mu.Lock()
					want[o.RequestID] = ""
					if err != nil {
						want[o.RequestID] = "Refused"
					}
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		trail := w.trail()
		same(t, "requests", 4+len(want), len(trail)) // those that made the images, too
		for request, code := range want {
			same(t, "events of "+request, 1, len(trail[request]))
			same(t, "code of "+request, code, trail[request][0].Code)
		}
	})
}

// Seed takes a store that only refused for an empty one.
func TestSeedAfterRefusals(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		if err := w.db.Update(t.Context(), w.request(), func(*store.Tx) error { return errRefused }); !errors.Is(err, errRefused) {
			t.Fatal(err)
		}
		for _, want := range []bool{true, false} {
			w.now = w.now.Add(time.Second)
			seeded, err := w.db.Seed(t.Context(), w.origin(), "test", func(tx *store.Tx) error { return tx.CreateImage(sample("m-1")) })
			if err != nil || seeded != want {
				t.Errorf("seeded %v, %v; want %v", seeded, err, want)
			}
		}
	})
}
