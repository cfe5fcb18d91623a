package ecs

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"sesame/internal/apierr"
	"sesame/internal/catalog"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DescribeImageSupportInstanceTypesRequest names an image that the caller can see. The
// filter imageId names it too; the other one, filter, selects nothing away.
type DescribeImageSupportInstanceTypesRequest struct {
	RegionId   string `rpc:"required"`
	ImageId    string
	ActionType string
	Filter     []struct{ Key, Value string }
}

// DescribeImageSupportInstanceTypesResponse lists the instance types, in the catalogue's order.
type DescribeImageSupportInstanceTypesResponse struct {
	ImageId       string
	RegionId      string
	InstanceTypes struct{ InstanceType []SupportedInstanceType }
}

// SupportedInstanceType is an instance type that boots the image.
type SupportedInstanceType struct {
	InstanceTypeId     string
	InstanceTypeFamily string
	CpuCoreCount       int
	MemorySize         float64
}

// DescribeImageSupportInstanceTypes lists what boots an image: by architecture, boot mode
// and NVMe.
func (s *Service) DescribeImageSupportInstanceTypes(ctx context.Context, c *rpc.Call, req *DescribeImageSupportInstanceTypesRequest) (*DescribeImageSupportInstanceTypesResponse, error) {
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	id, err := req.image(c)
	if err != nil {
		return nil, err
	}
	resp := &DescribeImageSupportInstanceTypesResponse{ImageId: id, RegionId: req.RegionId}
	return resp, s.view(ctx, c, func(tx *store.Tx) error {
		i, err := usableImage(tx, c, req.RegionId, id)
		if err != nil {
			return err
		}
		resp.InstanceTypes.InstanceType = nil                 // View may run again
		if req.ActionType == "ChangeOS" && i.HasDataDisks() { // no system disk can be replaced by it
			return nil
		}
		for _, t := range catalog.InstanceTypes() {
			if machineOf(&t).Boots(i) {
				resp.InstanceTypes.InstanceType = append(resp.InstanceTypes.InstanceType, SupportedInstanceType{
					InstanceTypeId: t.ID, InstanceTypeFamily: t.Family, CpuCoreCount: t.CPU, MemorySize: t.MemoryGiB,
				})
			}
		}
		return nil
	})
}

// image reads what is asked: which image.
func (req *DescribeImageSupportInstanceTypesRequest) image(c *rpc.Call) (id string, err error) {
	id = req.ImageId
	if err := not(c, !slices.Contains([]string{"", "CreateEcs", "ChangeOS"}, req.ActionType), apierr.InvalidParamter, "ActionType"); err != nil {
		return "", err
	}
	for n, f := range req.Filter {
		switch f.Key {
		case "imageId":
			id = cmp.Or(id, f.Value)
		case "filter":
		default:
			return "", not(c, true, apierr.InvalidParamter, fmt.Sprintf("Filter.%d.Key", n+1))
		}
	}
	if id == "" {
		return "", deny(c, apierr.MissingParameter.With("ImageId"))
	}
	return id, nil
}

// usableImage reads an image of any kind that instances could start from.
func usableImage(tx *store.Tx, c *rpc.Call, region, id string) (*cloud.Image, error) {
	i, ok := findPublicImage(id, false)
	if !ok {
		var err error
		if i, err = customImage(tx, c, region, id, apierr.SpecifiedImageNotFound.With(id)); err != nil {
			return nil, err
		}
	}
	if !i.Usable(c.Now) {
		return nil, deny(c, apierr.ImageUnusable)
	}
	return i, nil
}
