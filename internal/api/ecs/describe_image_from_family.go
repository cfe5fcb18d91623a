package ecs

import (
	"context"
	"errors"
	"log/slog"

	"sesame/internal/apierr"
	"sesame/internal/catalog"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DescribeImageFromFamilyRequest names a family: an own one, "acs:<owner>:<family>" of
// another account's shared and community images, or a public "acs:..." one.
type DescribeImageFromFamilyRequest struct {
	RegionId    string `rpc:"required"`
	ImageFamily string `rpc:"required"`
}

// DescribeImageFromFamilyResponse holds an empty image when the family has none Available.
type DescribeImageFromFamilyResponse struct{ Image *Image }

// DescribeImageFromFamily gives the image that a new instance of the family boots: of
// those Available, the latest created.
func (s *Service) DescribeImageFromFamily(ctx context.Context, c *rpc.Call, req *DescribeImageFromFamilyRequest) (*DescribeImageFromFamilyResponse, error) {
	if checkRegion(c, req.RegionId) != nil {
		return nil, deny(c, apierr.RegionUnknown, "RegionId")
	}
	resp := &DescribeImageFromFamilyResponse{}
	return resp, s.view(ctx, c, func(tx *store.Tx) error {
		head, err := familyHead(tx, c, req.RegionId, req.ImageFamily)
		c.Trace.Check(familyLooked, slog.String("ImageFamily", req.ImageFamily), slog.Bool("has an Available image", err == nil))
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		shown := viewer{c.AccountID, c.Now}.image(head)
		resp.Image = &shown
		return nil
	})
}

// familyHead resolves a family as the caller sees it; store.ErrNotFound when it has no
// Available image.
func familyHead(tx *store.Tx, c *rpc.Call, region, family string) (*cloud.Image, error) {
	if p, ok := catalog.PublicFamilyHead(family); ok {
		return publicImage(&p), nil
	}
	owner, theirs, foreign := receivedFamily(family)
	if !foreign {
		return tx.FamilyHead(c.AccountID, region, family, c.Now)
	}
	return othersFamilyHead(tx, c, region, owner, theirs)
}

// othersFamilyHead: of an owner's family the caller sees what is shared with it and what
// is published.
func othersFamilyHead(tx *store.Tx, c *rpc.Call, region, owner, family string) (*cloud.Image, error) {
	head, err := tx.ReceivedFamilyHead(c.AccountID, region, owner, family, c.Now)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	published, err := tx.CommunityFamilyHead(region, owner, family, c.Now)
	if err != nil && (head == nil || !errors.Is(err, store.ErrNotFound)) {
		return nil, err
	}
	if head == nil || published != nil && latestFirst(published, head) < 0 {
		head = published
	}
	if head.Account == c.AccountID {
		return head, nil
	}
	return received(head), nil
}
