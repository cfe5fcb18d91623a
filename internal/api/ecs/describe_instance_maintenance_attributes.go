package ecs

import (
	"context"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DescribeInstanceMaintenanceAttributesRequest selects instances.
type DescribeInstanceMaintenanceAttributesRequest struct {
	RegionId   string `rpc:"required"`
	PageNumber int64
	PageSize   int64
	InstanceId []string
}

// DescribeInstanceMaintenanceAttributesResponse is one page of what happens at maintenance.
type DescribeInstanceMaintenanceAttributesResponse struct {
	PageSize              int
	PageNumber            int
	TotalCount            int
	MaintenanceAttributes struct{ MaintenanceAttribute []MaintenanceAttribute }
}

// MaintenanceAttribute is what happens to an instance at maintenance.
type MaintenanceAttribute struct {
	NotifyOnMaintenance bool
	InstanceId          string
	MaintenanceWindows  struct {
		MaintenanceWindow []struct{ EndTime, StartTime string }
	}
	ActionOnMaintenance struct {
		DefaultValue    string
		Value           string
		SupportedValues struct{ SupportedValue []string }
	}
}

// DescribeInstanceMaintenanceAttributes lists instances with what happens to them at
// maintenance: the same for all, as there is none.
func (s *Service) DescribeInstanceMaintenanceAttributes(ctx context.Context, c *rpc.Call, req *DescribeInstanceMaintenanceAttributesRequest) (*DescribeInstanceMaintenanceAttributesResponse, error) {
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	offset, limit, number, err := page(c, int(req.PageNumber), int(req.PageSize))
	if err != nil {
		return nil, err
	}
	if len(req.InstanceId) > 100 {
		return nil, deny(c, apierr.InstanceIDLimit.With("The number of instance IDs exceeds 100."), "InstanceId")
	}
	resp := &DescribeInstanceMaintenanceAttributesResponse{PageSize: limit, PageNumber: number}
	return resp, s.view(ctx, c, func(tx *store.Tx) error {
		ids := unique(req.InstanceId)
		if _, err := instancesByID(tx, c, req.RegionId, ids, apierr.InstanceNotFound, apierr.InstanceNotFound); err != nil {
			return err
		}
		found, total, err := tx.FindInstances(c.AccountID, req.RegionId, &cloud.InstanceFilter{IDs: ids}, c.Now, offset, limit)
		all := make([]MaintenanceAttribute, len(found))
		for n, i := range found {
			a := &all[n]
			a.InstanceId = i.ID
			a.ActionOnMaintenance.DefaultValue, a.ActionOnMaintenance.Value = "AutoRecover", "AutoRecover"
			a.ActionOnMaintenance.SupportedValues.SupportedValue = []string{"Stop", "AutoRecover"}
		}
		resp.TotalCount, resp.MaintenanceAttributes.MaintenanceAttribute = total, all
		return err
	})
}
