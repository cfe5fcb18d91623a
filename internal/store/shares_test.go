package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// share shares an image of ali in hangzhou with an account; unshare takes it back.
func share(tx *store.Tx, image, grantee string) error {
	return reshare(tx, image, []string{grantee}, nil)
}

func unshare(tx *store.Tx, image, grantee string) error {
	return reshare(tx, image, nil, []string{grantee})
}

func reshare(tx *store.Tx, image string, add, remove []string) error {
	i, err := tx.Image(ali, hangzhou, image)
	if err != nil {
		return err
	}
	return tx.ChangeShares(i, add, remove)
}

func grantees(shares []cloud.Share) (all []string) {
	for _, s := range shares {
		all = append(all, s.Grantee)
	}
	return all
}

func TestSharesAndTheirMirror(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1", ofFamily("web", 0)), sample("m-2", ofFamily("web", time.Second)), sample("m-3"))
		w.do(func(tx *store.Tx) error {
			return errors.Join(share(tx, "m-1", cassim), share(tx, "m-2", cassim), share(tx, "m-1", "77"))
		})
		received := func(account, region string) (ids []string) {
			w.view(func(tx *store.Tx) error {
				ids = nil
				all, err := tx.FindReceivedImages(account, region, "", &cloud.ImageFilter{}, epoch)
				for _, i := range all {
					ids = append(ids, i.ID)
				}
				return err
			})
			return ids
		}
		w.view(func(tx *store.Tx) error {
			shared, err1 := tx.IsShared(ali, hangzhou, "m-1", cassim)
			other, err2 := tx.IsShared(ali, hangzhou, "m-3", cassim)
			elsewhere, err3 := tx.IsShared(ali, beijing, "m-1", cassim)
			n, err4 := tx.CountReceived(cassim)
			none, err5 := tx.CountReceived(ali)
			same(t, "shared", []any{true, false, false, 2, 0}, []any{shared, other, elsewhere, n, none})
			head, err6 := tx.ReceivedFamilyHead(cassim, hangzhou, ali, "web", epoch)
			if err6 == nil {
				same(t, "head of what was received", "m-2", head.ID)
			}
			_, err := tx.ReceivedFamilyHead("77", hangzhou, cassim, "web", epoch)
			same(t, "head of another owner's family", true, errors.Is(err, store.ErrNotFound))
			return errors.Join(err1, err2, err3, err4, err5, err6)
		})
		same(t, "received", []string{"m-2", "m-1"}, received(cassim, hangzhou))
		same(t, "received elsewhere", nil, received(cassim, beijing))

		w.do(func(tx *store.Tx) error { return unshare(tx, "m-1", cassim) })
		same(t, "after one is taken back", []string{"m-2"}, received(cassim, hangzhou))
		same(t, "what others received", []string{"m-1"}, received("77", hangzhou))
		w.do(func(tx *store.Tx) error { return unshare(tx, "m-1", cassim) }) // again: nothing to do
		same(t, "rows", []int{2, 2}, []int{w.rows("shares"), w.rows("received")})
	})
}

func TestSharesAreListedInOrder(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1"))
		for n, g := range []string{"9", "10", "3", "4"} {
			w.now = epoch.Add(time.Duration(n/2) * time.Second)
			w.do(func(tx *store.Tx) error { return share(tx, "m-1", g) })
		}
		for _, c := range []struct {
			offset, limit int
			want          []string
		}{{0, 9, []string{"10", "9", "3", "4"}}, {1, 2, []string{"9", "3"}}, {4, 9, nil}, {0, 0, nil}} {
			w.view(func(tx *store.Tx) error {
				all, err := tx.Shares(ali, hangzhou, "m-1", c.offset, c.limit)
				same(t, fmt.Sprintf("%d from %d", c.limit, c.offset), c.want, grantees(all))
				if len(all) == 4 {
					same(t, "first", cloud.Share{Account: ali, Region: hangzhou, Image: "m-1", Grantee: "10", Since: epoch}, all[0])
				}
				return err
			})
		}
	})
}

func TestSharingTwice(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.create(sample("m-1"))
		add := func(tx *store.Tx) error { return share(tx, "m-1", cassim) }
		w.do(add)
		if err := w.try(add); !errors.Is(err, store.ErrExists) {
			t.Errorf("%v, want ErrExists", err)
		}
	})
}
