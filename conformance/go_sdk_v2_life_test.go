package conformance

import "encoding/json"

// What images come from and are used for, through the core of the Go SDK v2.

func (c clientV2) forceDeleteImage(imageID string) error {
	q := given("ImageId", imageID)
	q["Force"] = true
	return c.call("DeleteImage", q, &struct{}{})
}

func (c clientV2) copyImage(imageID string, n newCopy) (string, error) {
	var resp struct {
		ID string `json:"ImageId"`
	}
	q := given("ImageId", imageID, "DestinationRegionId", n.region, "DestinationImageName", n.name)
	if n.encrypted {
		q["Encrypted"] = true
	}
	err := c.call("CopyImage", q, &resp)
	return resp.ID, err
}

func (c clientV2) importImage(n newImport) (string, error) {
	var resp struct {
		ID string `json:"ImageId"`
	}
	q := given("ImageName", n.name, "OSType", "linux", "Architecture", "x86_64")
	q["DiskDeviceMapping"] = []map[string]any{{
		"Format": "QCOW2", "OSSBucket": n.bucket, "OSSObject": n.object, "DiskImageSize": 20,
	}}
	err := c.call("ImportImage", q, &resp)
	return resp.ID, err
}

func (c clientV2) addTag(kind, id, value string) error {
	q := given("ResourceType", kind, "ResourceId", id)
	q["Tag"] = tags(value)
	return c.call("AddTags", q, &struct{}{})
}

func (c clientV2) deleteSnapshot(snapshotID string) error {
	return c.call("DeleteSnapshot", given("SnapshotId", snapshotID), &struct{}{})
}

func (c clientV2) runInstances(n newInstances) ([]string, error) {
	var resp struct {
		InstanceIDSets struct {
			ID []string `json:"InstanceIdSet"`
		} `json:"InstanceIdSets"`
	}
	q := given("ImageId", n.image, "ImageFamily", n.family, "InstanceType", instanceType)
	if n.amount > 0 {
		q["Amount"] = n.amount
	}
	err := c.call("RunInstances", q, &resp)
	return resp.InstanceIDSets.ID, err
}

func (c clientV2) instances(instanceIDs ...string) (all []instance, err error) {
	ids, err := json.Marshal(instanceIDs)
	if err != nil {
		return nil, err
	}
	var resp struct {
		Instances struct {
			Instance []struct {
				ID     string `json:"InstanceId"`
				Image  string `json:"ImageId"`
				Status string
			}
		}
	}
	err = c.call("DescribeInstances", given("InstanceIds", string(ids)), &resp)
	for _, i := range resp.Instances.Instance {
		all = append(all, instance{i.ID, i.Image, i.Status})
	}
	return all, err
}

func (c clientV2) stopInstance(instanceID string) error {
	return c.call("StopInstance", given("InstanceId", instanceID), &struct{}{})
}

func (c clientV2) replaceSystemDisk(instanceID, imageID string) error {
	return c.call("ReplaceSystemDisk", given("InstanceId", instanceID, "ImageId", imageID), &struct{}{})
}

func (c clientV2) deleteInstance(instanceID string) error {
	q := given("InstanceId", instanceID)
	q["Force"] = true
	return c.call("DeleteInstance", q, &struct{}{})
}
