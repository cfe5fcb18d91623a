package store_test

import (
	"errors"
	"testing"
	"time"

	"sesame/internal/store"
)

func TestClientTokens(t *testing.T) {
	token := &store.ClientToken{Region: hangzhou, Token: "t1", Parameters: "digest", Answer: "m-1"}
	onAll(t, func(t *testing.T, w *world) {
		find := func(region, name string, change func(*store.Origin)) (found *store.ClientToken) {
			o := w.origin()
			change(&o)
			err := w.db.Update(t.Context(), o, func(tx *store.Tx) (err error) {
				found, err = tx.ClientToken(region, name)
				if errors.Is(err, store.ErrNotFound) {
					found, err = nil, nil
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		at := func(after time.Duration) func(*store.Origin) {
			return func(o *store.Origin) { o.At = epoch.Add(after) }
		}
		w.do(func(tx *store.Tx) error { return tx.RememberClientToken(token) })
		same(t, "at once", token, find(hangzhou, "t1", at(0)))
		same(t, "after 24 hours less a moment", token, find(hangzhou, "t1", at(24*time.Hour-time.Millisecond)))
		same(t, "after 24 hours", nil, find(hangzhou, "t1", at(24*time.Hour)))
		same(t, "another token", nil, find(hangzhou, "t2", at(0)))
		same(t, "another region", nil, find(beijing, "t1", at(0)))
		same(t, "another account", nil, find(hangzhou, "t1", func(o *store.Origin) { o.Account = cassim }))
		same(t, "another action", nil, find(hangzhou, "t1", func(o *store.Origin) { o.Action = "Other" }))

		w.now = epoch.Add(25 * time.Hour)
		again := &store.ClientToken{Region: hangzhou, Token: "t1", Parameters: "other", Answer: "m-2"}
		w.do(func(tx *store.Tx) error { return tx.RememberClientToken(again) })
		same(t, "in the place of the expired one", again, find(hangzhou, "t1", at(25*time.Hour)))
		same(t, "rows", 1, w.rows("client_tokens"))
	})
}

func TestClientTokenOfAFailedCallIsForgotten(t *testing.T) {
	refused := errors.New("refused")
	onAll(t, func(t *testing.T, w *world) {
		err := w.try(func(tx *store.Tx) error {
			return errors.Join(tx.RememberClientToken(&store.ClientToken{Region: hangzhou, Token: "t1"}), refused)
		})
		if !errors.Is(err, refused) {
			t.Fatal(err)
		}
		same(t, "rows", 0, w.rows("client_tokens"))
	})
}
