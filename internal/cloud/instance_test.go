package cloud

import (
	"testing"
	"time"
)

func TestInstancesMoveByTimeAlone(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	i := NewInstance("1", "cn-hangzhou", "i-1", now)
	at := func(minutes int, want InstanceStatus) {
		t.Helper()
		if got := i.Status(now.Add(time.Duration(minutes) * time.Minute)); got != want {
			t.Errorf("after %d minutes: %s, want %s", minutes, got, want)
		}
	}
	i.Goes(now, time.Minute, InstanceRunning, InstancePending, InstanceStarting)
	at(0, InstancePending)
	at(1, InstanceStarting)
	at(2, InstanceRunning)
	i.Goes(now, time.Minute, InstanceStopped, InstanceStopping)
	at(0, InstanceStopping)
	at(1, InstanceStopped)
	i.Goes(now, 0, InstanceRunning, InstanceStarting)
	at(0, InstanceRunning)
}

func TestAddressesOfAVSwitch(t *testing.T) {
	v := &VSwitch{CIDR: DefaultVSwitchCIDR(1)}
	for _, test := range []struct {
		n    int
		want string
	}{{0, ""}, {3, ""}, {4, "172.16.16.4"}, {260, "172.16.17.4"}, {4092, "172.16.31.252"}, {4093, ""}} {
		got, ok := v.Address(test.n)
		if got != test.want || ok != (test.want != "") {
			t.Errorf("Address(%d) = %q, %v", test.n, got, ok)
		}
		if n, ok := v.Position(test.want); ok && n != test.n {
			t.Errorf("Position(%s) = %d", test.want, n)
		}
	}
	for _, ip := range []string{"", "172.16.0.4", "172.16.16.1", "fe80::1"} {
		if n, ok := v.Position(ip); ok {
			t.Errorf("Position(%s) = %d", ip, n)
		}
	}
	for n, want := range map[int]int{0: 4, 4: 5, 4091: 4092, 4092: 4} {
		if got := v.After(n); got != want {
			t.Errorf("After(%d) = %d, want %d", n, got, want)
		}
	}
	if got := MACOf("172.16.17.4"); got != "00:16:3e:10:11:04" {
		t.Errorf("MACOf: %s", got)
	}
}
