package ecs

import (
	"context"

	"sesame/internal/apierr"
	"sesame/internal/catalog"
	"sesame/internal/rpc"
)

// DescribeInstanceTypeFamiliesRequest names a region.
type DescribeInstanceTypeFamiliesRequest struct {
	RegionId   string `rpc:"required"`
	Generation string
}

// DescribeInstanceTypeFamiliesResponse lists the families.
type DescribeInstanceTypeFamiliesResponse struct {
	InstanceTypeFamilies struct{ InstanceTypeFamily []InstanceTypeFamily }
}

// InstanceTypeFamily is one family.
type InstanceTypeFamily struct{ Generation, InstanceTypeFamilyId string }

// DescribeInstanceTypeFamilies lists the families of a generation, or all. Every region has
// the same ones.
func (s *Service) DescribeInstanceTypeFamilies(_ context.Context, c *rpc.Call, req *DescribeInstanceTypeFamiliesRequest) (*DescribeInstanceTypeFamiliesResponse, error) {
	if checkRegion(c, req.RegionId) != nil {
		return nil, apierr.RegionNotInRecords
	}
	resp := &DescribeInstanceTypeFamiliesResponse{}
	for _, f := range catalog.Families() {
		if req.Generation == "" || req.Generation == f.Generation {
			resp.InstanceTypeFamilies.InstanceTypeFamily = append(resp.InstanceTypeFamilies.InstanceTypeFamily,
				InstanceTypeFamily{Generation: f.Generation, InstanceTypeFamilyId: f.ID})
		}
	}
	return resp, nil
}
