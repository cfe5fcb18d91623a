package ecs

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// InstanceResponse tells what became of one of several instances.
type InstanceResponse struct {
	Code           string
	Message        string
	InstanceId     string
	CurrentStatus  string
	PreviousStatus string
}

// batch is a call that moves several instances of a region.
type batch struct {
	region    string
	ids       []string
	optimized string // AllTogether, or SuccessFirst: what can be done is done
	dryRun    bool
}

const (
	allTogether  = "AllTogether"
	successFirst = "SuccessFirst"
)

// check looks at the values alone.
func (b *batch) check(c *rpc.Call) error {
	if err := checkRegion(c, b.region); err != nil {
		return err
	}
	switch b.optimized {
	case "", allTogether, successFirst:
	default:
		return deny(c, apierr.InvalidParameter.With("BatchOptimization"))
	}
	return checkInstanceIDs(c, b.ids)
}

func checkInstanceIDs(c *rpc.Call, ids []string) error {
	if len(ids) > 100 {
		return deny(c, apierr.TooManyInstanceIDs)
	}
	for _, id := range ids {
		if !isInstanceID(id) {
			return deny(c, apierr.InstanceIDsMalformed)
		}
	}
	return nil
}

// move does something to each instance, all in one transaction.
func (s *Service) move(ctx context.Context, c *rpc.Call, b *batch, do func(*store.Tx, *cloud.Instance) error) (all []InstanceResponse, err error) {
	if err := b.check(c); err != nil {
		return nil, err
	}
	ids := unique(b.ids)
	err = s.update(ctx, c, b.dryRun, func(tx *store.Tx) error {
		all = nil
		found, err := instancesByID(tx, c, b.region, ids, apierr.InstanceIDsNotFound, apierr.InstanceNotFound)
		if err != nil && b.optimized != successFirst {
			return err
		}
		for n, id := range ids {
			r, err := moved(tx, c, id, found[n], do)
			if err != nil {
				if b.optimized != successFirst || !r.refused(err) {
					return err
				}
			}
			all = append(all, r)
		}
		return nil
	})
	return all, err
}

// unique gives each id once, where it is met first.
func unique(ids []string) (all []string) {
	for _, id := range ids {
		if !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}

// instancesByID reads instances of the caller, nil for each that is not there. That none
// is there, and that some are not, can be two errors.
func instancesByID(tx *store.Tx, c *rpc.Call, region string, ids []string, none, some *apierr.Error) (all []*cloud.Instance, err error) {
	missing := 0
	for _, id := range ids {
		i, err := tx.Instance(c.AccountID, region, id)
		switch {
		case errors.Is(err, store.ErrNotFound):
			missing++
		case err != nil:
			return nil, err
		}
		all = append(all, i)
	}
	if len(ids) > 0 {
		c.Trace.Check(instancesAreOwn, slog.Int("instances", len(ids)), slog.Int("missing", missing))
	}
	switch {
	case missing == 0:
		return all, nil
	case missing == len(ids):
		return all, none
	}
	return all, some
}

func moved(tx *store.Tx, c *rpc.Call, id string, i *cloud.Instance, do func(*store.Tx, *cloud.Instance) error) (InstanceResponse, error) {
	r := InstanceResponse{Code: "200", Message: "success", InstanceId: id}
	if i == nil {
		return r, deny(c, apierr.InstanceNotFound)
	}
	r.PreviousStatus, r.CurrentStatus = string(i.Status(c.Now)), string(i.Status(c.Now))
	if err := do(tx, i); err != nil {
		return r, err
	}
	is, err := tx.Instance(i.Account, i.Region, i.ID)
	if err == nil {
		r.CurrentStatus = string(is.Status(c.Now))
	}
	return r, err
}

// refused turns the response into that of an instance which could not be moved; a fault of
// the server is no refusal.
func (r *InstanceResponse) refused(err error) bool {
	var e *apierr.Error
	if !errors.As(err, &e) {
		return false
	}
	r.Code, r.Message, r.CurrentStatus = e.Code, e.Message, r.PreviousStatus
	return true
}
