package main

import (
	"fmt"
	"strings"
)

// step is a call of the mix. Names in braces stand for what the client remembers.
type step struct {
	times  int
	action string
	params string // as a query
	want   string // code of the error, if it is to be one
	keep   string // name=element: of the answer, to be remembered
	odd    oddity
}

// oddity is what is wrong with a request beside its parameters.
type oddity int

const (
	asUsual   oddity = iota
	tampered         // after it was signed
	sentAgain        // the request before, to the letter
)

// settle makes the image that a client changes from then on.
var settle = []step{
	{times: 1, action: "CreateImage", params: "SnapshotId={snapshot}&ImageName={worker}", keep: "own=ImageId"},
}

// mix is a round: what it makes, it deletes, so that what lives stays as it is. It holds
// about as many calls that change something as calls that do not.
var mix = []step{
	{times: 12, action: "ModifyImageAttribute", params: "ImageId={own}&Description=round {round}, call {call}"},
	{times: 2, action: "ModifyImageAttribute", params: "ImageId={own}&ImageName={worker}-{call}"},
	{times: 10, action: "DescribeImages", params: "ImageId={own}"},
	{times: 2, action: "DescribeImages", params: "ImageOwnerAlias=self&PageSize=10"},
	{times: 1, action: "DescribeImages", params: "ImageOwnerAlias=others&PageSize=10"},
	{times: 2, action: "DescribeImageFromFamily", params: "ImageFamily=soak"},
	{times: 1, action: "ModifyImageSharePermission", params: "ImageId={own}&AddAccount.1={other}"},
	{times: 1, action: "DescribeImageSharePermission", params: "ImageId={own}"},
	{times: 1, action: "ModifyImageSharePermission", params: "ImageId={own}&RemoveAccount.1={other}"},
	{times: 1, action: "TagResources", params: "ResourceType=image&ResourceId.1={own}&Tag.1.Key=round&Tag.1.Value={round}"},
	{times: 1, action: "ListTagResources", params: "ResourceType=image&ResourceId.1={own}"},
	{times: 1, action: "UntagResources", params: "ResourceType=image&ResourceId.1={own}&TagKey.1=round"},
	{times: 1, action: "CopyImage", params: "ImageId={own}&DestinationRegionId=cn-beijing&DestinationImageName={worker}", keep: "copy=ImageId"},
	// The snapshot of a copy outlives it.
	{times: 1, action: "DescribeImages", params: "RegionId=cn-beijing&ImageId={copy}", keep: "copied=SnapshotId"},
	{times: 1, action: "DeleteImage", params: "RegionId=cn-beijing&ImageId={copy}"},
	{times: 1, action: "DeleteSnapshot", params: "RegionId=cn-beijing&SnapshotId={copied}"},
	{
		times: 1, action: "CreateImage", keep: "made=ImageId",
		params: "SnapshotId={snapshot}&ImageName={worker}-made&ImageFamily={worker}&ClientToken={worker}-{call}",
	},
	{times: 1, action: "ModifyImageAttribute", params: "ImageId={made}&DryRun=true", want: "DryRunOperation"},
	{times: 1, action: "RunInstances", params: "ImageId={made}&InstanceType=ecs.g6.large", keep: "instance=InstanceIdSet"},
	{times: 2, action: "DescribeInstances", params: "ImageId={made}"},
	{times: 1, action: "DeleteInstance", params: "InstanceId={instance}&Force=true"},
	{times: 1, action: "DeleteImage", params: "ImageId={made}"},
	{times: 1, action: "DescribeInstances", params: "ImageId={made}"},
	{times: 1, action: "ModifyImageAttribute", params: "ImageId=m-none&Description=no", want: "InvalidImageId.NotFound"},
	{times: 1, action: "ModifyImageAttribute", params: "ImageId={own}&ImageName=http://no", want: "InvalidImageName.Malformed"},
	{times: 1, action: "DescribeImages", params: "PageSize=ten", want: "InvalidParameter"},
	{times: 1, action: "DescribeRegions", want: "SignatureDoesNotMatch", odd: tampered},
	{times: 1, action: "DescribeRegions"},
	{times: 1, action: "DescribeRegions", want: "SignatureNonceUsed", odd: sentAgain},
	{times: 1, action: "DeleteEverything", want: "InvalidAction.NotFound"},
}

// The accounts of the soak; each has images that nobody changes, beside those of its clients.
const (
	soakAccounts = 4
	soakImages   = 100
)

func soakAccount(n int) string { return fmt.Sprint(3_000_000_000_000_000 + n%soakAccounts) }
func soakKey(n int) string     { return fmt.Sprintf("soak-%d", n%soakAccounts) }

// soakWorld is the accounts file and the fixture.
func soakWorld() (accounts, fixture string) {
	var a, f strings.Builder
	a.WriteString("accounts:\n")
	f.WriteString("contents:\n")
	for n := range soakAccounts {
		fmt.Fprintf(&a, "  - {id: %q, name: %[2]s, keys: [{id: %[2]s, secret: %[3]s}]}\n", soakAccount(n), soakKey(n), secret)
		fmt.Fprintf(&f, "  - account: %q\n    region: %s\n    snapshots:\n      - {id: %s, kind: system, size: 40}\n    images:\n",
			soakAccount(n), region, snapshotID(n))
		for i := range soakImages {
			fmt.Fprintf(&f, "      - {id: %s, name: %s, family: soak, age: %dh, disks: [{snapshot: %s}]", imageID(n*soakImages+i), imageName(i), 1+i, snapshotID(n))
			if i == 0 {
				fmt.Fprintf(&f, ", shared_with: [%q]", soakAccount(n+1))
			}
			f.WriteString("}\n")
		}
	}
	return a.String(), f.String()
}
