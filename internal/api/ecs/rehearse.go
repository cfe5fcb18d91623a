package ecs

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"strings"

	"sesame/internal/apierr"
	"sesame/internal/rpc"
	"sesame/internal/store"
	"sesame/internal/trace"
)

// rehearse runs fn for a dry run: it passes every check and keeps nothing. What would have
// changed goes into the call's trace, families included.
func (s *Service) rehearse(ctx context.Context, c *rpc.Call, fn func(*store.Tx) error) error {
	origin := s.origin(c)
	origin.Recorded = func(resource, before, after string) {
		c.Trace.Effect(trace.Effect{Resource: resource, Before: before, After: after})
	}
	success := dryRunSuccess(c.Action)
	var families []family
	begun := c.Trace.Len()
	err := s.DB.Update(ctx, origin, func(tx *store.Tx) (err error) {
		c.Trace.Cut(begun) // it may run again
		if err := fn(tx); err != nil {
			return err
		}
		if families, err = familiesAfter(tx, c); err != nil {
			return err
		}
		c.Trace.Check(meant, slog.Bool("DryRun", true))
		return success
	})
	if len(families) > 0 && errors.Is(err, success) {
		// The trail has the outcome already: what cannot be told here is left out of the explanation.
		_ = s.DB.View(ctx, func(tx *store.Tx) error { return tellFamilies(tx, c, families) })
	}
	return err
}

// dryRunSuccess is how a dry run that went well is told: some actions have a code of their own.
func dryRunSuccess(action string) *apierr.Error {
	switch action {
	case "DeleteInstances", "ImportImage", "RebootInstances", "StartInstances", "StopInstances":
		return apierr.DryRunSuccess
	}
	return apierr.DryRunOperation
}

// family is one that an image comes to or leaves, and what it stands for afterwards.
type family struct{ region, name, after string }

// familiesAfter finds the families that the recorded effects touch, as they would be.
func familiesAfter(tx *store.Tx, c *rpc.Call) (all []family, err error) {
	if c.Trace == nil {
		return nil, nil
	}
	for _, e := range c.Trace.Effects() {
		region, id, ok := imageOf(e.Resource)
		if !ok {
			continue
		}
		names := familyNames(e.Before, e.After)
		if i, err := tx.Image(c.AccountID, region, id); err == nil {
			names = append(names, i.Family)
		} else if !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		for _, name := range names {
			known := slices.ContainsFunc(all, func(f family) bool { return f.region == region && f.name == name })
			if name == "" || known {
				continue
			}
			head, err := bootedBy(tx, c, region, name)
			if err != nil {
				return nil, err
			}
			all = append(all, family{region, name, head})
		}
	}
	return all, nil
}

// tellFamilies adds those families to the effects that would stand for another image.
func tellFamilies(tx *store.Tx, c *rpc.Call, all []family) error {
	effects := c.Trace.Effects()
	for _, f := range all {
		before, err := bootedBy(tx, c, f.region, f.name)
		if err != nil {
			return err
		}
		e := trace.Effect{Resource: f.region + "/family/" + f.name, Before: boots(before), After: boots(f.after)}
		if !slices.Contains(effects, e) { // View may run again
			c.Trace.Effect(e)
		}
	}
	return nil
}

// bootedBy is the image that a new instance of the family boots, "" for none.
func bootedBy(tx *store.Tx, c *rpc.Call, region, name string) (string, error) {
	head, err := tx.FamilyHead(c.AccountID, region, name, c.Now)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return "", nil
	case err != nil:
		return "", err
	}
	return head.ID, nil
}

func boots(image string) string {
	if image == "" {
		image = "nothing"
	}
	document, _ := json.Marshal(map[string]string{"new instances boot": image}) // of text alone
	return string(document)
}

// imageOf reads the name of an image among the events.
func imageOf(resource string) (region, id string, ok bool) {
	parts := strings.Split(resource, "/")
	if len(parts) != 3 || parts[1] != store.KindImage {
		return "", "", false
	}
	return parts[0], parts[2], true
}

// familyNames are the families that documents of an image speak of.
func familyNames(documents ...string) (all []string) {
	for _, d := range documents {
		var image struct{ Family string }
		if json.Unmarshal([]byte(d), &image) == nil {
			all = append(all, image.Family)
		}
	}
	return all
}
