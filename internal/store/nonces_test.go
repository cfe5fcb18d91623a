package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"sesame/internal/store"
)

const nonceLife = 30 * time.Minute

func (w *world) withNonce(nonce string) store.Origin {
	o := w.origin()
	o.Nonce, o.NonceTime, o.NonceLife = nonce, w.now, nonceLife
	return o
}

func nothing(*store.Tx) error { return nil }

func TestNonceIsGoodOnce(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		o := w.withNonce("n1")
		if err := w.db.Update(t.Context(), o, nothing); err != nil {
			t.Fatal(err)
		}
		err := w.db.Update(t.Context(), o, func(*store.Tx) error { return errors.New("fn ran") })
		if !errors.Is(err, store.ErrReplayed) {
			t.Errorf("%v, want ErrReplayed", err)
		}
		for name, change := range map[string]func(*store.Origin){
			"other nonce":   func(o *store.Origin) { o.Nonce = "n2" },
			"other time":    func(o *store.Origin) { o.NonceTime = o.NonceTime.Add(time.Second) },
			"other key":     func(o *store.Origin) { o.AccessKey = "other" },
			"other account": func(o *store.Origin) { o.Account = cassim },
		} {
			different := o
			change(&different)
			if err := w.db.Update(t.Context(), different, nothing); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestNonceIsKeptWhenTheChangeIsRefused(t *testing.T) {
	refused := errors.New("refused")
	onAll(t, func(t *testing.T, w *world) {
		o := w.withNonce("n1")
		err := w.db.Update(t.Context(), o, func(tx *store.Tx) error {
			return errors.Join(tx.CreateImage(sample("m-1")), refused)
		})
		if !errors.Is(err, refused) {
			t.Fatal(err)
		}
		same(t, "images", 0, w.rows("images"))
		if err := w.db.Update(t.Context(), o, nothing); !errors.Is(err, store.ErrReplayed) {
			t.Errorf("%v, want ErrReplayed", err)
		}

		// Also when it was the database that refused: a transaction that PostgreSQL has given up.
		w.create(sample("m-2", named("name")))
		o = w.withNonce("n2")
		err = w.db.Update(t.Context(), o, func(tx *store.Tx) error { return tx.CreateImage(sample("m-3", named("name"))) })
		if !errors.Is(err, store.ErrExists) {
			t.Fatal(err)
		}
		if err := w.db.Update(t.Context(), o, nothing); !errors.Is(err, store.ErrReplayed) {
			t.Errorf("%v, want ErrReplayed", err)
		}
	})
}

func TestNonceOfManyAtOnceIsGoodForOne(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		o := w.withNonce("n1")
		errs := make([]error, 16)
		var wg sync.WaitGroup
		for n := range errs {
			wg.Go(func() {
				errs[n] = w.db.Update(t.Context(), o, func(tx *store.Tx) error {
					return tx.CreateImage(sample(fmt.Sprintf("m-%d", n)))
				})
			})
		}
		wg.Wait()
		good := 0
		for _, err := range errs {
			switch {
			case err == nil:
				good++
			case !errors.Is(err, store.ErrReplayed):
				t.Error(err)
			}
		}
		same(t, "good ones", 1, good)
		same(t, "images", 1, w.rows("images"))
	})
}

// What must be kept bounds what is kept: many calls, each a minute after the other, by
// accounts that take turns.
func TestNoncesAreSweptWhileOthersCome(t *testing.T) {
	const calls, perLife = 4000, int(nonceLife / time.Minute)
	for _, accounts := range []int{1, 2, 3, 4} {
		t.Run(fmt.Sprintf("%d accounts", accounts), func(t *testing.T) {
			w := newWorld(t, ":memory:")
			most := 0
			for n := range calls {
				w.now = w.now.Add(time.Minute)
				o := w.withNonce(fmt.Sprintf("n%d", n))
				o.Account = fmt.Sprintf("%d", n%accounts)
				if err := w.db.Update(t.Context(), o, nothing); err != nil {
					t.Fatal(err)
				}
				if n > calls/2 {
					most = max(most, w.rows("nonces"))
				}
			}
			if limit := perLife + (accounts+1)*store.SweepEvery; most > limit {
				t.Errorf("%d nonces are kept, want at most %d", most, limit)
			}
		})
	}
}

func TestNoncesAreSweptOnAll(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		var first store.Origin
		for n := range 3 * store.SweepEvery {
			w.now = w.now.Add(time.Minute)
			o := w.withNonce(fmt.Sprintf("n%d", n))
			if n == 0 {
				first = o
			}
			if err := w.db.Update(t.Context(), o, nothing); err != nil {
				t.Fatal(err)
			}
		}
		if n, limit := w.rows("nonces"), int(nonceLife/time.Minute)+store.SweepEvery; n > limit {
			t.Errorf("%d nonces are kept, want at most %d", n, limit)
		}
		// The timestamp of the first would be refused long before it is looked for here.
		if err := w.db.Update(t.Context(), first, nothing); err != nil {
			t.Errorf("a swept nonce: %v", err)
		}
	})
}

func TestSweepKeepsWhatIsAlive(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		var all []store.Origin
		for n := range 4 * store.SweepEvery { // all within the life of a nonce
			w.now = w.now.Add(time.Second)
			o := w.withNonce(fmt.Sprintf("n%d", n))
			all = append(all, o)
			if err := w.db.Update(t.Context(), o, nothing); err != nil {
				t.Fatal(err)
			}
		}
		for _, o := range all {
			o.At = w.now
			if err := w.db.Update(t.Context(), o, nothing); !errors.Is(err, store.ErrReplayed) {
				t.Fatalf("%s: %v, want ErrReplayed", o.Nonce, err)
			}
		}
	})
}
