package cloud_test

import (
	"testing"
	"time"

	"sesame/internal/cloud"
)

func TestMachineBoots(t *testing.T) {
	plain := cloud.NewMachine([]string{"x86_64", "i386"}, []string{cloud.BootBIOS}, false)
	modern := cloud.NewMachine([]string{"x86_64"}, []string{cloud.BootUEFI}, true)
	for _, c := range []struct {
		name                     string
		machine                  *cloud.Machine
		architecture, mode, nvme string
		want                     bool
	}{
		{"its mode", plain, "x86_64", cloud.BootBIOS, "unsupported", true},
		{"any mode", plain, "i386", cloud.BootUEFIPreferred, "unsupported", true},
		{"another mode", plain, "x86_64", cloud.BootUEFI, "unsupported", false},
		{"another architecture", plain, "arm64", cloud.BootUEFIPreferred, "supported", false},
		{"NVMe", modern, "x86_64", cloud.BootUEFI, "supported", true},
		{"no NVMe", modern, "x86_64", cloud.BootUEFI, "unsupported", false},
	} {
		i := cloud.NewImage("1", "r", "m-1", cloud.WorkCreate, epoch, time.Minute)
		i.Architecture, i.BootMode, i.NvmeSupport = c.architecture, c.mode, c.nvme
		if got := c.machine.Boots(i); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
