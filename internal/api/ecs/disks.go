package ecs

import (
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"time"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// ownDisk reads a disk of the caller, in whatever region it is.
func ownDisk(tx *store.Tx, c *rpc.Call, id string, missing *apierr.Error) (*cloud.Disk, error) {
	c.Trace.Check(diskIsOwn, slog.String("DiskId", id), slog.String("account", c.AccountID))
	d, err := tx.Disk(c.AccountID, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, deny(c, missing)
	}
	if err == nil {
		c.Resource = named(d.Region, store.KindDisk, id)
	}
	return d, err
}

// ownSnapshot reads a snapshot of the caller, in any region.
func ownSnapshot(tx *store.Tx, c *rpc.Call, id string, missing *apierr.Error) (*cloud.Snapshot, error) {
	p, err := tx.SnapshotAnywhere(c.AccountID, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, deny(c, missing)
	}
	if err == nil {
		c.Resource = named(p.Region, store.KindSnapshot, id)
	}
	return p, err
}

// steadyInstance reads the instance of a disk, which must neither be locked nor on its way
// to another state. A disk of none has none.
func steadyInstance(tx *store.Tx, c *rpc.Call, d *cloud.Disk, locked, status *apierr.Error) (*cloud.Instance, error) {
	if d.Instance == "" {
		return nil, nil
	}
	n, err := tx.Instance(d.Account, d.Region, d.Instance)
	if err != nil {
		return nil, err
	}
	return n, steady(c, n, c.Now, locked, status)
}

func steady(c *rpc.Call, n *cloud.Instance, now time.Time, locked, status *apierr.Error) error {
	s := n.Status(now)
	t := try(c)
	t.not(n.Locked, locked)
	t.not(s != cloud.InstanceRunning && s != cloud.InstanceStopped, status)
	return t.err
}

// notSnapshotted: what changes a disk's content waits for its snapshots.
func notSnapshotted(tx *store.Tx, c *rpc.Call, d *cloud.Disk) error {
	busy, err := tx.IsSnapshotted(d.Account, d.Region, d.ID, c.Now)
	if err != nil {
		return err
	}
	return not(c, busy, apierr.DiskCreatingSnapshot)
}

// tagQueries are the tags that a list is searched by.
func tagQueries(c *rpc.Call, asked []TagQuery) (all []cloud.TagMatch, err error) {
	if len(asked) > cloud.MaxTags {
		return nil, deny(c, apierr.TagCount)
	}
	for _, t := range asked {
		if t.Key == "" {
			return nil, deny(c, apierr.TagMismatch)
		}
		if t.Value != nil && *t.Value == "" {
			t.Value = nil
		}
		all = append(all, cloud.TagMatch{Key: t.Key, Value: t.Value})
	}
	return all, nil
}

// TagQuery is a tag that a list is searched by; without a value any will do.
type TagQuery struct {
	Key   string
	Value *string
}

// jsonIDs reads a list of identifiers, which some actions take as a JSON array.
func jsonIDs(c *rpc.Call, list, parameter string, malformed, tooMany *apierr.Error) (ids []string, err error) {
	if list == "" {
		return nil, nil
	}
	t := try(c)
	t.not(json.Unmarshal([]byte(list), &ids) != nil, malformed, parameter)
	t.not(len(ids) > 100, tooMany)
	if t.err != nil {
		return nil, t.err
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// timeFilters reads the two keys that Filter.N has in lists of disks and snapshots.
func timeFilters(c *rpc.Call, asked []struct{ Key, Value string }, noKey, noValue *apierr.Error) (from, to time.Time, err error) {
	for _, f := range asked {
		t, bad := filterTime(f.Value)
		switch f.Key {
		case "CreationStartTime":
			from = t
		case "CreationEndTime":
			to = t
		default:
			return from, to, deny(c, noKey)
		}
		if bad != nil {
			return from, to, deny(c, noValue)
		}
	}
	return from, to, nil
}

func shownTags(tags []cloud.Tag) (all []ImageTag) {
	for _, t := range tags {
		all = append(all, ImageTag{TagValue: t.Value, TagKey: t.Key})
	}
	return all
}

// optionalTime is empty for an instant that never was.
func optionalTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return wireTime(t)
}
