package store_test

import (
	"errors"
	"testing"
	"time"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

// machine is an instance of ali in hangzhou with something in every field.
func machine(id string, with ...func(*cloud.Instance)) *cloud.Instance {
	i := cloud.NewInstance(ali, hangzhou, id, epoch)
	i.Name, i.Zone, i.Type, i.Image, i.KeyPair, i.ResourceGroup = "n"+id, "zone", "ecs.g8i.large", "m-1", "key", "rg"
	i.VPC, i.VSwitch, i.PrivateIP = "vpc", "vsw", "10.0.0."+id[2:]
	i.HostName, i.UserData, i.SecurityGroups, i.NetworkInterface = "host", "data", []string{"sg"}, "eni-"+id
	i.RAMRole, i.Tags = "role", []cloud.Tag{{Key: "env", Value: "prod"}}
	i.Goes(epoch, time.Minute, cloud.InstanceRunning, cloud.InstancePending, cloud.InstanceStarting)
	for _, set := range with {
		set(i)
	}
	return i
}

func (w *world) run(all ...*cloud.Instance) {
	w.t.Helper()
	for _, i := range all {
		w.do(func(tx *store.Tx) error { return tx.CreateInstance(i) })
	}
}

// findInstances gives the ids that a filter selects in hangzhou, and how many there are.
func (w *world) findInstances(f cloud.InstanceFilter, offset, limit int) (ids []string, total int) {
	w.t.Helper()
	w.view(func(tx *store.Tx) error {
		all, n, err := tx.FindInstances(ali, hangzhou, &f, w.now, offset, limit)
		ids, total = nil, n
		for _, i := range all {
			ids = append(ids, i.ID)
		}
		return err
	})
	return ids, total
}

func TestInstancesAreFound(t *testing.T) {
	prod := "prod"
	yes := true
	onAll(t, func(t *testing.T, w *world) {
		w.run(machine("i-1"), machine("i-2", func(i *cloud.Instance) {
			i.Image, i.Type, i.Zone = "m-2", "ecs.g7.large", "other"
			i.Created = epoch.Add(time.Second)
			i.VPC, i.VSwitch, i.KeyPair, i.ResourceGroup, i.Locked, i.Tags = "vpc-2", "vsw-2", "key-2", "rg-2", true, nil
			i.SecurityGroups, i.RAMRole, i.ChargeType, i.NetworkInterface = []string{"sg-2"}, "role-2", "PrePaid", "eni-2"
			i.Goes(epoch, 0, cloud.InstanceStopped, cloud.InstanceStopping)
		}), machine("i-3", func(i *cloud.Instance) { i.VSwitch, i.PrivateIP, i.NetworkInterface = "", "", "" }))
		for name, f := range map[string]cloud.InstanceFilter{
			"id": {IDs: []string{"i-2", "i-9"}}, "type": {Types: []string{"ecs.g7.large"}}, "zone": {Zone: "other"}, "image": {Image: "m-2"},
			"vpc": {VPC: "vpc-2"}, "vswitch": {VSwitch: "vsw-2"}, "key": {KeyPair: "key-2"}, "group": {ResourceGroup: "rg-2"},
			"locked": {Locked: &yes}, "address": {PrivateIPs: []string{"10.0.0.2"}}, "name": {Name: "ni-2"}, "pattern": {Name: "*-2"},
			"created": {CreatedFrom: epoch.Add(time.Second)}, "state": {Statuses: []cloud.InstanceStatus{cloud.InstanceStopped}},
			"security group": {SecurityGroup: "sg-2"}, "role": {RAMRole: "role-2"}, "charge": {ChargeType: "PrePaid"},
			"interface": {NetworkInterfaces: []string{"eni-2"}},
		} {
			ids, total := w.findInstances(f, 0, 10)
			same(t, name, []string{"i-2"}, ids)
			same(t, name, 1, total)
		}
		pending := cloud.InstanceFilter{Statuses: []cloud.InstanceStatus{cloud.InstancePending}}
		ids, _ := w.findInstances(pending, 0, 10)
		same(t, "pending", []string{"i-3", "i-1"}, ids)
		ids, total := w.findInstances(cloud.InstanceFilter{}, 1, 1)
		same(t, "second page", []string{"i-3"}, ids)
		same(t, "of", 3, total)
		ids, total = w.findInstances(cloud.InstanceFilter{Name: "n*"}, 2, 5)
		same(t, "last page of a pattern", []string{"i-1"}, ids)
		same(t, "of", 3, total)
		ids, _ = w.findInstances(cloud.InstanceFilter{Networked: true}, 0, 10)
		same(t, "in a network", []string{"i-2", "i-1"}, ids)
		ids, _ = w.findInstances(cloud.InstanceFilter{Tags: []cloud.TagMatch{{Key: "env", Value: &prod}}, CreatedTo: epoch}, 0, 10)
		same(t, "tagged", []string{"i-3", "i-1"}, ids)
		w.now = epoch.Add(time.Minute)
		ids, _ = w.findInstances(pending, 0, 10)
		same(t, "pending, later", []string(nil), ids)
	})
}

func TestInstancesChangeAndGo(t *testing.T) {
	onAll(t, func(t *testing.T, w *world) {
		w.run(machine("i-1"))
		w.do(func(tx *store.Tx) error {
			was, err := tx.FindInstance(ali, "i-1")
			if err != nil {
				return err
			}
			same(t, "as it was made", machine("i-1"), was)
			is := was.Clone()
			is.Name, is.Description, is.Tags = "renamed", "text", nil
			return errors.Join(tx.UpdateInstance(was, was.Clone()), tx.UpdateInstance(was, is))
		})
		same(t, "events", 2, w.rows("events"))
		same(t, "tags", 0, w.rows("tags"))
		err := w.try(func(tx *store.Tx) error {
			return tx.CreateInstance(machine("i-2", func(i *cloud.Instance) { i.PrivateIP = "10.0.0.1" }))
		})
		same(t, "address taken", true, errors.Is(err, store.ErrExists))
		w.do(func(tx *store.Tx) error {
			i, err := tx.Instance(ali, hangzhou, "i-1")
			if err != nil {
				return err
			}
			same(t, "changed", "renamed text", i.Name+" "+i.Description)
			return tx.DeleteInstance(i)
		})
		err = w.try(func(tx *store.Tx) error { return tx.DeleteInstance(machine("i-1")) })
		same(t, "gone", true, errors.Is(err, store.ErrNotFound))
		same(t, "events", 3, w.rows("events"))
	})
}

func TestNetworksAreReadAsTheyWereWritten(t *testing.T) {
	vpc := &cloud.VPC{Account: ali, Region: hangzhou, ID: "vpc-1", Name: "n", CIDR: "10.0.0.0/8", Default: true, Created: epoch}
	vswitch := &cloud.VSwitch{
		Account: ali, Region: hangzhou, ID: "vsw-1", Name: "n", Zone: "z", VPC: "vpc-1", CIDR: "10.0.0.0/24", Default: true, Created: epoch,
	}
	group := &cloud.SecurityGroup{
		Account: ali, Region: hangzhou, ID: "sg-1", Name: "n", Description: "d", VPC: "vpc-1", Default: true, Created: epoch,
	}
	onAll(t, func(t *testing.T, w *world) {
		vswitch := *vswitch
		w.do(func(tx *store.Tx) error {
			return errors.Join(tx.CreateVPC(vpc), tx.CreateVSwitch(&vswitch), tx.CreateSecurityGroup(group), tx.Assign(&vswitch, 7))
		})
		w.view(func(tx *store.Tx) error {
			v1, err1 := tx.VPC(ali, hangzhou, "vpc-1")
			v2, err2 := tx.DefaultVPC(ali, hangzhou)
			s1, err3 := tx.VSwitch(ali, hangzhou, "vsw-1")
			s2, err4 := tx.DefaultVSwitch(ali, hangzhou, "z")
			g1, err5 := tx.SecurityGroup(ali, hangzhou, "sg-1")
			g2, err6 := tx.DefaultSecurityGroup(ali, hangzhou, "vpc-1")
			taken, err7 := tx.AddressTaken(&vswitch, "10.0.0.7")
			same(t, "VPC", []*cloud.VPC{vpc, vpc}, []*cloud.VPC{v1, v2})
			same(t, "vswitch", []*cloud.VSwitch{&vswitch, &vswitch}, []*cloud.VSwitch{s1, s2})
			same(t, "security group", []*cloud.SecurityGroup{group, group}, []*cloud.SecurityGroup{g1, g2})
			same(t, "taken", false, taken)
			return errors.Join(err1, err2, err3, err4, err5, err6, err7)
		})
		err := w.try(func(tx *store.Tx) error {
			second := *vpc
			second.ID = "vpc-2"
			return tx.CreateVPC(&second)
		})
		same(t, "two default VPCs", true, errors.Is(err, store.ErrExists))
	})
}
