package isolation

import (
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sesame/internal/rpc"
)

// resources are the kinds of id that a parameter takes, by the end of its name.
var resources = map[string][]string{
	"ImageId": {"m"}, "InstanceId": {"i"}, "InstanceIds": {"i"}, "DiskId": {"d", "d-free"}, "DiskIds": {"d"}, "SnapshotId": {"s"}, "SnapshotIds": {"s"},
	"TaskId": {"t"}, "TaskIds": {"t"}, "VpcId": {"vpc"}, "VSwitchId": {"vsw"}, "SecurityGroupId": {"sg"}, "SecurityGroupIds": {"sg"},
	"NetworkInterfaceId": {"eni"}, "ResourceGroupId": {"rg"}, "ResourceId": {"m", "i", "d", "s"}, "ResourceIds": {"m", "i", "d", "s"},
	"ImageFamily": {"family", "account family"}, "ImageOwnerId": {"account"}, "SnapshotLinkId": {"sl"},
}

// noResources are the parameters that are called like one, and why nobody can own what they name.
var noResources = map[string]string{
	"RegionId": place, "DestinationRegionId": place, "ZoneId": place,
	"AutoSnapshotPolicyId": noneKept, "ClusterId": noneKept, "DedicatedHostId": noneKept, "HpcClusterId": noneKept, "KMSKeyId": noneKept,
	"LaunchTemplateId": noneKept, "StorageClusterId": noneKept, "StorageSetId": noneKept, "TaskGroupId": noneKept,
	"StorageLocationArn": noneKept, "Rolearn": noneKept,
}

const (
	place    = "it is a place"
	noneKept = "nothing of the kind is kept"
)

var calledLikeOne = regexp.MustCompile(`(?i)(Id|Ids|Arn)$`)

// TestEveryResourceParameterIsProbed: a new one is tried as well, or it is said why not.
func TestEveryResourceParameterIsProbed(t *testing.T) {
	unused := maps.Clone(noResources)
	for _, a := range served {
		for _, p := range rpc.Parameters(a.Request) {
			leaf := leafOf(p.Name)
			delete(unused, leaf)
			if calledLikeOne.MatchString(leaf) && resources[leaf] == nil && noResources[leaf] == "" {
				t.Errorf("%s %s is called like a resource, and is not probed", a.Name, p.Name)
			}
		}
	}
	for leaf := range unused {
		t.Errorf("no parameter is called %s", leaf)
	}
}

// typeOf is the ResourceType that belongs to a kind.
var typeOf = map[string]string{"m": "image", "i": "instance", "d": "disk", "s": "snapshot"}

// usual are the values of parameters that a call cannot do without, beside the caller's own ids.
var usual = map[string]string{
	"RegionId": region, "DestinationRegionId": "cn-beijing", "ZoneId": zone, "InstanceType": "ecs.g7.large", "ResourceType": "image",
	"DestinationResource": "InstanceType", "Size": "100", "NewSize": "100", "Tag.N.Key": "k", "Tag.N.Value": "v", "TagKey.N": "owner",
	"DiskName": "a-name", "SnapshotName": "a-name", "Description": "of the probe",
	"DiskDeviceMapping.N.OSSBucket": "bucket", "DiskDeviceMapping.N.OSSObject": "disk.raw", "DiskDeviceMapping.N.Format": "RAW",
}

// also are the parameters that an action needs to come to the one that is tried: own ids,
// or usual values.
var also = map[string][]string{
	"RunInstances": {"ImageId", "InstanceType"}, "CreateInstance": {"ImageId"}, "CreateImage": {"SnapshotId"}, "CopyImage": {"DestinationRegionId"},
	"ImportImage":  {"DiskDeviceMapping.N.OSSBucket", "DiskDeviceMapping.N.OSSObject", "DiskDeviceMapping.N.Format"},
	"TagResources": {"Tag.N.Key"}, "AddTags": {"Tag.N.Key"}, "RemoveTags": {"Tag.N.Key"}, "UntagResources": {"TagKey.N"},
	"CreateDisk": {"ZoneId", "Size"}, "ModifyDiskAttribute": {"DiskName"}, "ModifySnapshotAttribute": {"SnapshotName"},
	"ReplaceSystemDisk": {"ImageId"}, "ModifyImageAttribute": {"Description"},
	"JoinResourceGroup": {"ResourceGroupId", "ResourceId", "ResourceType"},
}

// instead are the parameters that cannot stand beside the one that is tried.
var instead = map[string][]string{
	"ImageFamily": {"ImageId"}, "InstanceId": {"ZoneId", "SnapshotId"}, "DiskDeviceMapping.N.SnapshotId": {"SnapshotId"},
}

// probe is one parameter of one action, with one kind of id in it.
type probe struct {
	action    action
	parameter rpc.Parameter
	kind      string
	json      bool // a list of one
}

// lists are the parameters that take ids as a list in JSON.
var lists = []string{"InstanceIds", "DiskIds", "SnapshotIds"}

func leafOf(name string) string {
	name = strings.TrimSuffix(name, ".N")
	return name[strings.LastIndexByte(name, '.')+1:]
}

// probes are those of all actions.
func probes() (all []probe) {
	for _, a := range served {
		for _, p := range rpc.Parameters(a.Request) {
			for _, kind := range resources[leafOf(p.Name)] {
				all = append(all, probe{a, p, kind, slices.Contains(lists, p.Name)})
			}
		}
	}
	return all
}

func (p probe) String() string {
	return p.action.Name + " " + p.parameter.Name + "=" + p.kind
}

// sent is how a parameter is sent, the first one of a list.
func sent(name string) string { return strings.ReplaceAll(name, ".N", ".1") }

// parameters are those of a good call of cassim, without what cannot stand beside a parameter that is tried.
func (a action) parameters(tried string) url.Values {
	v := url.Values{"Version": {a.version}}
	for _, r := range rpc.Parameters(a.Request) {
		more := slices.Contains(also[a.Name], r.Name) && !slices.Contains(instead[tried], r.Name)
		if !r.Required && !more {
			continue
		}
		value := usual[r.Name]
		if kinds := resources[leafOf(r.Name)]; kinds != nil {
			if value = cassim.id(kinds[0]); slices.Contains(lists, r.Name) {
				value = `["` + value + `"]`
			}
		}
		v.Set(sent(r.Name), value)
	}
	return v
}

// parameters are those of a good call of cassim, but for the one that is tried.
func (p probe) parameters(tried owner) url.Values {
	v := p.action.parameters(p.parameter.Name)
	if t := typeOf[p.kind]; t != "" && v.Has("ResourceType") || leafOf(p.parameter.Name) == "ResourceId" {
		v.Set("ResourceType", t)
	}
	id := tried.id(p.kind)
	if p.json {
		id = `["` + id + `"]`
	}
	v.Set(sent(p.parameter.Name), id)
	return v
}

// neutral is an answer without the id that was tried.
func neutral(answer string, p probe, tried owner) string {
	return strings.ReplaceAll(answer, tried.id(p.kind), "TRIED")
}

// TestNobodySeesOthers: whatever id of another account is tried, in whatever parameter of
// whatever action, the answer is that for an id which does not exist: byte for byte, request
// ids included. What the other account has stays as it was.
func TestNobodySeesOthers(t *testing.T) {
	byAction := map[string][]probe{}
	for _, p := range probes() {
		byAction[p.action.Name] = append(byAction[p.action.Name], p)
	}
	for action, all := range byAction {
		t.Run(action, func(t *testing.T) {
			t.Parallel()
			foreign, missing := newWorld(t), newWorld(t)
			before := foreign.belongings(ali)
			missing.belongings(ali) // so that both have answered as much
			for _, p := range all {
				got := neutral(foreign.call(cassim, action, p.parameters(ali)), p, ali)
				want := neutral(missing.call(cassim, action, p.parameters(nobody)), p, nobody)
				if got != want {
					t.Errorf("%v: what is another's is told apart from what is not there\n got %s\nwant %s", p, got, want)
				}
			}
			if after := foreign.belongings(ali); after != before {
				t.Errorf("what another account has was changed\nbefore %s\nafter  %s", before, after)
			}
		})
	}
}

// belongings is all that an owner sees.
func (w *world) belongings(o owner) string {
	var b strings.Builder
	for _, action := range []string{"DescribeImages", "DescribeInstances", "DescribeDisks", "DescribeSnapshots", "DescribeTasks", "DescribeNetworkInterfaces"} {
		b.WriteString(requestID.ReplaceAllString(w.call(o, action, nil), "") + "\n")
	}
	return b.String()
}

var requestID = regexp.MustCompile(`"RequestId":"[-0-9A-F]+"`)

// unreached are the probes for which an own id is like none, and why.
var unreached = map[string]string{
	"RunInstances NetworkInterface.N.NetworkInterfaceId=eni": ignored,
	"ReplaceSystemDisk DiskId=d":                             "it is refused, whatever it is",
	"ReplaceSystemDisk DiskId=d-free":                        "it is refused, whatever it is",
	"DescribeTasks ResourceIds.N=i":                          ofImages,
	"DescribeTasks ResourceIds.N=d":                          ofImages,
	"DescribeTasks ResourceIds.N=s":                          ofImages,
	"DescribeImages ImageOwnerId=account":                    "it selects among the images of others",
	"ModifyImageAttribute ImageFamily=family":                aName,
	"ModifyImageAttribute ImageFamily=account family":        aName,
	"CreateImage ImageFamily=family":                         aName,
	"CreateImage ImageFamily=account family":                 aName,
	"DescribeImages ImageFamily=account family":              ofOthers,
	"DescribeImageFromFamily ImageFamily=account family":     ofOthers,
	"RunInstances ImageFamily=account family":                ofOthers,
	"CreateInstance ImageFamily=account family":              ofOthers,
}

const (
	ignored  = "the parameter is ignored"
	ofImages = "tasks are of images"
	aName    = "it is a name to give"
	ofOthers = "it names families of which images are shared or published"
)

// TestProbesReach: the probes above come to where it matters. The same ones with an id of the
// caller's own are answered otherwise than those with one that does not exist; where they
// are not, it is said why.
func TestProbesReach(t *testing.T) {
	for _, p := range probes() {
		t.Run(p.String(), func(t *testing.T) {
			t.Parallel()
			own, missing := newWorld(t), newWorld(t)
			got := neutral(own.call(cassim, p.action.Name, p.parameters(cassim)), p, cassim)
			want := neutral(missing.call(cassim, p.action.Name, p.parameters(nobody)), p, nobody)
			switch why, known := unreached[p.String()]; {
			case got == want && !known:
				t.Errorf("an own id is answered like none: %s", got)
			case got != want && known:
				t.Errorf("it is reached, and yet it is said: %s", why)
			}
		})
	}
}
