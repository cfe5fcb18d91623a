package ecs

import (
	"context"
	"log/slog"
	"slices"
	"strconv"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// ModifyImageSharePermissionRequest adds accounts to an image's shares and removes others,
// or makes it a community image.
type ModifyImageSharePermissionRequest struct {
	RegionId      string `rpc:"required"`
	ImageId       string `rpc:"required"`
	AddAccount    []string
	RemoveAccount []string
	IsPublic      *bool
	DryRun        bool
}

// ModifyImageSharePermissionResponse holds nothing but the RequestId of every answer.
type ModifyImageSharePermissionResponse struct{}

// ModifyImageSharePermission shares an image of the caller, or takes that back: first the
// additions, then the removals. A call without either is fine: clients make it.
// IsPublic publishes the image, or takes that back.
func (s *Service) ModifyImageSharePermission(ctx context.Context, c *rpc.Call, req *ModifyImageSharePermissionRequest) (*ModifyImageSharePermissionResponse, error) {
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	add, remove := firstAccounts(req.AddAccount), firstAccounts(req.RemoveAccount)
	if err := checkAccounts(c, add, remove); err != nil {
		return nil, err
	}
	c.Trace.Check(publishAlone, slog.Bool("IsPublic", req.IsPublic != nil), slog.Int("accounts", len(add)+len(remove)))
	if req.IsPublic != nil && len(add)+len(remove) > 0 {
		return nil, deny(c, apierr.IsPublicConflict, "IsPublic")
	}
	return &ModifyImageSharePermissionResponse{}, s.update(ctx, c, req.DryRun, func(tx *store.Tx) error {
		i, err := ownImage(tx, c, req.RegionId, req.ImageId, apierr.ImageNotFound)
		if err != nil {
			return err
		}
		if req.IsPublic != nil {
			return publish(tx, c, i, *req.IsPublic)
		}
		return s.reshare(tx, c, i, add, remove)
	})
}

// firstAccounts: more than ten of a list are ignored without a word.
func firstAccounts(list []string) []string {
	list = slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == "" })
	return list[:min(len(list), cloud.MaxAccountsPerCall)]
}

// checkAccounts: any number can be somebody's id, but not the caller's own.
func checkAccounts(c *rpc.Call, add, remove []string) error {
	for _, id := range slices.Concat(add, remove) {
		c.Trace.Check(accountsExist, slog.String("account", id))
		if n, err := strconv.ParseInt(id, 10, 64); err != nil || n <= 0 || strconv.FormatInt(n, 10) != id {
			return deny(c, apierr.ShareAccountNotFound)
		}
	}
	if len(add) > 0 {
		c.Trace.Check(notSelf, slog.String("owner", c.AccountID))
	}
	if slices.Contains(add, c.AccountID) {
		return deny(c, apierr.ShareAccountSelf)
	}
	return nil
}

// publish makes the image a community image, or takes that back.
func publish(tx *store.Tx, c *rpc.Call, i *cloud.Image, public bool) error {
	if !public {
		c.Trace.Check(isPublished, publicOf(i, c.Now))
		if !i.Public {
			return deny(c, apierr.ImageNotPublic)
		}
		return tx.PublishImage(i, false)
	}
	err := i.MayPublish(c.Now)
	shareRules.told(c, i, err)
	if err != nil {
		return refused(err)
	}
	c.Trace.Check(notEncrypted, sealedOf(i, c.Now))
	if i.Encrypted() {
		return deny(c, apierr.ShareEncrypted)
	}
	return tx.PublishImage(i, true)
}

func (s *Service) reshare(tx *store.Tx, c *rpc.Call, i *cloud.Image, add, remove []string) error {
	if len(add) > 0 {
		err := i.MayShare(c.Now)
		shareRules.told(c, i, err)
		if err != nil {
			return refused(err)
		}
		c.Trace.Check(notEncrypted, sealedOf(i, c.Now))
		if i.Encrypted() {
			return deny(c, apierr.ShareEncrypted)
		}
	}
	added, removed, err := netChange(tx, i, add, remove)
	if err != nil {
		return err
	}
	for _, id := range added {
		n, err := tx.CountReceived(id)
		if err != nil {
			return err
		}
		c.Trace.Check(receiverRoom, slog.String("account", id), slog.Int("used", n), slog.Int("limit", cloud.MaxSharedWithAccount))
		if n >= cloud.MaxSharedWithAccount {
			return deny(c, apierr.QuotaShareImages)
		}
	}
	if len(added) > 0 {
		after, limit := i.Shares+len(added)-len(removed), s.quotas(c).AccountsPerShare
		c.Trace.Check(sharesRoom, sharesOf(i, c.Now), slog.Int("added", len(added)), slog.Int("removed", len(removed)), slog.Int("limit", limit))
		if after > limit {
			return deny(c, apierr.QuotaShareUsers)
		}
	}
	return tx.ChangeShares(i, added, removed)
}

// netChange is what really changes: who has the image need not be added, who has it not
// cannot be removed, and who is in both lists is removed.
func netChange(tx *store.Tx, i *cloud.Image, add, remove []string) (added, removed []string, err error) {
	all := slices.Concat(add, remove)
	slices.Sort(all)
	for _, id := range slices.Compact(all) {
		shared, err := tx.IsShared(i.Account, i.Region, i.ID, id)
		switch wanted := !slices.Contains(remove, id); {
		case err != nil:
			return nil, nil, err
		case wanted && !shared:
			added = append(added, id)
		case !wanted && shared:
			removed = append(removed, id)
		}
	}
	return added, removed, nil
}
