package ecs_test

import (
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"sesame/internal/sandbox"
	"sesame/sesametest"
)

// TestRehearsalIsToldAsItWent: a dry run that went well is told so, as it is in the trail, also when what a family
// stands for before it cannot be read for the explanation.
func TestRehearsalIsToldAsItWent(t *testing.T) {
	folder := t.TempDir()
	seed(t, folder, false)
	clock := sesametest.NewClock(sandbox.Epoch)
	s := sesametest.New(t, &sesametest.Options{DSN: folder, Clock: clock.Now})
	create := func(more ...string) (id string) {
		clock.Advance(time.Second)
		status, body := s.Call("CreateImage", append(more, "RegionId", "cn-hangzhou", "SnapshotId", "s-system")...)
		var made struct{ ImageId string }
		if err := json.Unmarshal(body, &made); err != nil || status != 200 {
			t.Fatalf("%d %s (%v)", status, body, err)
		}
		return made.ImageId
	}
	old, latest := create("ImageFamily", "web"), create()
	damageImage(t, folder, old)
	if status, body := s.Call("DescribeImages", "RegionId", "cn-hangzhou", "ImageId", old); status != 500 {
		t.Fatalf("%d %s: the image can be read, and the test shows nothing", status, body)
	}
	status, body := s.Call("ModifyImageAttribute", "RegionId", "cn-hangzhou", "ImageId", latest, "ImageFamily", "web", "DryRun", "true")
	var answer struct{ Code string }
	if err := json.Unmarshal(body, &answer); err != nil || status != 400 || answer.Code != "DryRunOperation" {
		t.Errorf("%d %s (%v), want DryRunOperation", status, body, err)
	}
}

// damageImage makes the row of an image one that cannot be read.
func damageImage(t *testing.T, folder, id string) {
	t.Helper()
	c, err := sqlite.OpenConn(filepath.Join(folder, "sesame.db"), sqlite.OpenReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := sqlitex.Execute(c, "UPDATE images SET disks = '{' WHERE id = ?", &sqlitex.ExecOptions{Args: []any{id}}); err != nil {
		t.Fatal(err)
	}
}
