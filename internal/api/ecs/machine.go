package ecs

import (
	"sesame/internal/catalog"
	"sesame/internal/cloud"
)

// findMachine finds what boots on an instance type, false when there is no such type.
func findMachine(instanceType string) (*cloud.Machine, bool) {
	t, ok := catalog.FindInstanceType(instanceType)
	return machineOf(&t), ok
}

func machineOf(t *catalog.InstanceType) *cloud.Machine {
	architectures := []string{"x86_64", "i386"}
	if t.Architecture == "ARM" {
		architectures = []string{"arm64"}
	}
	return cloud.NewMachine(architectures, t.BootModes, t.NvmeSupport == "required")
}
