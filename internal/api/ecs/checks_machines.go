package ecs

import (
	"sesame/internal/apierr"
)

// What operations on instances and disks are held against.
var (
	instanceIsOwn   = newCheck("the caller has the instance", "", apierr.InstanceNotFound)
	instancesAreOwn = newCheck("the caller has each of the instances in the region", "",
		apierr.InstanceIDsNotFound, apierr.InstanceNotFound, apierr.RoleInstanceNotFound, apierr.RenewedInstanceNotFound)
	diskIsOwn      = newCheck("the caller has the disk", "", apierr.DiskNotFound, apierr.SnapshotDiskNotFound)
	notLocked      = newCheck("the instance is not locked", "", apierr.InstanceLocked, apierr.InstanceIsLocked, apierr.DiskInstanceLocked)
	instanceStands = newCheck("the instance is in a state in which this can be done", "",
		apierr.IncorrectInstanceStatus, apierr.InstanceStatusIncorrect, apierr.DiskInstanceStatus)
)
