package sandbox

import (
	"time"

	"sesame/internal/cloud"
)

const shenzhen = "cn-shenzhen" // machines in every state, what they are made of, and networks

// fleet fills Shenzhen.
func (w *world) fleet() {
	w.launchImages()
	w.launchSnapshots()
	w.networks()
	day := 24 * time.Hour
	w.machine("i-a-stopped", cloud.InstanceStopped, func(i *cloud.Instance) {
		i.Name, i.KeyPair, i.ResourceGroup, i.Created = "web-1", "key", "rg-1", Epoch.Add(-3*day)
		i.Tags = []cloud.Tag{{Key: "app", Value: "web"}, {Key: "env", Value: "prod"}}
		i.Description, i.UserData, i.RAMRole = "a web server", "ZWNobyBoaQ==", "role"
	})
	w.machine("i-b-running", cloud.InstanceRunning, func(i *cloud.Instance) {
		i.Name, i.Type, i.Created, i.LastStart = "web-2", "ecs.g7.large", Epoch.Add(-2*day), Epoch.Add(-day)
		i.VPC, i.VSwitch, i.PrivateIP, i.Zone = "vpc-own", "vsw-own", "10.0.0.9", "cn-shenzhen-c"
		i.NetworkInterface, i.MAC, i.SecurityGroups = "eni-own", "00:16:3e:00:00:09", []string{"sg-own"}
		i.Tags = []cloud.Tag{{Key: "app", Value: "web"}}
	})
	w.machine("i-c-locked", cloud.InstanceRunning, func(i *cloud.Instance) { i.Locked = true })
	w.machine("i-d-pending", cloud.InstancePending, nil)
	w.machine("i-e-protected", cloud.InstanceStopped, func(i *cloud.Instance) { i.DeletionProtection = true })
	w.machine("i-f-paid", cloud.InstanceStopped, func(i *cloud.Instance) {
		i.ChargeType, i.MetadataTokens, i.MetadataHopLimit = "PrePaid", "required", 2
	})
	w.machine("i-g-diskless", cloud.InstanceStopped, func(i *cloud.Instance) { i.MetadataEndpoint = "disabled" })
	w.machine("i-h-starting", cloud.InstanceStarting, func(i *cloud.Instance) { i.InternetChargeType = "PayByBandwidth" })
}

// machine adds an instance of ali in Shenzhen of an image that has its name, with a system
// disk unless it is called diskless.
func (w *world) machine(id string, status cloud.InstanceStatus, change func(*cloud.Instance)) {
	i := cloud.NewInstance(ali, shenzhen, id, Epoch)
	i.Name, i.Zone, i.Type, i.Image, i.Outcome = id, shenzhen+"-d", "ecs.g8i.large", "m"+id[1:], status
	if change != nil {
		change(i)
	}
	w.did(w.tx.CreateInstance(i))
	if id == "i-g-diskless" {
		return
	}
	w.did(w.tx.CreateDisk(&cloud.Disk{
		Account: ali, Region: shenzhen, ID: "d" + id[1:], Zone: i.Zone, Instance: id, Device: "/dev/xvda",
		Kind: cloud.SystemDisk, Category: "cloud_essd", SizeGiB: 40, DeleteWithInstance: true, Created: Epoch,
	}))
}

func (w *world) launchImages() {
	add := func(id string, work cloud.Work, change func(*cloud.Image)) {
		i := cloud.NewImage(ali, shenzhen, id, work, Epoch.Add(-24*time.Hour), time.Hour)
		i.Name, i.NvmeSupport = "n"+id[1:], "supported"
		i.SetPlatform("Ubuntu")
		i.SetDisks([]cloud.DiskMapping{{Device: "/dev/xvda", Kind: cloud.SystemDisk, SizeGiB: 40}})
		change(i)
		w.did(w.tx.CreateImage(i))
	}
	add("m-web-1", cloud.WorkCreate, func(i *cloud.Image) { i.Family, i.Created = "web", Epoch.Add(-48*time.Hour) })
	add("m-web-2", cloud.WorkCreate, func(i *cloud.Image) { i.Family = "web" })
	add("m-old", cloud.WorkCreate, func(i *cloud.Image) { i.Outcome, i.Family = cloud.Deprecated, "old" })
	add("m-bad", cloud.WorkCreate, func(i *cloud.Image) { i.Outcome = cloud.UnAvailable })
	add("m-soon", cloud.WorkCreate, func(i *cloud.Image) { i.Starts, i.Ready = Epoch, Epoch.Add(time.Hour) })
	add("m-plain", cloud.WorkCreate, func(i *cloud.Image) { i.Cloudinit = false })
	add("m-win", cloud.WorkCreate, func(i *cloud.Image) { i.SetPlatform("Windows Server 2022") })
	add("m-arm64", cloud.WorkCreate, func(i *cloud.Image) { i.Architecture, i.BootMode = "arm64", cloud.BootUEFI })
	add("m-data", cloud.WorkCreate, func(i *cloud.Image) {
		i.SetDisks([]cloud.DiskMapping{
			{Device: "/dev/xvda", Kind: cloud.SystemDisk, SizeGiB: 60, Encrypted: true},
			{Device: "/dev/xvdb", Kind: cloud.DataDisk, SizeGiB: 100, Snapshot: "s-of-data"},
			{Device: "/dev/xvdc", Kind: cloud.DataDisk, SizeGiB: 20},
		})
	})
}

func (w *world) launchSnapshots() {
	w.snapshot(shenzhen, "s-of-data", cloud.DataDisk, 100, "", nil)
	w.snapshot(shenzhen, "s-of-system", cloud.SystemDisk, 40, ubuntu, nil)
	w.snapshot(shenzhen, "s-secret-web", cloud.DataDisk, 20, "", func(p *cloud.Snapshot) { p.Encrypted = true })
	w.snapshot(shenzhen, "s-late", cloud.DataDisk, 20, "", func(p *cloud.Snapshot) { p.Ready = Epoch.Add(time.Hour) })
}

// networks: a VPC of ali's own, a vswitch of which has one address for instances, and a
// group of another VPC.
func (w *world) networks() {
	w.did(w.tx.CreateVPC(&cloud.VPC{Account: ali, Region: shenzhen, ID: "vpc-own", CIDR: "10.0.0.0/8", Created: Epoch}))
	for id, cidr := range map[string]string{"vsw-own": "10.0.0.0/24", "vsw-small": "10.0.1.0/29"} {
		w.did(w.tx.CreateVSwitch(&cloud.VSwitch{
			Account: ali, Region: shenzhen, ID: id, Zone: "cn-shenzhen-c", VPC: "vpc-own", CIDR: cidr, Created: Epoch,
		}))
	}
	for id, vpc := range map[string]string{"sg-own": "vpc-own", "sg-other": "vpc-other"} {
		w.did(w.tx.CreateSecurityGroup(&cloud.SecurityGroup{Account: ali, Region: shenzhen, ID: id, Name: id, VPC: vpc, Created: Epoch}))
	}
}
