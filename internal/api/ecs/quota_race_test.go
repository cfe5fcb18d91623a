package ecs_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"sesame/internal/pgtest"
	"sesame/internal/sandbox"
	"sesame/sesametest"
)

// TestQuotasHoldAcrossProcesses: two servers on one database cannot together let an account
// have more than it may. Of many calls at once, as many succeed as there is room for; the
// others hear the code of the quota.
func TestQuotasHoldAcrossProcesses(t *testing.T) {
	t.Parallel()
	dsn := pgtest.DSN(t)
	seed(t, dsn, false)
	o := &sesametest.Options{DSN: dsn, Accounts: sandbox.PoorAccounts()}
	servers := []*sesametest.Server{sesametest.New(t, o), sesametest.New(t, o)}

	race(t, servers, 1, "ImageFamilyQuotaExceed", func(n int) []string {
		return []string{"CreateImage", "RegionId", "cn-qingdao", "SnapshotId", "s-qingdao", "ImageFamily", fmt.Sprint("family-", n)}
	})
	ids := race(t, servers, 3, "QuotaExceed.Image", func(int) []string {
		return []string{"CreateImage", "RegionId", "cn-hangzhou", "SnapshotId", "s-system"}
	})
	if len(ids) != 3 {
		return
	}
	race(t, servers, 2, "ImageQuotaFull.ImageFamily", func(n int) []string {
		return []string{"ModifyImageAttribute", "RegionId", "cn-hangzhou", "ImageId", ids[n%3], "ImageFamily", "one"}
	})
	race(t, servers, 2, "QuotaExceed.ShareImageUser", func(n int) []string {
		return []string{"ModifyImageSharePermission", "RegionId", "cn-hangzhou", "ImageId", ids[0], "AddAccount.1", fmt.Sprint(n + 10)}
	})
	race(t, servers, 3, "QuotaExceed.Tags", func(n int) []string {
		return []string{"TagResources", "RegionId", "cn-hangzhou", "ResourceType", "image", "ResourceId.1", ids[0], "Tag.1.Key", fmt.Sprint(n)}
	})
}

// TestGuardHoldsAcrossProcesses: of several calls at once that each take an image out of a
// guarded family, one is refused, whatever they do.
func TestGuardHoldsAcrossProcesses(t *testing.T) {
	t.Parallel()
	dsn := pgtest.DSN(t)
	seed(t, dsn, false)
	o := &sesametest.Options{DSN: dsn}
	servers := []*sesametest.Server{sesametest.New(t, o), sesametest.New(t, o)}
	var images []string
	for range 12 {
		_, body := servers[0].Call("CreateImage", "RegionId", "cn-hangzhou", "SnapshotId", "s-system", "ImageFamily", "guarded")
		var made struct{ ImageId string }
		if err := json.Unmarshal(body, &made); err != nil {
			t.Fatal(err)
		}
		images = append(images, made.ImageId)
	}
	race(t, servers, 11, "OperationDenied", func(n int) []string {
		switch n % 3 {
		case 0:
			return []string{"DeleteImage", "RegionId", "cn-hangzhou", "ImageId", images[n]}
		case 1:
			return []string{"ModifyImageAttribute", "RegionId", "cn-hangzhou", "ImageId", images[n], "ImageFamily", "elsewhere"}
		}
		return []string{"ModifyImageAttribute", "RegionId", "cn-hangzhou", "ImageId", images[n], "Status", "Deprecated"}
	})
}

// race makes twelve calls at once, on the servers in turn, and gives the images that were
// made. A server that lost too many races says so, and is asked again.
func race(t *testing.T, servers []*sesametest.Server, room int, code string, call func(n int) []string) (ids []string) {
	t.Helper()
	var mu sync.Mutex
	done, refused := map[string]bool{}, 0
	var all sync.WaitGroup
	for n := range 12 {
		all.Go(func() {
			words := call(n)
			status, body := 503, []byte(nil)
			for status == 503 {
				status, body = servers[n%len(servers)].Call(words[0], words[1:]...)
			}
			var answer struct{ Code, ImageId string }
			if err := json.Unmarshal(body, &answer); err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			switch {
			case status == 200:
				done[cmp.Or(answer.ImageId, fmt.Sprint(words))] = true // twice the same is one change
				ids = append(ids, answer.ImageId)
			case answer.Code == code:
				refused++
			default:
				t.Errorf("%v: %d %s", words, status, body)
			}
		})
	}
	all.Wait()
	if len(done) != room || refused == 0 {
		t.Errorf("%s: %d done of %d, %d refused", code, len(done), room, refused)
	}
	return ids
}
