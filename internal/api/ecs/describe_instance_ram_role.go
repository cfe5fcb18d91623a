package ecs

import (
	"context"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DescribeInstanceRamRoleRequest names instances, or a role.
type DescribeInstanceRamRoleRequest struct {
	PageNumber  int
	PageSize    int
	RegionId    string `rpc:"required"`
	InstanceIds string
	RamRoleName string
}

// DescribeInstanceRamRoleResponse is one page of instances with their roles.
type DescribeInstanceRamRoleResponse struct {
	TotalCount          int
	RegionId            string
	InstanceRamRoleSets struct{ InstanceRamRoleSet []InstanceRamRole }
}

// InstanceRamRole is an instance with its role, which may be none.
type InstanceRamRole struct{ RamRoleName, InstanceId string }

// DescribeInstanceRamRole lists the roles of instances, or the instances of a role.
func (s *Service) DescribeInstanceRamRole(ctx context.Context, c *rpc.Call, req *DescribeInstanceRamRoleRequest) (*DescribeInstanceRamRoleResponse, error) {
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	offset, limit, _, err := page(c, req.PageNumber, req.PageSize)
	if err != nil {
		return nil, err
	}
	ids, ok := readList(req.InstanceIds)
	switch {
	case !ok:
		return nil, deny(c, apierr.RoleInstanceIDsMalformed, "InstanceIds")
	case len(ids) == 0 && req.RamRoleName == "":
		return nil, deny(c, apierr.NeitherInstancesNorRole.With("The parameters InstanceIds and RamRoleName must not both be empty."), "RamRoleName")
	}
	resp := &DescribeInstanceRamRoleResponse{RegionId: req.RegionId}
	return resp, s.view(ctx, c, func(tx *store.Tx) error {
		if _, err := instancesByID(tx, c, req.RegionId, ids, apierr.RoleInstanceNotFound, apierr.RoleInstanceNotFound); err != nil {
			return err
		}
		f := &cloud.InstanceFilter{IDs: ids, RAMRole: req.RamRoleName}
		found, total, err := tx.FindInstances(c.AccountID, req.RegionId, f, c.Now, offset, limit)
		resp.TotalCount, resp.InstanceRamRoleSets.InstanceRamRoleSet = total, nil
		for _, i := range found {
			resp.InstanceRamRoleSets.InstanceRamRoleSet = append(resp.InstanceRamRoleSets.InstanceRamRoleSet,
				InstanceRamRole{RamRoleName: i.RAMRole, InstanceId: i.ID})
		}
		return err
	})
}
