package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// printFootprint tells what the server costs that nobody calls.
func printFootprint(binary, folder string) error {
	info, err := os.Stat(binary)
	if err != nil {
		return err
	}
	empty, err := startups(binary, filepath.Join(folder, "empty"))
	if err != nil {
		return err
	}
	full, err := startups(binary, fmt.Sprintf("%s-%d", filepath.Join(folder, "data"), many))
	if err != nil {
		return err
	}
	fmt.Printf("\nstart-up, empty store      %8v   goal 30ms\n", empty.ready)
	fmt.Printf("start-up, %d images    %8v   goal 30ms\n", many, full.ready)
	fmt.Printf("idle memory, empty store   %5d MiB  goal 30 MiB, %d MiB of it not of files\n", empty.memory, empty.anonymous)
	fmt.Printf("idle memory, %d images %5d MiB  goal 30 MiB, %d MiB of it not of files\n", many, full.memory, full.anonymous)
	fmt.Printf("binary                     %5.1f MB   goal 25 MB\n", float64(info.Size())/1e6)
	return nil
}

type footprint struct {
	ready     time.Duration
	memory    int // MiB resident, with the pages of the store's file that were read at the start
	anonymous int // MiB that belong to no file
}

// startups takes the best of five: a start is disturbed, never sped up.
func startups(binary, data string) (best footprint, err error) {
	for range 5 {
		p, err := startSesame(binary, data)
		if err != nil {
			return best, err
		}
		time.Sleep(200 * time.Millisecond)
		f := footprint{p.ready.Round(100 * time.Microsecond), resident(p.Process.Pid), status(p.Process.Pid, "RssAnon")}
		p.stop()
		if best.ready == 0 || f.ready < best.ready {
			best = f
		}
	}
	return best, nil
}

func resident(pid int) int { return status(pid, "VmRSS") }

// status reads MiB from what the system tells of a process; zero where it does not tell.
func status(pid int, field string) int {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), field+":")
	var kib int
	_, _ = fmt.Sscan(rest, &kib)
	return kib / 1024
}
