package ecs

import (
	"context"

	"sesame/internal/apierr"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DescribeUserDataRequest names an instance.
type DescribeUserDataRequest struct {
	RegionId   string `rpc:"required"`
	InstanceId string `rpc:"required"`
}

// DescribeUserDataResponse is the user data in base64, as it was sent.
type DescribeUserDataResponse struct {
	InstanceId string
	UserData   string
	RegionId   string
}

// DescribeUserData shows what an instance was given to begin with.
func (s *Service) DescribeUserData(ctx context.Context, c *rpc.Call, req *DescribeUserDataRequest) (*DescribeUserDataResponse, error) {
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	resp := &DescribeUserDataResponse{InstanceId: req.InstanceId, RegionId: req.RegionId}
	return resp, s.view(ctx, c, func(tx *store.Tx) error {
		all, err := instancesByID(tx, c, req.RegionId, []string{req.InstanceId}, apierr.InstanceNotFound, apierr.InstanceNotFound)
		if err != nil {
			return err
		}
		resp.UserData = all[0].UserData
		return nil
	})
}
