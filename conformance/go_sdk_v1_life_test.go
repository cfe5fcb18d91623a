package conformance

import (
	"encoding/json"

	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/requests"
	"github.com/aliyun/alibaba-cloud-sdk-go/services/ecs"
)

// What images come from and are used for, through the Go SDK v1.

func (c clientV1) forceDeleteImage(imageID string) error {
	req := ecs.CreateDeleteImageRequest()
	req.ImageId, req.Force = imageID, requests.NewBoolean(true)
	_, err := c.DeleteImage(req)
	return err
}

func (c clientV1) copyImage(imageID string, n newCopy) (string, error) {
	req := ecs.CreateCopyImageRequest()
	req.ImageId, req.DestinationRegionId, req.DestinationImageName = imageID, n.region, n.name
	if n.encrypted {
		req.Encrypted = requests.NewBoolean(true)
	}
	resp, err := c.CopyImage(req)
	if err != nil {
		return "", err
	}
	return resp.ImageId, nil
}

func (c clientV1) importImage(n newImport) (string, error) {
	req := ecs.CreateImportImageRequest()
	req.ImageName, req.OSType, req.Architecture = n.name, "linux", "x86_64"
	req.DiskDeviceMapping = &[]ecs.ImportImageDiskDeviceMapping{{
		Format: "QCOW2", OSSBucket: n.bucket, OSSObject: n.object, DiskImageSize: "20",
	}}
	resp, err := c.ImportImage(req)
	if err != nil {
		return "", err
	}
	return resp.ImageId, nil
}

func (c clientV1) addTag(kind, id, value string) error {
	req := ecs.CreateAddTagsRequest()
	req.ResourceType, req.ResourceId = kind, id
	req.Tag = &[]ecs.AddTagsTag{{Key: tagKey, Value: value}}
	_, err := c.AddTags(req)
	return err
}

func (c clientV1) deleteSnapshot(snapshotID string) error {
	req := ecs.CreateDeleteSnapshotRequest()
	req.SnapshotId = snapshotID
	_, err := c.DeleteSnapshot(req)
	return err
}

func (c clientV1) runInstances(n newInstances) ([]string, error) {
	req := ecs.CreateRunInstancesRequest()
	req.ImageId, req.ImageFamily, req.InstanceType = n.image, n.family, instanceType
	if n.amount > 0 {
		req.Amount = requests.NewInteger(n.amount)
	}
	resp, err := c.RunInstances(req)
	if err != nil {
		return nil, err
	}
	return resp.InstanceIdSets.InstanceIdSet, nil
}

func (c clientV1) instances(instanceIDs ...string) (all []instance, err error) {
	ids, err := json.Marshal(instanceIDs)
	if err != nil {
		return nil, err
	}
	req := ecs.CreateDescribeInstancesRequest()
	req.InstanceIds = string(ids)
	resp, err := c.DescribeInstances(req)
	if err != nil {
		return nil, err
	}
	for _, i := range resp.Instances.Instance {
		all = append(all, instance{i.InstanceId, i.ImageId, i.Status})
	}
	return all, nil
}

func (c clientV1) stopInstance(instanceID string) error {
	req := ecs.CreateStopInstanceRequest()
	req.InstanceId = instanceID
	_, err := c.StopInstance(req)
	return err
}

func (c clientV1) replaceSystemDisk(instanceID, imageID string) error {
	req := ecs.CreateReplaceSystemDiskRequest()
	req.InstanceId, req.ImageId = instanceID, imageID
	_, err := c.ReplaceSystemDisk(req)
	return err
}

func (c clientV1) deleteInstance(instanceID string) error {
	req := ecs.CreateDeleteInstanceRequest()
	req.InstanceId, req.Force = instanceID, requests.NewBoolean(true)
	_, err := c.DeleteInstance(req)
	return err
}
