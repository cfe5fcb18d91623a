package ecs_test

import "strings"

// Why parameters of the actions on instances are ignored.
const (
	ofClassic    = "there is no classic network"
	ofFilters    = "Filter.N says so"
	ofHosts      = "there are no dedicated hosts, deployment sets, clusters, storage sets or private pools"
	ofInterfaces = "network interfaces have one queue and one address, and no IPv6"
	ofKeys       = "there are no KMS keys, and no policies that would make snapshots"
	ofMachines   = "there is no machine that it could shape"
	ofOrders     = "there are no bills, and nothing is sold out"
	ofTemplates  = "there are no launch templates, and so no versions of one"
)

// ignoring reads lists of parameters by action and reason.
func ignoring(lists map[string]map[string]string) map[string]string {
	all := map[string]string{}
	for action, byReason := range lists {
		for reason, names := range byReason {
			for name := range strings.FieldsSeq(names) {
				all[action+" "+name] = reason
			}
		}
	}
	return all
}

// Why another text of a code is given.
const (
	openText = "the table leaves the text open (A-149)"
	sameText = "the table has the text with several statuses"
)

var ofInstances = exceptions{
	ignored: ignoring(map[string]map[string]string{
		"CreateInstance": {
			ofClassic: `VlanId InnerIpAddress`,
			ofHosts: `
				DeploymentSetId DeploymentSetGroupNo ClusterId NodeControllerId HpcClusterId DedicatedHostId Affinity
				Tenancy StorageSetId StorageSetPartitionNumber PrivatePoolOptions.MatchCriteria PrivatePoolOptions.Id
				DataDisk.N.StorageClusterId SystemDisk.StorageClusterId
			`,
			ofKeys:     `DataDisk.N.KMSKeyId DataDisk.N.EncryptAlgorithm Arn.N.RoleType Arn.N.Rolearn Arn.N.AssumeRoleFor`,
			ofMachines: `IoOptimized SecurityEnhancementStrategy HibernationOptions.Configured`,
			ofOrders:   `AutoRenew AutoRenewPeriod UseAdditionalService`,
		},
		"RunInstances": {
			ofHosts: `
				HpcClusterId DedicatedHostId DeploymentSetId DeploymentSetGroupNo Affinity Tenancy StorageSetId
				StorageSetPartitionNumber PrivatePoolOptions.MatchCriteria PrivatePoolOptions.Id
				SchedulerOptions.DedicatedHostClusterId DataDisk.N.StorageClusterId SystemDisk.StorageClusterId
			`,
			ofInterfaces: `
				Ipv6AddressCount NetworkInterfaceQueueNumber NetworkInterface.N.QueueNumber
				NetworkInterface.N.QueuePairNumber NetworkInterface.N.Ipv6AddressCount NetworkInterface.N.Ipv6Address.N
				NetworkInterface.N.NetworkCardIndex NetworkInterface.N.RxQueueSize NetworkInterface.N.TxQueueSize
				Ipv6Address.N NetworkInterface.N.SecondaryPrivateIpAddressCount NetworkInterface.N.SourceDestCheck
			`,
			ofKeys: `
				SystemDisk.AutoSnapshotPolicyId DataDisk.N.AutoSnapshotPolicyId DataDisk.N.EncryptAlgorithm
				DataDisk.N.KMSKeyId Arn.N.RoleType Arn.N.Rolearn Arn.N.AssumeRoleFor SystemDisk.KMSKeyId
				SystemDisk.EncryptAlgorithm
			`,
			ofMachines: `
				IoOptimized SecurityEnhancementStrategy HibernationOptions.Configured CpuOptions.Core
				CpuOptions.ThreadsPerCore CpuOptions.Numa CpuOptions.TopologyType SecurityOptions.TrustedSystemMode
				SecurityOptions.ConfidentialComputingMode NetworkOptions.EnableJumboFrame
				CpuOptions.NestedVirtualization ClockOptions.PtpStatus NetworkOptions.BandwidthWeighting
				NetworkOptions.EnableNetworkEncryption PrivateDnsNameOptions.EnableInstanceIdDnsAAAARecord
				PrivateDnsNameOptions.EnableInstanceIdDnsARecord PrivateDnsNameOptions.EnableIpDnsARecord
				PrivateDnsNameOptions.EnableIpDnsPtrRecord PrivateDnsNameOptions.HostnameType
			`,
			ofOrders:    `AutoRenew AutoRenewPeriod Isp AutoPay`,
			ofTemplates: `LaunchTemplateVersion`,
		},
		"ModifyInstanceAttribute": {
			ofMachines: `
				Recyclable RemoteConnectionOptions.Password RemoteConnectionOptions.Type EnableJumboFrame EnableNetworkEncryption
				CpuOptions.TopologyType CpuOptions.Core CpuOptions.ThreadsPerCore CpuOptions.NestedVirtualization
				PrivateDnsNameOptions.EnableInstanceIdDnsAAAARecord PrivateDnsNameOptions.EnableInstanceIdDnsARecord
				PrivateDnsNameOptions.EnableIpDnsARecord PrivateDnsNameOptions.EnableIpDnsPtrRecord PrivateDnsNameOptions.HostnameType
			`,
			ofInterfaces: "NetworkInterfaceQueueNumber",
		},
		"DescribeInstances": {
			ofFilters: "Filter.1.Key Filter.2.Key Filter.3.Key Filter.4.Key Filter.1.Value Filter.2.Value Filter.3.Value Filter.4.Value",
		},
	}),
	ours: map[string]string{
		"CreateInstance MissingParameter":                      "A-140",
		"DeleteInstance InvalidOperation.DeletionProtection":   "A-149",
		"DeleteInstances IncorrectInstanceStatus.Initializing": "A-149",
		"RebootInstances IncorrectInstanceStatus":              "A-149",
		"RebootInstances InstanceLockedForSecurity":            "A-149",
		"StartInstances IncorrectInstanceStatus":               "A-149",
		"StartInstances InstanceLockedForSecurity":             "A-149",
		"StartInstances InvalidInstance.NotFoundSystemDisk":    "A-149",
		"StopInstances IncorrectInstanceStatus":                "A-149",
		"StopInstances InstanceLockedForSecurity":              "A-149",
	},
	otherTexts: map[string]string{
		"DescribeInstanceMaintenanceAttributes InvalidParameter: %s":       openText,
		"DescribeInstanceMaintenanceAttributes MissingParameter: %s":       openText,
		"DescribeNetworkInterfaces InvalidParameter: %s":                   openText,
		"DescribeNetworkInterfaces MissingParameter: %s":                   openText,
		"CreateInstance InvalidDescription.Malformed: Specified parameter": "of storage sets",
		"CreateInstance InvalidInstanceType.ValueNotSupported: ":           sameText,
		"CreateInstance InvalidParameter: The specified vm":                "InvalidInternetMaxBandwidthOut says so",
		"CreateInstance InvalidVSwitchId.NotFound: The VSwitchId":          "the table has two texts",
		"CreateInstance QuotaExceeded.PrivateIpAddress: %s":                openText,
		"DeleteInstance InvalidOperation.DeletionProtection: %s":           openText,
		"DeleteInstances ChargeTypeViolation: %s":                          openText,
		"DeleteInstances IncorrectInstanceStatus: %s":                      openText,
		"DeleteInstances IncorrectInstanceStatus.Initializing: %s":         openText,
		"DeleteInstances InvalidInstanceId.NotFound: %s":                   openText,
		"DeleteInstances InvalidParameter: Invalid parameters.":            "no parameter makes the server fail",
		"RunInstances InvalidDescription.Malformed: Specified parameter":   "of storage sets",
		"RunInstances InvalidInstanceType.ValueNotSupported: ":             sameText,
		"RunInstances InvalidSecurityGroupId.NotFound: ":                   sameText,
		"RunInstances OperationDenied.ImageNotValid: ":                     "the table has many texts; the one without an image's story is given",
		"RunInstances QuotaExceeded.PrivateIpAddress: %s":                  openText,
		"RebootInstances IncorrectInstanceStatus: %s":                      openText,
		"RebootInstances InstanceLockedForSecurity: %s":                    openText,
		"RebootInstances InvalidInstanceId.NotFound: %s":                   openText,
		"RebootInstances InvalidInstanceId.NotFound: InstanceId should":    "MissingParameter says so",
		"StartInstances IncorrectInstanceStatus: %s":                       openText,
		"StartInstances InstanceLockedForSecurity: %s":                     openText,
		"StartInstances InvalidInstance.NotFoundSystemDisk: %s":            openText,
		"StartInstances InvalidInstanceId.NotFound: %s":                    openText,
		"StartInstances InvalidInstanceId.NotFound: InstanceId should":     "MissingParameter says so",
		"StopInstances IncorrectInstanceStatus: %s":                        openText,
		"StopInstances InstanceLockedForSecurity: %s":                      openText,
		"StopInstances InvalidInstanceId.NotFound: %s":                     openText,
		"StopInstances InvalidInstanceId.NotFound: InstanceId should":      "MissingParameter says so",
	},
}
