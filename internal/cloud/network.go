package cloud

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"time"
)

// VPC is a private network of an account in a region.
type VPC struct {
	Account, Region, ID string
	Name, CIDR          string
	Default             bool // made on first use
	Created             time.Time
}

// VSwitch is the part of a VPC that lies in one zone.
type VSwitch struct {
	Account, Region, ID string
	Name, Zone          string
	VPC, CIDR           string
	Default             bool
	Assigned            int // the last address that was given to an instance, as the CIDR's nth
	Created             time.Time
}

// SecurityGroup is a group of instances of a VPC. Its rules are not kept.
type SecurityGroup struct {
	Account, Region, ID string
	Name, Description   string
	VPC                 string
	Default             bool
	Created             time.Time
}

// The network that stands in where an account has none: the nth zone of a region has the
// nth part of it.
const (
	DefaultVPCCIDR     = "172.16.0.0/12"
	reservedBelow      = 4 // of each vswitch, the first addresses and the last three are nobody's
	reservedAbove      = 3
	defaultVSwitchBits = 20
)

// DefaultVSwitchCIDR is the part of the default VPC that the nth zone has, from 0 on.
func DefaultVSwitchCIDR(n int) string {
	return fmt.Sprintf("172.16.%d.0/%d", n<<(24-defaultVSwitchBits), defaultVSwitchBits)
}

// Address is the nth address of the vswitch, false when that is not for instances.
func (v *VSwitch) Address(n int) (string, bool) {
	p, err := netip.ParsePrefix(v.CIDR)
	if err != nil || !p.Addr().Is4() || n < reservedBelow || n >= 1<<(32-p.Bits())-reservedAbove {
		return "", false
	}
	from := p.Masked().Addr().As4()
	var to [4]byte
	binary.BigEndian.PutUint32(to[:], binary.BigEndian.Uint32(from[:])+uint32(n))
	return netip.AddrFrom4(to).String(), true
}

// After is the next address for instances behind the nth; behind the last is the first.
func (v *VSwitch) After(n int) int {
	if _, ok := v.Address(n + 1); ok {
		return n + 1
	}
	return reservedBelow
}

// Position is which address of the vswitch ip is, false when that is not for instances.
func (v *VSwitch) Position(ip string) (int, bool) {
	a, err := netip.ParseAddr(ip)
	p, err2 := netip.ParsePrefix(v.CIDR)
	if err != nil || err2 != nil || !p.Contains(a) {
		return 0, false
	}
	at, from := a.As4(), p.Masked().Addr().As4()
	n := int(binary.BigEndian.Uint32(at[:]) - binary.BigEndian.Uint32(from[:]))
	_, ok := v.Address(n)
	return n, ok
}

// MACOf is the hardware address of the interface with an address: no two of a VPC are the
// same.
func MACOf(ip string) string {
	a, err := netip.ParseAddr(ip)
	if err != nil || !a.Is4() {
		return ""
	}
	b := a.As4()
	return fmt.Sprintf("00:16:3e:%02x:%02x:%02x", b[1], b[2], b[3])
}
