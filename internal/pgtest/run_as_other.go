//go:build !linux

package pgtest

import "syscall"

func runAs(*ids) *syscall.SysProcAttr { return nil }
