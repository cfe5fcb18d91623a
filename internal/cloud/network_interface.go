package cloud

// NetworkInterface is a network interface of an instance.
type NetworkInterface struct {
	ID, VSwitch, PrivateIP, MAC string
	Name, Description           string
	SecurityGroups              []string
}

// Primary is the interface that each instance in a network has.
func (i *Instance) Primary() *NetworkInterface {
	return &NetworkInterface{
		ID: i.NetworkInterface, VSwitch: i.VSwitch, PrivateIP: i.PrivateIP, MAC: i.MAC,
		Name: i.InterfaceName, Description: i.InterfaceDescription, SecurityGroups: i.SecurityGroups,
	}
}
