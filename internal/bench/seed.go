package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

func familyName(n int) string { return fmt.Sprintf("bench-family-%d", n) }

// seedOnce fills a folder with images, unless it is there.
func seedOnce(folder string, images int) error {
	if _, err := os.Stat(folder); err == nil {
		return nil
	}
	return seedImages(folder, images)
}

// seedImages fills a store with images, every hundredth in a family.
func seedImages(data string, images int) error {
	now := time.Now().UTC().Truncate(time.Second)
	return seed(data, images, func(tx *store.Tx, n int) error { return tx.CreateImage(seedImage(n, now)) })
}

// seed fills a new store with so many things, in few and large transactions.
func seed(data string, things int, create func(tx *store.Tx, n int) error) error {
	ctx := context.Background()
	db, err := store.Open(ctx, data)
	if err != nil {
		return err
	}
	const batch = 10_000
	for from := 0; from < things && err == nil; from += batch {
		o := store.Origin{Account: account, Action: "Seed", RequestID: fmt.Sprintf("SEED-%d", from), At: time.Now()}
		err = db.Update(ctx, o, func(tx *store.Tx) error {
			for n := from; n < min(from+batch, things); n++ {
				if err := create(tx, n); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return errors.Join(err, db.Close())
}

func seedImage(n int, now time.Time) *cloud.Image {
	i := cloud.NewImage(account, region, imageID(n), cloud.WorkCreate, now.Add(-time.Duration(n)*time.Second), 0)
	i.Name, i.Description = imageName(n), "an image of the benchmark"
	if n%100 == 0 {
		i.Family = familyName(n / 100 % 100)
	}
	i.SetPlatform("Ubuntu")
	i.SetDisks([]cloud.DiskMapping{{Device: "/dev/xvda", Kind: cloud.SystemDisk, Snapshot: snapshotID(n), SizeGiB: 40}})
	return i
}
