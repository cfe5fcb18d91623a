package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

func familyName(n int) string { return fmt.Sprintf("bench-family-%d", n) }

// seedOnce fills a store with images, every hundredth in a family.
func seedOnce(folder string, images int) error {
	if _, err := os.Stat(folder); err == nil {
		return nil
	}
	ctx := context.Background()
	db, err := store.Open(ctx, folder)
	if err != nil {
		return err
	}
	now := time.Now().UTC().Truncate(time.Second)
	const batch = 1000
	for from := 0; from < images && err == nil; from += batch {
		o := store.Origin{Account: account, Action: "Seed", RequestID: fmt.Sprintf("SEED-%d", from), At: now}
		err = db.Update(ctx, o, func(tx *store.Tx) error {
			for n := from; n < min(from+batch, images); n++ {
				if err := tx.CreateImage(seedImage(n, now)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err != nil {
		return err
	}
	return db.Close()
}

func seedImage(n int, now time.Time) *cloud.Image {
	i := cloud.NewImage(account, region, imageID(n), cloud.WorkCreate, now.Add(-time.Duration(n)*time.Second), 0)
	i.Name, i.Description = fmt.Sprintf("bench-%d", n), "an image of the benchmark"
	if n%100 == 0 {
		i.Family = familyName(n / 100 % 100)
	}
	i.SetPlatform("Ubuntu")
	i.SetDisks([]cloud.DiskMapping{{Device: "/dev/xvda", Kind: cloud.SystemDisk, Snapshot: fmt.Sprintf("s-bp1bench%012d", n), SizeGiB: 40}})
	return i
}
