package ecs

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"sesame/internal/apierr"
	"sesame/internal/catalog"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DescribeAccountAttributesRequest names what to tell about the caller's account; without
// a name, all there is.
type DescribeAccountAttributesRequest struct {
	RegionId      string `rpc:"required"`
	ZoneId        string
	AttributeName []string
}

// DescribeAccountAttributesResponse is what the account may have, and what it uses.
type DescribeAccountAttributesResponse struct {
	AccountAttributeItems struct{ AccountAttributeItem []AccountAttribute }
}

// AccountAttribute is one fact about an account.
type AccountAttribute struct {
	AttributeName   string
	AttributeValues struct{ ValueItem []AccountValue }
}

// AccountValue is one value of it, and what the value holds for.
type AccountValue struct {
	DiskCategory       string
	Value              string
	ExpiredTime        string
	ZoneId             string
	InstanceType       string
	Count              *int
	InstanceChargeType string
}

// maxAttributeNames is how many attributes a call can name.
const maxAttributeNames = 8

// DescribeAccountAttributes tells what the caller's account may have in a region, and what
// it uses of that. Names and zones that do not exist are left out.
func (s *Service) DescribeAccountAttributes(ctx context.Context, c *rpc.Call, req *DescribeAccountAttributesRequest) (*DescribeAccountAttributesResponse, error) {
	if err := checkRegion(c, req.RegionId); err != nil {
		return nil, err
	}
	if len(req.AttributeName) > maxAttributeNames {
		return nil, deny(c, apierr.InvalidParameter.With("AttributeName"), "AttributeName")
	}
	resp := &DescribeAccountAttributesResponse{}
	if req.ZoneId != "" && !slices.ContainsFunc(catalog.Zones(req.RegionId), func(z catalog.Zone) bool { return z.ID == req.ZoneId }) {
		return resp, nil
	}
	var used accountUsage
	err := s.view(ctx, c, func(tx *store.Tx) (err error) {
		used, err = readUsage(tx, c.AccountID, req.RegionId)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, a := range accountAttributes {
		if len(req.AttributeName) > 0 && !slices.Contains(req.AttributeName, a.name) {
			continue
		}
		item := AccountAttribute{AttributeName: a.name}
		item.AttributeValues.ValueItem = a.values(used)
		for n := range item.AttributeValues.ValueItem {
			item.AttributeValues.ValueItem[n].ZoneId = req.ZoneId
		}
		resp.AccountAttributeItems.AccountAttributeItem = append(resp.AccountAttributeItems.AccountAttributeItem, item)
	}
	return resp, nil
}

// accountUsage is what an account has in a region.
type accountUsage struct {
	vcpus int
	disks map[string]int // GiB by category
}

func readUsage(tx *store.Tx, account, region string) (u accountUsage, err error) {
	types, err := tx.InstancesByType(account, region)
	for id, n := range types {
		t, _ := catalog.FindInstanceType(id)
		u.vcpus += n * t.CPU
	}
	disks, err2 := tx.DiskGiBByCategory(account, region)
	u.disks = disks
	return u, errors.Join(err, err2)
}

// accountAttributes are the attributes in the order of the contract.
var accountAttributes = []struct {
	name   string
	values func(accountUsage) []AccountValue
}{
	{"instance-network-type", always("vpc")},
	{"max-security-groups", atMost(cloud.MaxSecurityGroups)},
	{"max-elastic-network-interfaces", atMost(cloud.MaxNetworkInterfaces)},
	{"max-postpaid-instance-vcpu-count", atMost(cloud.MaxVCPUs)},
	{"max-spot-instance-vcpu-count", atMost(cloud.MaxVCPUs)},
	{"used-postpaid-instance-vcpu-count", func(u accountUsage) []AccountValue { return numbers(u.vcpus) }},
	{"used-spot-instance-vcpu-count", atMost(0)}, // there are no spot instances
	{"max-postpaid-yundisk-capacity", func(accountUsage) []AccountValue {
		return byCategory(func(string) int { return cloud.MaxDiskCapacity })
	}},
	{"used-postpaid-yundisk-capacity", func(u accountUsage) []AccountValue {
		return byCategory(func(category string) int { return u.disks[category] })
	}},
	{"max-dedicated-hosts", atMost(cloud.MaxDedicatedHosts)},
	{"supported-postpaid-instance-types", func(accountUsage) []AccountValue {
		all := make([]AccountValue, len(catalog.InstanceTypes()))
		for n, t := range catalog.InstanceTypes() {
			all[n].Value = t.ID
		}
		return all
	}},
	{"max-axt-command-count", atMost(cloud.MaxCommands)},
	{"max-axt-invocation-daily", atMost(cloud.MaxInvocationsPerDay)},
	{"real-name-authentication", always("yes")},
}

func always(word string) func(accountUsage) []AccountValue {
	return func(accountUsage) []AccountValue { return []AccountValue{{Value: word}} }
}

func atMost(n int) func(accountUsage) []AccountValue {
	return func(accountUsage) []AccountValue { return numbers(n) }
}

func numbers(n int) []AccountValue { return []AccountValue{{Value: strconv.Itoa(n)}} }

func byCategory(gib func(category string) int) []AccountValue {
	all := make([]AccountValue, len(cloud.DiskCategories()))
	for n, c := range cloud.DiskCategories() {
		all[n] = AccountValue{Value: strconv.Itoa(gib(c.Name)), DiskCategory: c.Name}
	}
	return all
}
