package ecs

import (
	"context"

	"sesame/internal/rpc"
	"sesame/internal/store"
)

// DescribeInstanceAttributeRequest names an instance.
type DescribeInstanceAttributeRequest struct {
	InstanceId string `rpc:"required"`
}

// DescribeInstanceAttributeResponse is the instance, with other fields than those of
// DescribeInstances.
type DescribeInstanceAttributeResponse struct {
	Status                  string
	SerialNumber            string
	CreationTime            string
	Description             string
	InstanceName            string
	InstanceNetworkType     string
	Memory                  int
	ImageId                 string
	ClusterId               string
	VlanId                  string
	StoppedMode             string
	HostName                string
	InstanceId              string
	InstanceType            string
	InternetMaxBandwidthIn  int
	InternetMaxBandwidthOut int
	RegionId                string
	InstanceChargeType      string
	IoOptimized             string
	Cpu                     int
	ExpiredTime             string
	ZoneId                  string
	InternetChargeType      string
	CreditSpecification     string
	SecurityGroupIds        struct{ SecurityGroupId []string }
	PublicIpAddress         struct{ IpAddress []string }
	InnerIpAddress          struct{ IpAddress []string }
	VpcAttributes           VpcAttributes
	EipAddress              struct {
		InternetChargeType string
		IpAddress          string
		Bandwidth          int
		AllocationId       string
	}
	DedicatedHostAttribute  struct{ DedicatedHostName, DedicatedHostId string }
	OperationLocks          struct{ LockReason []struct{ LockReason string } }
	EnableJumboFrame        bool
	EnableNetworkEncryption bool
	NetworkOptions          struct {
		BandwidthWeighting      string
		EnableJumboFrame        bool
		EnableNetworkEncryption bool
	}
}

// DescribeInstanceAttribute shows one instance.
func (s *Service) DescribeInstanceAttribute(ctx context.Context, c *rpc.Call, req *DescribeInstanceAttributeRequest) (*DescribeInstanceAttributeResponse, error) {
	resp := &DescribeInstanceAttributeResponse{}
	return resp, s.view(ctx, c, func(tx *store.Tx) error {
		i, err := ownInstance(tx, c, req.InstanceId)
		if err != nil {
			return err
		}
		*resp = instanceAttribute(viewer{c.AccountID, c.Now}.instance(i))
		return nil
	})
}

// instanceAttribute takes what both answers have.
func instanceAttribute(w Instance) DescribeInstanceAttributeResponse {
	a := DescribeInstanceAttributeResponse{
		Status: w.Status, SerialNumber: w.SerialNumber, CreationTime: w.CreationTime, Description: w.Description,
		InstanceName: w.InstanceName, InstanceNetworkType: w.InstanceNetworkType, Memory: w.Memory, ImageId: w.ImageId,
		StoppedMode: w.StoppedMode, HostName: w.HostName, InstanceId: w.InstanceId, InstanceType: w.InstanceType,
		InternetMaxBandwidthIn: w.InternetMaxBandwidthIn, InternetMaxBandwidthOut: w.InternetMaxBandwidthOut,
		RegionId: w.RegionId, InstanceChargeType: w.InstanceChargeType, IoOptimized: "optimized", Cpu: w.Cpu,
		ExpiredTime: w.ExpiredTime, ZoneId: w.ZoneId, InternetChargeType: w.InternetChargeType,
		CreditSpecification: w.CreditSpecification, SecurityGroupIds: w.SecurityGroupIds, VpcAttributes: w.VpcAttributes,
	}
	for _, l := range w.OperationLocks.LockReason {
		a.OperationLocks.LockReason = append(a.OperationLocks.LockReason, struct{ LockReason string }{l.LockReason})
	}
	return a
}
