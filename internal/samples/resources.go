package samples

// resources are those of the provider alicloud that stand for an action. An action that
// deletes has none: what is not in the configuration any more is deleted.
var resources = map[string]resource{
	"Ecs CreateImage": {kind: "resource", typ: "alicloud_image", name: "image", arguments: map[string]string{
		"ImageName": "image_name", "Description": "description", "ImageFamily": "image_family", "InstanceId": "instance_id",
		"SnapshotId": "snapshot_id", "Architecture": "architecture", "Platform": "platform", "ImageVersion": "image_version",
		"BootMode": "boot_mode", "ResourceGroupId": "resource_group_id", "DetectionStrategy": "detection_strategy",
		"Features.NvmeSupport": "features.nvme_support",
	}, blocks: map[string]block{"DiskDeviceMapping": {"disk_device_mapping", map[string]string{
		"SnapshotId": "snapshot_id", "Size": "size", "DiskType": "disk_type", "Device": "device",
	}}}},
	"Ecs ModifyImageAttribute": {kind: "resource", typ: "alicloud_image", name: "image", adopts: "ImageId", arguments: map[string]string{
		"ImageName": "image_name", "Description": "description", "ImageFamily": "image_family", "BootMode": "boot_mode",
		"LicenseType": "license_type", "Features.NvmeSupport": "features.nvme_support",
	}},
	"Ecs CopyImage": {kind: "resource", typ: "alicloud_image_copy", name: "copy", region: "DestinationRegionId", arguments: map[string]string{
		"ImageId": "source_image_id", "RegionId": "source_region_id", "DestinationImageName": "image_name",
		"DestinationDescription": "description", "Encrypted": "encrypted", "KMSKeyId": "kms_key_id",
	}},
	"Ecs ImportImage": {kind: "resource", typ: "alicloud_image_import", name: "image", arguments: map[string]string{
		"ImageName": "image_name", "Description": "description", "Architecture": "architecture", "OSType": "os_type",
		"Platform": "platform", "LicenseType": "license_type", "BootMode": "boot_mode",
	}, blocks: map[string]block{"DiskDeviceMapping": {"disk_device_mapping", map[string]string{
		"OSSBucket": "oss_bucket", "OSSObject": "oss_object", "DiskImageSize": "disk_image_size", "Format": "format", "Device": "device",
	}}}},
	"Ecs ModifyImageSharePermission": {
		kind: "resource", typ: "alicloud_image_share_permission", name: "share", each: "account_id",
		arguments: map[string]string{"ImageId": "image_id", "AddAccount.N": "for_each[]"},
	},
	"Ecs DescribeImages": {kind: "data", typ: "alicloud_images", name: "images", arguments: map[string]string{
		"ImageId": "image_id", "ImageName": "image_name", "ImageFamily": "image_family", "ImageOwnerAlias": "owners", "Status": "status",
		"Architecture": "architecture", "OSType": "os_type", "Usage": "usage", "InstanceType": "instance_type", "SnapshotId": "snapshot_id",
		"ResourceGroupId": "resource_group_id", "IsSupportCloudinit": "is_support_cloud_init", "IsSupportIoOptimized": "is_support_io_optimized",
		"DryRun": "dry_run",
	}},
	"Ecs RunInstances":   {kind: "resource", typ: "alicloud_instance", name: "instance", arguments: instanceArguments, blocks: dataDisks},
	"Ecs CreateInstance": {kind: "resource", typ: "alicloud_instance", name: "instance", arguments: instanceArguments, blocks: dataDisks},
	"Ecs DescribeInstances": {kind: "data", typ: "alicloud_instances", name: "instances", arguments: map[string]string{
		"ImageId": "image_id", "Status": "status", "VpcId": "vpc_id", "VSwitchId": "vswitch_id", "ZoneId": "availability_zone",
		"InstanceName": "instance_name", "ResourceGroupId": "resource_group_id", "RamRoleName": "ram_role_name",
	}},
	"Ecs CreateDisk": {kind: "resource", typ: "alicloud_ecs_disk", name: "disk", arguments: map[string]string{
		"ZoneId": "zone_id", "DiskName": "disk_name", "DiskCategory": "category", "Size": "size", "SnapshotId": "snapshot_id",
		"Description": "description", "Encrypted": "encrypted", "KMSKeyId": "kms_key_id", "PerformanceLevel": "performance_level",
		"InstanceId": "instance_id", "ResourceGroupId": "resource_group_id",
	}},
	"Ecs ModifyDiskAttribute": {kind: "resource", typ: "alicloud_ecs_disk", name: "disk", adopts: "DiskId", arguments: map[string]string{
		"DiskName": "disk_name", "Description": "description", "DeleteWithInstance": "delete_with_instance",
		"DeleteAutoSnapshot": "delete_auto_snapshot", "EnableAutoSnapshot": "enable_auto_snapshot",
	}},
	"Ecs AttachDisk": {kind: "resource", typ: "alicloud_ecs_disk_attachment", name: "attachment", arguments: map[string]string{
		"DiskId": "disk_id", "InstanceId": "instance_id", "DeleteWithInstance": "delete_with_instance", "Bootable": "bootable",
		"KeyPairName": "key_pair_name", "Password": "password",
	}},
	"Ecs CreateSnapshot": {kind: "resource", typ: "alicloud_ecs_snapshot", name: "snapshot", arguments: map[string]string{
		"DiskId": "disk_id", "SnapshotName": "snapshot_name", "Description": "description", "RetentionDays": "retention_days",
		"Category": "category", "ResourceGroupId": "resource_group_id",
	}},
	"Ecs ModifySnapshotAttribute": {kind: "resource", typ: "alicloud_ecs_snapshot", name: "snapshot", adopts: "SnapshotId", arguments: map[string]string{
		"SnapshotName": "snapshot_name", "Description": "description", "RetentionDays": "retention_days",
	}},
	"Ecs DescribeRegions": {kind: "data", typ: "alicloud_regions", name: "regions"},
	"Ecs DescribeZones":   {kind: "data", typ: "alicloud_zones", name: "zones", arguments: map[string]string{"InstanceChargeType": "instance_charge_type"}},
	"Ecs CreateKeyPair": {kind: "resource", typ: "alicloud_ecs_key_pair", name: "key_pair", arguments: map[string]string{
		"KeyPairName": "key_pair_name", "ResourceGroupId": "resource_group_id",
	}},
	"Ecs ImportKeyPair": {kind: "resource", typ: "alicloud_ecs_key_pair", name: "key_pair", arguments: map[string]string{
		"KeyPairName": "key_pair_name", "PublicKeyBody": "public_key", "ResourceGroupId": "resource_group_id",
	}},
	"Ecs CreateSecurityGroup": {kind: "resource", typ: "alicloud_security_group", name: "group", arguments: map[string]string{
		"SecurityGroupName": "security_group_name", "Description": "description", "VpcId": "vpc_id", "ResourceGroupId": "resource_group_id",
		"SecurityGroupType": "security_group_type",
	}},
	"Vpc CreateVpc": {kind: "resource", typ: "alicloud_vpc", name: "vpc", arguments: map[string]string{
		"VpcName": "vpc_name", "CidrBlock": "cidr_block", "Description": "description", "ResourceGroupId": "resource_group_id",
	}},
	"Vpc CreateVSwitch": {kind: "resource", typ: "alicloud_vswitch", name: "vswitch", arguments: map[string]string{
		"VSwitchName": "vswitch_name", "CidrBlock": "cidr_block", "VpcId": "vpc_id", "ZoneId": "zone_id", "Description": "description",
	}},
}

var instanceArguments = map[string]string{
	"Amount":  "count",
	"ImageId": "image_id", "InstanceType": "instance_type", "SecurityGroupId": "security_groups[]", "SecurityGroupIds.N": "security_groups[]",
	"VSwitchId": "vswitch_id", "ZoneId": "availability_zone", "InstanceName": "instance_name", "HostName": "host_name",
	"Description": "description", "Password": "password", "PasswordInherit": "password_inherit", "KeyPairName": "key_name",
	"UserData": "user_data", "RamRoleName": "role_name", "InstanceChargeType": "instance_charge_type", "SpotStrategy": "spot_strategy",
	"InternetChargeType": "internet_charge_type", "InternetMaxBandwidthOut": "internet_max_bandwidth_out",
	"DeletionProtection": "deletion_protection", "ResourceGroupId": "resource_group_id", "DryRun": "dry_run",
	"SystemDisk.Category": "system_disk_category", "SystemDisk.Size": "system_disk_size", "SystemDisk.DiskName": "system_disk_name",
	"SystemDisk.Description": "system_disk_description", "SystemDisk.PerformanceLevel": "system_disk_performance_level",
}

var dataDisks = map[string]block{"DataDisk": {"data_disks", map[string]string{
	"DiskName": "name", "Size": "size", "Category": "category", "SnapshotId": "snapshot_id", "Description": "description",
	"Encrypted": "encrypted", "DeleteWithInstance": "delete_with_instance", "Device": "device", "KMSKeyId": "kms_key_id",
}}}
