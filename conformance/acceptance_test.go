package conformance

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

// Acceptance check 3: which image a family stands for, while its members come and go.
func TestAcceptance3FamilyOfThree(t *testing.T) {
	eachClient(t, func(w *workflow) {
		var members []string
		for _, n := range []string{"1", "2", "3"} {
			members = append(members, w.release(newImage{instance: demoInstance, name: w.name + "-" + n, family: w.family}).id)
		}
		w.head(w.ali, w.family, members[2])
		w.must(w.ali.modify(members[2], change{status: "Deprecated"}))
		w.head(w.ali, w.family, members[1])
		w.boots(w.ali, newInstances{family: w.family}, members[1])
		w.must(w.ali.modify(members[2], change{status: "Available"}))
		w.head(w.ali, w.family, members[2])
		w.must(w.ali.deleteImage(members[2]))
		w.head(w.ali, w.family, members[1])
		for _, id := range members[:2] {
			w.must(w.ali.modify(id, change{status: "Deprecated"}))
		}
		w.head(w.ali, w.family, "")
		_, err := w.ali.runInstances(newInstances{family: w.family})
		w.refused(w.ali, err, 403, "InvalidImageFamily.MissingAvailableImage",
			"There is no available image related to the specified image family.")
	})
}

// Acceptance check 4: what a shared image, and then a deprecated one, is still good for.
func TestAcceptance4ShareThenDeprecate(t *testing.T) {
	eachClient(t, func(w *workflow) {
		id := w.release(newImage{instance: demoInstance, name: w.name}).id
		w.must(w.ali.share(id, []string{cassimID}, nil))
		w.refused(w.ali, w.ali.modify(id, change{status: "Deprecated"}), 403, "ImageUseShared",
			"The specified image has been shared to others, please remove shared accounts first.")
		w.must(w.ali.share(id, nil, []string{cassimID}))
		w.must(w.ali.modify(id, change{status: "Deprecated"}))

		w.refused(w.ali, w.ali.share(id, []string{cassimID}, nil), 403, "OperationDenied.InvalidImageStatus",
			"The specified image cannot be shared when it is deprecated.")
		_, err := w.ali.copyImage(id, newCopy{region: awayRegion})
		w.refused(w.ali, err, 400, "IncorrectImageStatus", "The image not available....")
		w.boots(w.ali, newInstances{image: id}, id)
		w.replacesSystem(id)
		w.refused(w.ali, w.ali.modify(id, change{status: "Deprecated"}), 403, "ImageStatus.NotAvailable",
			"The specified image status is not available.")

		w.must(w.ali.modify(id, change{status: "Available"}))
		w.refused(w.ali, w.ali.modify(id, change{status: "Available"}), 403, "ImageStatus.NotDeprecated",
			"The specified image status is not deprecated.")
	})
}

// replacesSystem gives an instance of another image the system of this one.
func (w *workflow) replacesSystem(imageID string) {
	w.Helper()
	other, err := w.ali.runInstances(newInstances{image: publicImage})
	w.must(err)
	w.reaches(w.ali, other[0], "Running")
	w.must(w.ali.stopInstance(other[0]))
	w.reaches(w.ali, other[0], "Stopped")
	w.must(w.ali.replaceSystemDisk(other[0], imageID))
	if i := w.reaches(w.ali, other[0], "Stopped"); i.image != imageID {
		w.Errorf("its system is replaced by %s, want %s", i.image, imageID)
	}
	w.must(w.ali.deleteInstance(other[0]))
}

// Acceptance check 6: Packer copies an image to three regions and shares the copies right away,
// whether there is anybody to share them with or not.
func TestAcceptance6Packer(t *testing.T) {
	t.Parallel()
	r := newRaw(t, paced)
	r.ok(region, "DescribeRegions")
	if a := r.ok(region, "DescribeImages", "ImageName", "packer", "Status", underWay); a.TotalCount != 0 {
		t.Fatalf("there is a packer already: %+v", a)
	}
	id := r.ok(region, "CreateImage", "InstanceId", demoInstance, "ImageName", "packer", "ClientToken", "packer",
		"Tag.1.Key", tagKey, "Tag.1.Value", "packer").ImageID
	r.ok(region, "ModifyImageSharePermission", "ImageId", id)
	r.poll(region, id)
	r.ok(region, "AddTags", "ResourceType", "image", "ResourceId", id, "Tag.1.Key", "built", "Tag.1.Value", "yes")

	copies := map[string]string{}
	for _, to := range []string{"cn-beijing", "cn-shanghai", "cn-shenzhen"} {
		copies[to] = r.ok(region, "CopyImage", "ImageId", id, "DestinationRegionId", to, "DestinationImageName", "packer").ImageID
	}
	for to, copied := range copies {
		r.ok(to, "ModifyImageSharePermission", "ImageId", copied)
		r.ok(to, "ModifyImageSharePermission", "ImageId", copied, "AddAccount.1", cassimID)
		if a := r.ok(to, "DescribeImages", "ImageId", copied, "Status", "Waiting,Creating"); a.TotalCount != 1 {
			t.Logf("%s: the copy was there before it was shared", to)
		}
	}
	for to, copied := range copies {
		r.poll(to, copied)
	}
}

// poll waits for an image as Packer does.
func (r raw) poll(in, imageID string) {
	r.Helper()
	for late := time.Now().Add(100 * pace); ; time.Sleep(pace / 8) {
		a := r.ok(in, "DescribeImages", "ImageId", imageID, "Status", underWay)
		switch {
		case len(a.Images.Image) != 1 || time.Now().After(late):
			r.Fatalf("%s in %s: %+v", imageID, in, a)
		case a.Images.Image[0].Status == "Available":
			return
		}
	}
}

// Acceptance check 7: Terraform sends parameters in the query and in the form of one POST, waits
// for Usable whatever the status, and after deleting until the list is empty.
func TestAcceptance7Terraform(t *testing.T) {
	t.Parallel()
	r := newRaw(t, paced)
	id := r.okMixed(region, "CreateImage", nil, url.Values{
		"InstanceId": {demoInstance}, "ImageName": {"terraform"}, "Description": {"made by it"},
	}).ImageID
	r.usable(id)

	r.okMixed(region, "ModifyImageAttribute", url.Values{"ImageId": {id}}, url.Values{
		"ImageName": {"terraform"}, "Description": {"changed, by it: ~*'()& 芝麻"}, "Features.NvmeSupport": {"supported"},
	})
	if a := r.ok(region, "DescribeImages", "ImageId", id, "Status", "ALL"); !strings.HasPrefix(a.Images.Image[0].Description, "changed") {
		t.Errorf("changed, it is %+v", a)
	}
	r.okMixed(region, "TagResources", nil, url.Values{
		"ResourceType": {"image"}, "ResourceId.1": {id}, "Tag.1.Key": {"by"}, "Tag.1.Value": {"terraform"},
	})

	r.okMixed(region, "DeleteImage", nil, url.Values{"ImageId": {id}, "Force": {"true"}})
	for late := time.Now().Add(100 * pace); r.ok(region, "DescribeImages", "ImageId", id, "Status", "ALL").TotalCount != 0; time.Sleep(pace / 8) {
		if time.Now().After(late) {
			t.Fatal("it is still there")
		}
	}
}

// usable waits for an image as Terraform does.
func (r raw) usable(imageID string) {
	r.Helper()
	for late := time.Now().Add(100 * pace); ; time.Sleep(pace / 8) {
		a := r.ok(region, "DescribeImages", "ImageId", imageID, "Status", "ALL", "PageSize", "50", "PageNumber", "1")
		if len(a.Images.Image) != 1 || a.Images.Image[0].Usable == nil || time.Now().After(late) {
			r.Fatalf("%s: %+v", imageID, a)
		}
		if *a.Images.Image[0].Usable {
			return
		}
	}
}
