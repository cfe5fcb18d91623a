package ecs

import (
	"context"
	"log/slog"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// JoinResourceGroupRequest moves a resource to another resource group.
type JoinResourceGroupRequest struct {
	ResourceType    string
	ResourceId      string
	RegionId        string
	ResourceGroupId string
}

// JoinResourceGroupResponse holds nothing but the RequestId of every answer.
type JoinResourceGroupResponse struct{}

// JoinResourceGroup moves a resource to a group, be it the one that it is in.
func (s *Service) JoinResourceGroup(ctx context.Context, c *rpc.Call, req *JoinResourceGroupRequest) (*JoinResourceGroupResponse, error) {
	switch {
	case req.ResourceId == "":
		return nil, deny(c, apierr.JoinParameterMissing.With("ResourceId"), "ResourceId")
	case req.RegionId == "":
		return nil, deny(c, apierr.JoinParameterMissing.With("RegionId"), "RegionId")
	case req.ResourceGroupId == "":
		return nil, deny(c, apierr.JoinParameterMissing.With("ResourceGroupId"), "ResourceGroupId")
	}
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	if err := checkKind(c, req.ResourceType); err != nil {
		return nil, err
	}
	of := sameKind{req.RegionId, req.ResourceType, []string{req.ResourceId}, apierr.JoinResourceNotFound}
	return &JoinResourceGroupResponse{}, s.update(ctx, c, false, func(tx *store.Tx) error {
		if err := checkGroup(tx, c, req.ResourceGroupId); err != nil {
			return err
		}
		return change(tx, c, of, func(r *cloud.Resource) error {
			r.ResourceGroup = req.ResourceGroupId
			return nil
		})
	})
}

// checkGroup: a group that is named must exist. None is the default one.
func checkGroup(tx *store.Tx, c *rpc.Call, id string) error {
	if id == "" {
		return nil
	}
	c.Trace.Check(groupExists, slog.String("ResourceGroupId", id))
	has, err := tx.HasResourceGroup(c.AccountID, id)
	if err == nil && !has {
		err = deny(c, apierr.ResourceGroupNotFound)
	}
	return err
}
