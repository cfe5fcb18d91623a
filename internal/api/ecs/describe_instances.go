package ecs

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"time"

	"sesame/internal/apierr"
	"sesame/internal/catalog"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DescribeInstancesRequest selects instances of the caller.
type DescribeInstancesRequest struct {
	RegionId                string `rpc:"required"`
	VpcId                   string
	VSwitchId               string
	ZoneId                  string
	InstanceNetworkType     string
	SecurityGroupId         string
	InstanceIds             string
	PageNumber              int
	PageSize                int
	NextToken               string
	MaxResults              int
	InnerIpAddresses        string
	PrivateIpAddresses      string
	PublicIpAddresses       string
	EipAddresses            string
	InstanceChargeType      string
	InternetChargeType      string
	InstanceName            string
	ImageId                 string
	Status                  string
	LockReason              string
	DeviceAvailable         *bool
	IoOptimized             *bool
	NeedSaleCycle           bool
	InstanceType            string
	InstanceTypeFamily      string
	KeyPairName             string
	ResourceGroupId         string
	HpcClusterId            string
	RdmaIpAddresses         string
	DryRun                  bool
	HttpEndpoint            string
	HttpTokens              string
	HttpPutResponseHopLimit int
	Ipv6Address             []string
	Tag                     []struct{ Key, Value string }
	AdditionalAttributes    []string
	Filter                  []struct{ Key, Value string }
}

// DescribeInstancesResponse is one page of the instances.
type DescribeInstancesResponse struct {
	NextToken  string
	PageSize   int
	PageNumber int
	TotalCount int
	Instances  struct{ Instance []Instance }
}

// DescribeInstances lists the caller's instances, latest first. An id that nobody has
// gives an empty list, not an error.
func (s *Service) DescribeInstances(ctx context.Context, c *rpc.Call, req *DescribeInstancesRequest) (*DescribeInstancesResponse, error) {
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	p, err := readPaging(c, req.PageNumber, req.PageSize, req.NextToken, req.MaxResults, 100, byOffset)
	if err != nil {
		return nil, err
	}
	q := &instanceQuery{}
	for _, read := range []func(*rpc.Call, *DescribeInstancesRequest) error{q.readIDs, q.readPlace, q.readKind, q.readTags, q.readFilters} {
		if err := read(c, req); err != nil {
			return nil, err
		}
	}
	c.Trace.Check(meant, slog.Bool("DryRun", req.DryRun))
	if req.DryRun {
		return nil, apierr.DryRunOperation
	}
	resp := &DescribeInstancesResponse{PageSize: p.limit, PageNumber: p.number}
	if q.none {
		return resp, nil
	}
	return resp, s.view(ctx, c, func(tx *store.Tx) error {
		found, total, err := tx.FindInstances(c.AccountID, req.RegionId, &q.filter, c.Now, p.offset, p.limit)
		if err != nil {
			return err
		}
		resp.TotalCount, resp.NextToken = total, p.nextOffset(total)
		resp.Instances.Instance = make([]Instance, 0, len(found))
		for _, i := range found {
			resp.Instances.Instance = append(resp.Instances.Instance, viewer{c.AccountID, c.Now}.instance(i))
		}
		return nil
	})
}

// instanceQuery is what a request asks for; none: what nobody has.
type instanceQuery struct {
	filter cloud.InstanceFilter
	none   bool
}

func (q *instanceQuery) readIDs(c *rpc.Call, req *DescribeInstancesRequest) (err error) {
	if q.filter.IDs, err = jsonList(c, req.InstanceIds, "InstanceIds"); err != nil {
		return err
	}
	if q.filter.PrivateIPs, err = jsonList(c, req.PrivateIpAddresses, "PrivateIpAddresses"); err != nil {
		return err
	}
	// There are no such addresses.
	q.none = q.none || req.InnerIpAddresses != "" || req.PublicIpAddresses != "" || req.EipAddresses != "" ||
		req.RdmaIpAddresses != "" || len(req.Ipv6Address) > 0
	q.filter.Name, q.filter.Image, q.filter.KeyPair = req.InstanceName, req.ImageId, req.KeyPairName
	q.filter.ResourceGroup = req.ResourceGroupId
	return nil
}

// jsonList reads a parameter that is a list of up to 100 strings in JSON.
func jsonList(c *rpc.Call, value, name string) ([]string, error) {
	all, ok := readList(value)
	t := try(c)
	t.bad(!ok, name)
	return all, t.err
}

func readList(value string) (all []string, ok bool) {
	if value == "" {
		return nil, true
	}
	if json.Unmarshal([]byte(value), &all) != nil || len(all) > 100 {
		return nil, false
	}
	slices.Sort(all)
	return slices.Compact(all), true
}

func (q *instanceQuery) readPlace(c *rpc.Call, req *DescribeInstancesRequest) error {
	q.filter.VPC, q.filter.VSwitch, q.filter.Zone = req.VpcId, req.VSwitchId, req.ZoneId
	q.filter.SecurityGroup = req.SecurityGroupId
	q.none = q.none || req.InstanceNetworkType == "classic" || req.HpcClusterId != ""
	return not(c, !slices.Contains([]string{"", "vpc", "classic"}, req.InstanceNetworkType), apierr.NetworkTypeNotFound, "InstanceNetworkType")
}

func (q *instanceQuery) readKind(c *rpc.Call, req *DescribeInstancesRequest) error {
	foreignLock := slices.Contains([]string{"financial", "Recycling", "recycling", "dedicatedhostfinancial", "refunded"}, req.LockReason)
	t := try(c)
	t.not(!knownChargeType(req.InstanceChargeType), apierr.ChargeTypeNotFound, "InstanceChargeType")
	t.not(!slices.Contains([]string{"", payByTraffic, payByBandwidth}, req.InternetChargeType), apierr.InternetChargeTypeInvalid, "InternetChargeType")
	t.not(req.Status != "" && !slices.Contains(instanceStatuses, cloud.InstanceStatus(req.Status)), apierr.InstanceStatusNotFound, "Status")
	t.not(req.LockReason != "" && req.LockReason != lockSecurity && !foreignLock, apierr.LockReasonNotFound, "LockReason")
	if t.err != nil {
		return t.err
	}
	if req.Status != "" {
		q.filter.Statuses = []cloud.InstanceStatus{cloud.InstanceStatus(req.Status)}
	}
	if req.LockReason == lockSecurity {
		locked := true
		q.filter.Locked = &locked
	}
	q.none = q.none || foreignLock
	q.filter.ChargeType, q.filter.InternetChargeType = req.InstanceChargeType, req.InternetChargeType
	q.filter.MetadataEndpoint, q.filter.MetadataTokens = req.HttpEndpoint, req.HttpTokens
	q.filter.MetadataHopLimit = req.HttpPutResponseHopLimit
	q.none = q.none || req.DeviceAvailable != nil && !*req.DeviceAvailable || req.IoOptimized != nil && !*req.IoOptimized
	q.readType(req)
	return nil
}

var instanceStatuses = []cloud.InstanceStatus{
	cloud.InstancePending, cloud.InstanceStarting, cloud.InstanceRunning, cloud.InstanceStopping, cloud.InstanceStopped,
}

// readType: a family stands for its types.
func (q *instanceQuery) readType(req *DescribeInstancesRequest) {
	if req.InstanceType != "" {
		q.filter.Types = []string{req.InstanceType}
	}
	if req.InstanceTypeFamily == "" {
		return
	}
	var types []string
	for _, t := range catalog.InstanceTypes() {
		if t.Family == req.InstanceTypeFamily && (req.InstanceType == "" || req.InstanceType == t.ID) {
			types = append(types, t.ID)
		}
	}
	q.filter.Types = types
	q.none = q.none || len(types) == 0
}

func (q *instanceQuery) readTags(c *rpc.Call, req *DescribeInstancesRequest) error {
	if len(req.Tag) > cloud.MaxTags {
		return deny(c, apierr.TagCount, "Tag")
	}
	for _, t := range req.Tag {
		if t.Key == "" {
			return deny(c, apierr.TagMismatch)
		}
		match := cloud.TagMatch{Key: t.Key}
		if t.Value != "" {
			match.Value = &t.Value
		}
		q.filter.Tags = append(q.filter.Tags, match)
	}
	return nil
}

// readFilters: of when instances expire, all are alike.
func (q *instanceQuery) readFilters(c *rpc.Call, req *DescribeInstancesRequest) error {
	expires, _ := time.Parse(minutes, instanceExpires)
	for _, f := range req.Filter {
		at, err := time.Parse(minutes, f.Value)
		switch f.Key {
		case "CreationStartTime":
			q.filter.CreatedFrom = at
		case "CreationEndTime":
			q.filter.CreatedTo = at
		case "ExpiredStartTime":
			q.none = q.none || at.After(expires)
		case "ExpiredEndTime":
			q.none = q.none || at.Before(expires)
		default:
			return deny(c, apierr.InstanceFilterKey.With(f.Key))
		}
		if err != nil {
			return deny(c, apierr.InstanceFilterValue.With(f.Key))
		}
	}
	return nil
}

const minutes = "2006-01-02T15:04Z"
