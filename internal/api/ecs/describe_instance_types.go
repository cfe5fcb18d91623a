package ecs

import (
	"context"
	"encoding/base64"
	"slices"

	"sesame/internal/apierr"
	"sesame/internal/catalog"
	"sesame/internal/rpc"
)

// DescribeInstanceTypesRequest selects instance types. A list and its single form add up
// to one choice.
type DescribeInstanceTypesRequest struct {
	InstanceTypeFamily                 string
	InstanceTypes                      []string
	MinimumCpuCoreCount                int
	MaximumCpuCoreCount                *int
	MinimumMemorySize                  float64
	MaximumMemorySize                  *float64
	MinimumGPUAmount                   int
	MaximumGPUAmount                   *int
	GPUSpec                            string
	InstanceCategory                   string
	CpuArchitecture                    string
	MinimumCpuSpeedFrequency           float64
	MaximumCpuSpeedFrequency           *float64
	MinimumCpuTurboFrequency           float64
	MaximumCpuTurboFrequency           *float64
	PhysicalProcessorModel             string
	InstanceFamilyLevel                string
	MinimumInstancePpsRx               int64
	MinimumInstancePpsTx               int64
	MinimumInstanceBandwidthRx         int
	MinimumInstanceBandwidthTx         int
	MinimumPrimaryEniQueueNumber       int
	MinimumSecondaryEniQueueNumber     int
	MinimumEniQuantity                 int
	MinimumQueuePairNumber             int
	MinimumEriQuantity                 int
	MinimumEniPrivateIpAddressQuantity int
	MinimumEniIpv6AddressQuantity      int
	MinimumLocalStorageAmount          int
	MinimumLocalStorageCapacity        int64
	MinimumDiskQuantity                int
	LocalStorageCategory               string
	NvmeSupport                        string
	MinimumBaselineCredit              int
	MinimumInitialCredit               int
	InstanceTypeFamilies               []string
	GpuSpecs                           []string
	InstanceCategories                 []string
	CpuArchitectures                   []string
	PhysicalProcessorModels            []string
	LocalStorageCategories             []string
	MaxResults                         int64
	NextToken                          string
}

// DescribeInstanceTypesResponse is one page of the types.
type DescribeInstanceTypesResponse struct {
	InstanceTypes struct{ InstanceType []InstanceType }
	NextToken     string
}

// maxInstanceTypes is the largest page, and the usual one.
const maxInstanceTypes = 1600

// DescribeInstanceTypes lists the instance types that are asked for, in the order of the
// catalogue. Every region has the same ones.
func (s *Service) DescribeInstanceTypes(_ context.Context, c *rpc.Call, req *DescribeInstanceTypesRequest) (*DescribeInstanceTypesResponse, error) {
	if err := checkTypeLists(req); err != nil {
		return nil, err
	}
	if !sent(c, "MaxResults") {
		req.MaxResults = maxInstanceTypes
	}
	if req.MaxResults < 1 || req.MaxResults > maxInstanceTypes {
		return nil, deny(c, apierr.InvalidParameter.With("MaxResults"), "MaxResults")
	}
	rest, ok := typesAfter(req.NextToken)
	if !ok {
		return nil, deny(c, apierr.InvalidParameter.With("NextToken"))
	}
	resp := &DescribeInstanceTypesResponse{}
	page := &resp.InstanceTypes.InstanceType
	for n := range rest {
		t := instanceType(&rest[n])
		if !req.selects(&t) {
			continue
		}
		if len(*page) == int(req.MaxResults) { // there is one more
			resp.NextToken = typeToken((*page)[len(*page)-1].InstanceTypeId)
			break
		}
		*page = append(*page, t)
	}
	return resp, nil
}

func checkTypeLists(req *DescribeInstanceTypesRequest) error {
	for _, list := range []struct {
		name   string
		values []string
		most   int
	}{
		{"InstanceTypes", req.InstanceTypes, 10},
		{"InstanceTypeFamilies", req.InstanceTypeFamilies, 10},
		{"GpuSpecs", req.GpuSpecs, 10},
		{"InstanceCategories", req.InstanceCategories, 10},
		{"CpuArchitectures", req.CpuArchitectures, 2},
		{"PhysicalProcessorModels", req.PhysicalProcessorModels, 10},
		{"LocalStorageCategories", req.LocalStorageCategories, 2},
	} {
		if len(list.values) > list.most {
			return apierr.InvalidParameter.With(list.name)
		}
	}
	return nil
}

// typeToken names the last type of a page: the next begins behind it.
func typeToken(id string) string { return base64.RawURLEncoding.EncodeToString([]byte(id)) }

// typesAfter gives the types behind the one that a token names, all of them without one.
func typesAfter(token string) ([]catalog.InstanceType, bool) {
	all := catalog.InstanceTypes()
	if token == "" {
		return all, true
	}
	id, err := base64.RawURLEncoding.DecodeString(token)
	at := slices.IndexFunc(all, func(t catalog.InstanceType) bool { return t.ID == string(id) })
	return all[at+1:], err == nil && at >= 0
}
