package ecs

import (
	"errors"
	"log/slog"
	"slices"
	"strings"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// Ways of being stopped.
const (
	keepCharging = "KeepCharging"
	stopCharging = "StopCharging"
)

// ownInstance reads an instance of the caller, in whatever region it is: most actions name
// none. To all others it does not exist.
func ownInstance(tx *store.Tx, c *rpc.Call, id string) (*cloud.Instance, error) {
	c.Trace.Check(instanceIsOwn, slog.String("InstanceId", id), slog.String("account", c.AccountID))
	i, err := tx.FindInstance(c.AccountID, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, deny(c, apierr.InstanceNotFound)
	}
	if err == nil {
		c.Resource = named(i.Region, store.KindInstance, id)
	}
	return i, err
}

// mayGo checks that an instance is in one of some states, and not locked.
func mayGo(c *rpc.Call, i *cloud.Instance, from ...cloud.InstanceStatus) error {
	t := try(c)
	t.not(i.Locked, apierr.InstanceIsLocked)
	t.not(!slices.Contains(from, i.Status(c.Now)), apierr.InstanceStatusIncorrect)
	return t.err
}

// goes moves an instance on: it reaches a state by way of another, which takes the pace.
// Images that are being made of it fail.
func (s *Service) goes(tx *store.Tx, c *rpc.Call, i *cloud.Instance, by, to cloud.InstanceStatus, change func(*cloud.Instance)) error {
	if err := failImages(tx, c, i); err != nil {
		return err
	}
	is := i.Clone()
	is.Goes(c.Now, s.Pace, to, by)
	if change != nil {
		change(is)
	}
	return tx.UpdateInstance(i, is)
}

// failImages ends the work on images that are being made of an instance: its disks change
// under it, or go.
func failImages(tx *store.Tx, c *rpc.Call, n *cloud.Instance) error {
	all, err := tx.ImagesMadeOf(n, c.Now)
	if err != nil {
		return err
	}
	for _, i := range all {
		is := i.Clone()
		is.Fail(c.Now)
		if err := tx.UpdateImage(i, is); err != nil {
			return err
		}
	}
	return nil
}

// start lets a stopped instance run. Without a system disk there is nothing to boot.
func (s *Service) start(tx *store.Tx, c *rpc.Call, i *cloud.Instance) error {
	if err := mayGo(c, i, cloud.InstanceStopped); err != nil {
		return err
	}
	disks, err := tx.Disks(i.Account, i.Region, i.ID)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(disks, func(d *cloud.Disk) bool { return d.Kind == cloud.SystemDisk }) {
		return deny(c, apierr.NoSystemDisk)
	}
	return s.goes(tx, c, i, cloud.InstanceStarting, cloud.InstanceRunning, nil)
}

func (s *Service) stop(tx *store.Tx, c *rpc.Call, i *cloud.Instance, mode string) error {
	if err := mayGo(c, i, cloud.InstanceRunning); err != nil {
		return err
	}
	return s.goes(tx, c, i, cloud.InstanceStopping, cloud.InstanceStopped, func(is *cloud.Instance) { is.StoppedMode = mode })
}

func (s *Service) reboot(tx *store.Tx, c *rpc.Call, i *cloud.Instance) error {
	if err := mayGo(c, i, cloud.InstanceRunning); err != nil {
		return err
	}
	return s.goes(tx, c, i, cloud.InstanceStarting, cloud.InstanceRunning, nil)
}

// checkStoppedMode reads how an instance is to be stopped.
func checkStoppedMode(mode string) (string, error) {
	switch mode {
	case "":
		return keepCharging, nil
	case keepCharging, stopCharging:
		return mode, nil
	}
	return "", apierr.InvalidParameter.With("StoppedMode")
}

// release is how an instance may be deleted.
type release struct{ force, terminate bool }

// mayRelease: a running instance is only deleted by force, one that was paid in advance
// only with its subscription.
func (r release) mayRelease(c *rpc.Call, i *cloud.Instance) error {
	status := i.Status(c.Now)
	t := try(c)
	t.not(i.Locked, apierr.InstanceIsLocked)
	t.not(i.DeletionProtection, apierr.DeletionProtected)
	t.not(i.ChargeType == prePaid && !r.terminate, apierr.ReleasePrePaid)
	t.not(status == cloud.InstancePending, apierr.InstanceInitializing)
	t.not(status != cloud.InstanceStopped && (status != cloud.InstanceRunning || !r.force), apierr.InstanceStatusIncorrect)
	return t.err
}

// delete removes an instance with its system disk and those data disks that go with it;
// the others are left behind, of no instance. Images that are being made of it fail.
func (s *Service) delete(tx *store.Tx, c *rpc.Call, i *cloud.Instance) error {
	if err := failImages(tx, c, i); err != nil {
		return err
	}
	disks, err := tx.Disks(i.Account, i.Region, i.ID)
	if err != nil {
		return err
	}
	for _, d := range disks {
		if d.Kind == cloud.SystemDisk || d.DeleteWithInstance {
			err = tx.DeleteDisk(d)
		} else {
			is := d.Clone()
			is.Detach(c.Now)
			err = tx.UpdateDisk(d, is)
		}
		if err != nil {
			return err
		}
	}
	return tx.DeleteInstance(i)
}

// isInstanceID reports whether id looks like one.
func isInstanceID(id string) bool { return strings.HasPrefix(id, cloud.KindInstance+"-") }
