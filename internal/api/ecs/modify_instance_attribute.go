package ecs

import (
	"context"
	"errors"
	"slices"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// ModifyInstanceAttributeRequest says what shall be different. What is absent or empty
// stays.
type ModifyInstanceAttributeRequest struct {
	InstanceId          string `rpc:"required"`
	Password            string
	HostName            string
	InstanceName        string
	Description         string
	UserData            string
	CreditSpecification string
	DeletionProtection  *bool
	SecurityGroupIds    []string
}

// ModifyInstanceAttributeResponse holds nothing but the RequestId of every answer.
type ModifyInstanceAttributeResponse struct{}

// ModifyInstanceAttribute changes what is said about an instance: all of it, or nothing.
func (s *Service) ModifyInstanceAttribute(ctx context.Context, c *rpc.Call, req *ModifyInstanceAttributeRequest) (*ModifyInstanceAttributeResponse, error) {
	if err := req.check(c); err != nil {
		return nil, err
	}
	return &ModifyInstanceAttributeResponse{}, s.update(ctx, c, false, func(tx *store.Tx) error {
		was, err := ownInstance(tx, c, req.InstanceId)
		if err != nil {
			return err
		}
		if err := req.mayChange(c, was); err != nil {
			return err
		}
		is := was.Clone()
		req.apply(is)
		if err := req.regroup(tx, c, is); err != nil {
			return err
		}
		return tx.UpdateInstance(was, is)
	})
}

// check looks at the values alone, in the order of the contract's error table.
func (req *ModifyInstanceAttributeRequest) check(c *rpc.Call) error {
	t := try(c)
	t.not(req.InstanceName != "" && !cloud.ValidInstanceName(req.InstanceName), apierr.InstanceNameMalformed, "InstanceName")
	t.not(req.Description != "" && !cloud.ValidDescription(req.Description), apierr.InstanceDescriptionMalformed, "Description")
	t.not(req.HostName != "" && !cloud.ValidHostName(req.HostName, false), apierr.HostNameMalformed, "HostName")
	t.not(req.Password != "" && !cloud.ValidPassword(req.Password), apierr.PasswordMalformed, "Password")
	t.bad(!slices.Contains([]string{"", "Standard", "Unlimited"}, req.CreditSpecification), "CreditSpecification")
	if t.err != nil {
		return t.err
	}
	if req.UserData == "" {
		return nil
	}
	switch err := cloud.CheckUserData(req.UserData); {
	case errors.Is(err, cloud.ErrUserDataSize):
		return deny(c, apierr.UserDataSize)
	case err != nil:
		return deny(c, apierr.ModifyUserData)
	}
	return nil
}

// mayChange: user data is read at the next start, so that it changes while the instance is
// stopped.
func (req *ModifyInstanceAttributeRequest) mayChange(c *rpc.Call, i *cloud.Instance) error {
	t := try(c)
	t.not(i.Locked, apierr.InstanceIsLocked)
	t.not(req.UserData != "" && i.Status(c.Now) != cloud.InstanceStopped, apierr.InstanceStatusIncorrect, "UserData")
	t.not(i.OSType == "windows" && req.HostName != "" && !cloud.ValidHostName(req.HostName, true), apierr.HostNameMalformed, "HostName")
	t.not(req.DeletionProtection != nil && *req.DeletionProtection && (i.ChargeType == prePaid || i.SpotStrategy != noSpot), apierr.ProtectionChargeType, "DeletionProtection")
	return t.err
}

func (req *ModifyInstanceAttributeRequest) apply(i *cloud.Instance) {
	for value, field := range map[*string]*string{
		&req.HostName: &i.HostName, &req.InstanceName: &i.Name, &req.Description: &i.Description,
		&req.UserData: &i.UserData, &req.CreditSpecification: &i.CreditSpecification,
	} {
		if *value != "" {
			*field = *value
		}
	}
	if req.DeletionProtection != nil {
		i.DeletionProtection = *req.DeletionProtection
	}
}

// regroup puts the instance into other security groups, all of its own VPC.
func (req *ModifyInstanceAttributeRequest) regroup(tx *store.Tx, c *rpc.Call, i *cloud.Instance) error {
	if len(req.SecurityGroupIds) == 0 {
		return nil
	}
	if len(unique(req.SecurityGroupIds)) < len(req.SecurityGroupIds) {
		return deny(c, apierr.GroupTwice, "SecurityGroupIds")
	}
	for _, id := range req.SecurityGroupIds {
		g, err := tx.SecurityGroup(i.Account, i.Region, id)
		switch {
		case errors.Is(err, store.ErrNotFound):
			return deny(c, apierr.GroupNotFound)
		case err != nil:
			return err
		case g.VPC != i.VPC:
			return deny(c, apierr.GroupsOfTwoVPCs)
		}
	}
	i.SecurityGroups = req.SecurityGroupIds
	return nil
}
