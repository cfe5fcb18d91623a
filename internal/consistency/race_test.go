package consistency_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// rounds is how often a race is run.
func rounds(dbs []*store.DB, n int) int {
	if testing.Short() {
		n /= 10
	}
	if len(dbs) > 1 { // PostgreSQL, where a call takes longer
		n /= 5
	}
	return n
}

// A-028, acceptance check 8: an image that is shared and deprecated at once never ends up both. One of
// the two wins.
func TestShareRacesDeprecate(t *testing.T) {
	onBoth(t, func(t *testing.T, dbs []*store.DB) {
		w := newWorld(t, dbs, 1, time.Now, 0)
		u := w.users[0]
		p := params{"RegionId": hangzhou, "ImageId": w.create(t, u, hangzhou, "raced")}
		with := func(key, value string) params {
			return params{"RegionId": hangzhou, "ImageId": p["ImageId"], key: value}
		}
		wins := map[string]int{}
		for round := range rounds(dbs, 1000) {
			var shared, deprecated answer
			var wg sync.WaitGroup
			wg.Go(func() { shared = w.call(t, round, u, "ModifyImageSharePermission", with("AddAccount.1", "77")) })
			if round%2 == 0 { // now the one comes first, now the other
				time.Sleep(rand.N(100 * time.Microsecond))
			}
			wg.Go(func() { deprecated = w.call(t, round+1, u, "ModifyImageAttribute", with("Status", "Deprecated")) })
			wg.Wait()
			i := w.look(t, round+2, u, hangzhou, p["ImageId"])
			switch got := [4]string{shared.Code, deprecated.Code, i.Status, i.IsSelfShared}; got {
			case [4]string{"", "ImageUseShared", "Available", "True"}:
				wins["share"]++
				w.must(t, round, u, "ModifyImageSharePermission", with("RemoveAccount.1", "77"))
			case [4]string{"OperationDenied.InvalidImageStatus", "", "Deprecated", "False"}:
				wins["deprecate"]++
				w.must(t, round, u, "ModifyImageAttribute", with("Status", "Available"))
			default:
				t.Fatalf("round %d: %q", round, got)
			}
		}
		t.Logf("winners: %v", wins)
	})
}

// Of many that take one name at once, exactly one gets it.
func TestRenameRacesRename(t *testing.T) {
	const racers = 4
	onBoth(t, func(t *testing.T, dbs []*store.DB) {
		w := newWorld(t, dbs, 1, time.Now, 0)
		u := w.users[0]
		var ids [racers]string
		for n := range ids {
			ids[n] = w.create(t, u, hangzhou, "")
		}
		for round := range rounds(dbs, 200) {
			name := fmt.Sprintf("name-%d", round)
			var answers [racers]answer
			var wg sync.WaitGroup
			for n := range racers {
				wg.Go(func() {
					answers[n] = w.call(t, n, u, "ModifyImageAttribute", params{"RegionId": hangzhou, "ImageId": ids[n], "ImageName": name})
				})
			}
			wg.Wait()
			winners := 0
			for n, a := range answers {
				has := w.look(t, n, u, hangzhou, ids[n]).ImageName == name
				switch {
				case a.Code == "" && has:
					winners++
				case a.Code == "InvalidImageName.Duplicated" && !has:
				default:
					t.Fatalf("round %d, racer %d: %q, has the name: %v", round, n, a.Code, has)
				}
			}
			if winners != 1 {
				t.Fatalf("round %d: %d winners", round, winners)
			}
		}
	})
}

// Likewise of many that create an image of one name.
func TestCreateRacesCreate(t *testing.T) {
	const racers = 4
	onBoth(t, func(t *testing.T, dbs []*store.DB) {
		w := newWorld(t, dbs, 1, time.Now, 0)
		u := w.users[0]
		for round := range rounds(dbs, 100) {
			var answers [racers]answer
			var wg sync.WaitGroup
			for n := range racers {
				wg.Go(func() {
					answers[n] = w.call(t, n, u, "CreateImage", params{
						"RegionId": hangzhou, "SnapshotId": u.snapshots[hangzhou],
						"ImageName": fmt.Sprintf("name-%d", round),
					})
				})
			}
			wg.Wait()
			winners := 0
			for n, a := range answers {
				switch a.Code {
				case "":
					winners++
				case "InvalidImageName.Duplicated":
				default:
					t.Fatalf("round %d, racer %d: %s", round, n, a.Code)
				}
			}
			if winners != 1 {
				t.Fatalf("round %d: %d winners", round, winners)
			}
		}
	})
}

// of many calls that carry one ClientToken, to any of the servers and at once, one is carried
// out; all give its answer. Another account's token is another.
func TestTokenRacesToken(t *testing.T) {
	const racers = 4
	onBoth(t, func(t *testing.T, dbs []*store.DB) {
		w := newWorld(t, dbs, 2, time.Now, 0)
		for round := range rounds(dbs, 100) {
			token := fmt.Sprint("token-", round)
			var ids [racers]string
			var wg sync.WaitGroup
			for n := range ids {
				u := w.users[n%2]
				wg.Go(func() {
					ids[n] = w.must(t, n, u, "CreateImage", params{"RegionId": hangzhou, "SnapshotId": u.snapshots[hangzhou], "ClientToken": token}).ImageId
				})
			}
			wg.Wait()
			if ids[0] != ids[2] || ids[1] != ids[3] || ids[0] == ids[1] {
				t.Fatalf("round %d: %q", round, ids)
			}
			again := w.call(t, round, w.users[0], "CreateImage", params{"RegionId": hangzhou, "SnapshotId": w.users[1].snapshots[hangzhou], "ClientToken": token})
			if again.Code != "IdempotenceParamNotMatch" {
				t.Fatalf("round %d: another call with the token: %q", round, again.Code)
			}
			for n, u := range w.users {
				if a := w.must(t, n, u, "DescribeImages", params{"RegionId": hangzhou, "ImageOwnerAlias": "self"}); a.TotalCount != round+1 {
					t.Fatalf("round %d: %d images", round, a.TotalCount)
				}
			}
		}
	})
}

// Many share one image with one account at once: all are told that it is shared, and it is
// shared once.
func TestShareRacesShare(t *testing.T) {
	onBoth(t, func(t *testing.T, dbs []*store.DB) {
		w := newWorld(t, dbs, 1, time.Now, 0)
		u := w.users[0]
		p := params{"RegionId": hangzhou, "ImageId": w.create(t, u, hangzhou, "shared")}
		for round := range rounds(dbs, 100) {
			var wg sync.WaitGroup
			for n := range 4 {
				wg.Go(func() {
					w.must(t, n, u, "ModifyImageSharePermission", params{
						"RegionId": hangzhou, "ImageId": p["ImageId"],
						"AddAccount.1": "77", "AddAccount.2": fmt.Sprint(100 + n),
					})
				})
			}
			wg.Wait()
			a := w.must(t, 0, u, "DescribeImageSharePermission", p)
			if a.TotalCount != 5 || len(a.Accounts.Account) != 5 {
				t.Fatalf("round %d: TotalCount %d, %v", round, a.TotalCount, a.Accounts.Account)
			}
			undo := params{"RegionId": hangzhou, "ImageId": p["ImageId"], "RemoveAccount.1": "77"}
			for n := range 4 {
				undo[fmt.Sprintf("RemoveAccount.%d", n+2)] = fmt.Sprint(100 + n)
			}
			w.must(t, 0, u, "ModifyImageSharePermission", undo)
		}
	})
}

// Likewise an image that is published and deprecated at once.
func TestPublishRacesDeprecate(t *testing.T) {
	onBoth(t, func(t *testing.T, dbs []*store.DB) {
		w := newWorld(t, dbs, 1, time.Now, 0)
		u := w.users[0]
		id := w.create(t, u, hangzhou, "raced")
		with := func(key, value string) params { return params{"RegionId": hangzhou, "ImageId": id, key: value} }
		for round := range rounds(dbs, 200) {
			var published, deprecated answer
			var wg sync.WaitGroup
			wg.Go(func() { published = w.call(t, round, u, "ModifyImageSharePermission", with("IsPublic", "true")) })
			wg.Go(func() { deprecated = w.call(t, round+1, u, "ModifyImageAttribute", with("Status", "Deprecated")) })
			wg.Wait()
			switch got := [3]string{published.Code, deprecated.Code, w.look(t, round+2, u, hangzhou, id).Status}; got {
			case [3]string{"", "ImageUseShared", "Available"}:
				w.must(t, round, u, "ModifyImageSharePermission", with("IsPublic", "false"))
			case [3]string{"OperationDenied.InvalidImageStatus", "", "Deprecated"}:
				w.must(t, round, u, "ModifyImageAttribute", with("Status", "Available"))
			default:
				t.Fatalf("round %d: %q", round, got)
			}
		}
	})
}

// Of many that copy one image to one region at once, one does; and of many copies
// that are asked for at once, five run.
func TestCopyRacesCopy(t *testing.T) {
	const images = 8
	onBoth(t, func(t *testing.T, dbs []*store.DB) {
		w := newWorld(t, dbs, 1, time.Now, time.Hour)
		u := w.users[0]
		var sources [images]string
		for n := range sources {
			sources[n] = w.seedImage(t, dbs[0], u, fmt.Sprintf("m-source-%d", n))
		}
		for round := range max(1, rounds(dbs, 20)) {
			var answers [2 * images]answer
			var wg sync.WaitGroup
			for n := range answers {
				wg.Go(func() {
					answers[n] = w.call(t, n, u, "CopyImage", params{
						"RegionId": hangzhou, "ImageId": sources[n/2], "DestinationRegionId": beijing,
					})
				})
			}
			wg.Wait()
			for n := range sources {
				one, other := answers[2*n], answers[2*n+1]
				if one.Code != "" {
					one, other = other, one
				}
				if one.Code != "" || other.Code != "OperationDenied.ImageCopyConflict" {
					t.Fatalf("round %d: image %d: %q and %q", round, n, one.Code, other.Code)
				}
			}
			all := func(status string) answer {
				return w.must(t, round, u, "DescribeImages", params{"RegionId": beijing, "ImageOwnerAlias": "self", "Status": status})
			}
			if running, waiting := all("Creating"), all("Waiting"); running.TotalCount != 5 || waiting.TotalCount != images-5 {
				t.Fatalf("round %d: %d run, %d wait", round, running.TotalCount, waiting.TotalCount)
			}
			w.cancelAll(t, round, u, all("Waiting,Creating"))
		}
	})
}

// seedImage puts an image that is done into the store.
func (w *world) seedImage(t tester, db *store.DB, u *user, id string) string {
	t.Helper()
	o := store.Origin{Account: u.account, RequestID: "seed " + id, At: w.clock()}
	if err := db.Update(t.Context(), o, func(tx *store.Tx) error {
		i := cloud.NewImage(u.account, hangzhou, id, cloud.WorkCreate, o.At, 0)
		i.SetDisks([]cloud.DiskMapping{{Device: "/dev/xvda", Kind: cloud.SystemDisk, SizeGiB: 40}})
		return tx.CreateImage(i)
	}); err != nil {
		t.Fatalf("%s: %v", id, err)
	}
	return id
}

// cancelAll ends copies at once, on all servers.
func (w *world) cancelAll(t tester, round int, u *user, listed answer) {
	t.Helper()
	var wg sync.WaitGroup
	for n, i := range listed.Images.Image {
		wg.Go(func() {
			w.must(t, round+n, u, "CancelCopyImage", params{"RegionId": beijing, "ImageId": i.ImageId})
		})
	}
	wg.Wait()
	if a := w.must(t, round, u, "DescribeImages", params{"RegionId": beijing, "ImageOwnerAlias": "self", "Status": "ALL"}); a.TotalCount != 0 {
		t.Fatalf("round %d: %d images are left", round, a.TotalCount)
	}
}

// A request that is sent twice, to two servers at the same moment, is done once.
func TestReplayToAnotherServer(t *testing.T) {
	onBoth(t, func(t *testing.T, dbs []*store.DB) {
		if len(dbs) == 1 {
			dbs = append(dbs, dbs[0]) // two servers, each with a memory of nonces of its own
		}
		w := newWorld(t, dbs, 1, time.Now, 0)
		u := w.users[0]
		for range rounds(dbs, 200) {
			request := w.sign(u, "CreateImage", params{"RegionId": hangzhou, "SnapshotId": u.snapshots[hangzhou]})
			codes := make([]string, len(w.servers)+1)
			var wg sync.WaitGroup
			for n := range codes {
				wg.Go(func() { codes[n] = w.send(t, n, request).Code })
			}
			wg.Wait()
			done := 0
			for _, code := range codes {
				switch code {
				case "":
					done++
				case "SignatureNonceUsed":
				default:
					t.Fatal(code)
				}
			}
			if done != 1 {
				t.Fatalf("done %d times", done)
			}
		}
	})
}
