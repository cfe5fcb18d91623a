package store_test

import (
	"testing"

	"sesame/internal/cloud"
	"sesame/internal/store"
)

func TestSecondaryInterfaces(t *testing.T) {
	second := func(ip, name string) func(*cloud.Instance) {
		return func(i *cloud.Instance) {
			i.Secondary = &cloud.NetworkInterface{ID: "eni-" + name, VSwitch: "vsw-2", PrivateIP: ip, Name: name, SecurityGroups: []string{"sg-" + name}}
		}
	}
	onAll(t, func(t *testing.T, w *world) {
		w.run(machine("i-1", second("10.1.0.1", "a")), machine("i-2", second("10.1.0.2", "b")), machine("i-3"))
		find := func(f cloud.InstanceFilter, offset, limit int) (ids []string, total int) {
			w.view(func(tx *store.Tx) error {
				all, n, err := tx.FindSecondary(ali, hangzhou, &f, offset, limit)
				ids, total = nil, n
				for _, i := range all {
					ids = append(ids, i.ID)
				}
				return err
			})
			return ids, total
		}
		for name, f := range map[string]cloud.InstanceFilter{
			"instance": {IDs: []string{"i-1", "i-3"}}, "address": {PrivateIPs: []string{"10.1.0.1"}}, "id": {NetworkInterfaces: []string{"eni-a"}},
			"name": {InterfaceName: "a"}, "group": {SecurityGroup: "sg-a"},
			"all": {VSwitch: "vsw-2", VPC: "vpc", ResourceGroup: "rg", IDs: []string{"i-1"}},
		} {
			ids, total := find(f, 0, 9)
			same(t, name, []string{"i-1"}, ids)
			same(t, "total by "+name, 1, total)
		}
		ids, total := find(cloud.InstanceFilter{}, 1, 1)
		same(t, "second page", []string{"i-1"}, ids)
		same(t, "total", 2, total)

		taken := func(vswitch, ip string) (yes bool) {
			w.view(func(tx *store.Tx) (err error) {
				yes, err = tx.AddressTaken(&cloud.VSwitch{Account: ali, Region: hangzhou, ID: vswitch}, ip)
				return err
			})
			return yes
		}
		same(t, "taken", []bool{true, true, false}, []bool{taken("vsw-2", "10.1.0.1"), taken("vsw", "10.0.0.1"), taken("vsw", "10.1.0.1")})
		if err := w.try(func(tx *store.Tx) error { return tx.CreateInstance(machine("i-4", second("10.1.0.1", "c"))) }); err == nil {
			t.Error("two secondary interfaces have one address")
		}
		w.do(func(tx *store.Tx) error {
			i, err := tx.Instance(ali, hangzhou, "i-1")
			if err != nil {
				return err
			}
			return tx.DeleteInstance(i)
		})
		same(t, "free again", false, taken("vsw-2", "10.1.0.1"))
		same(t, "rows", 1, w.rows("network_interfaces"))
	})
}
