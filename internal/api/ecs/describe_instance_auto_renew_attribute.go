package ecs

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DescribeInstanceAutoRenewAttributeRequest names up to 100 instances, with commas between
// them, or how they are renewed. The numbers are strings on the wire.
type DescribeInstanceAutoRenewAttributeRequest struct {
	InstanceId    string
	RegionId      string `rpc:"required"`
	RenewalStatus string
	PageSize      string
	PageNumber    string
}

// DescribeInstanceAutoRenewAttributeResponse is one page of how instances are renewed.
type DescribeInstanceAutoRenewAttributeResponse struct {
	PageNumber              int
	PageSize                int
	TotalCount              int
	InstanceRenewAttributes struct{ InstanceRenewAttribute []InstanceRenewal }
}

// InstanceRenewal is how an instance is renewed.
type InstanceRenewal struct {
	PeriodUnit             string
	Duration               int
	RenewalStatus          string
	InstanceId             string
	AutoRenewEnabled       bool
	EnableExpectedRenewDay bool
}

const renewedByHand = "Normal"

// DescribeInstanceAutoRenewAttribute lists instances that were paid in advance: none is
// renewed by itself.
func (s *Service) DescribeInstanceAutoRenewAttribute(ctx context.Context, c *rpc.Call, req *DescribeInstanceAutoRenewAttributeRequest) (*DescribeInstanceAutoRenewAttributeResponse, error) {
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	ids, number, size, err := req.check(c)
	if err != nil {
		return nil, err
	}
	resp := &DescribeInstanceAutoRenewAttributeResponse{PageNumber: number, PageSize: size}
	if req.RenewalStatus != "" && req.RenewalStatus != renewedByHand {
		return resp, nil
	}
	return resp, s.DB.View(ctx, func(tx *store.Tx) error {
		found, err := instancesByID(tx, c, req.RegionId, ids, renewedMissing, renewedMissing)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(found, func(i *cloud.Instance) bool { return i.ChargeType != prePaid }) {
			return deny(c, apierr.RenewedPostPaid)
		}
		f := &cloud.InstanceFilter{IDs: ids, ChargeType: prePaid}
		found, total, err := tx.FindInstances(c.AccountID, req.RegionId, f, c.Now, (number-1)*size, size)
		all := make([]InstanceRenewal, len(found))
		for n, i := range found {
			all[n] = InstanceRenewal{RenewalStatus: renewedByHand, InstanceId: i.ID}
		}
		resp.TotalCount, resp.InstanceRenewAttributes.InstanceRenewAttribute = total, all
		return err
	})
}

var renewedMissing = apierr.RenewedInstanceNotFound.With("The specified InstanceId does not exist.")

// check looks at the values alone.
func (req *DescribeInstanceAutoRenewAttributeRequest) check(c *rpc.Call) (ids []string, number, size int, err error) {
	if req.InstanceId != "" {
		ids = strings.Split(req.InstanceId, ",")
	}
	number, badNumber := numberOr(req.PageNumber, 1)
	size, badSize := numberOr(req.PageSize, 10)
	t := try(c)
	t.not(len(ids) == 0 && req.RenewalStatus == "", apierr.NeitherRenewalNorInstances)
	t.not(len(ids) > 100, apierr.TooManyRenewed, "InstanceId")
	t.not(!slices.Contains([]string{"", "AutoRenewal", renewedByHand, "NotRenewal"}, req.RenewalStatus), apierr.RenewalStatusInvalid, "RenewalStatus")
	t.not(badSize || size < 1 || size > 100, apierr.RenewalPageSize, "PageSize")
	t.not(badNumber || number < 1 || number > 1<<30, apierr.RenewalPageNumber, "PageNumber")
	return unique(ids), number, size, t.err
}

func numberOr(value string, usual int) (n int, bad bool) {
	if value == "" {
		return usual, false
	}
	n, err := strconv.Atoi(value)
	return n, err != nil
}
