package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a server that was started here.
type process struct {
	*exec.Cmd
	address string
	ready   time.Duration // from its start until it said where it listens
}

func build(binary string) error {
	c := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary, "sesame/cmd/sesame")
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	return nil
}

func startSesame(binary, data string, more ...string) (*process, error) {
	return start(exec.Command(binary, append([]string{"serve", "--listen", "127.0.0.1:0", "--data", data}, more...)...))
}

// servers are several processes in front of one store.
type servers []*process

func startServers(binary, data string, n int) (all servers, err error) {
	for range n {
		p, err := startSesame(binary, data)
		if err != nil {
			all.stop()
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

func (s servers) addresses() (all []string) {
	for _, p := range s {
		all = append(all, p.address)
	}
	return all
}

func (s servers) cpu() (sum time.Duration) {
	for _, p := range s {
		sum += p.cpu()
	}
	return sum
}

func (s servers) stop() {
	for _, p := range s {
		p.stop()
	}
}

func startBare() (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return start(exec.Command(self, "bare"))
}

var endpoint = regexp.MustCompile(`http://(127\.0\.0\.1:\d+)`)

// start waits for the line that tells the address. What the server logs is thrown away,
// through a pipe, as a service manager would read it.
func start(c *exec.Cmd) (*process, error) {
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	logs, err := c.StderrPipe()
	if err != nil {
		return nil, err
	}
	begin := time.Now()
	if err := c.Start(); err != nil {
		return nil, err
	}
	go func() { _, _ = io.Copy(io.Discard, logs) }()
	p := &process{Cmd: c}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if m := endpoint.FindStringSubmatch(lines.Text()); m != nil {
			p.address, p.ready = m[1], time.Since(begin)
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return p, nil
		}
	}
	p.stop()
	return nil, errors.New(c.Path + " did not say where it listens")
}

// cpu is the processor time that the process has used; zero where /proc does not tell.
func (p *process) cpu() time.Duration {
	_, used := cpuOf(p.Process.Pid)
	return used
}

// cpuOf gives the name and the processor time of a process of this machine.
func cpuOf(pid int) (name string, used time.Duration) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return "", 0
	}
	name, fields, _ := strings.Cut(string(stat), ") ") // the name before it may hold anything
	_, name, _ = strings.Cut(name, "(")
	var user, system int64
	for n, f := range strings.Fields(fields) {
		switch n {
		case 11:
			user, _ = strconv.ParseInt(f, 10, 64)
		case 12:
			system, _ = strconv.ParseInt(f, 10, 64)
		}
	}
	return name, time.Duration(user+system) * time.Second / ticksPerSecond
}

const ticksPerSecond = 100 // of Linux on every architecture that Go runs on

func (p *process) stop() {
	_ = p.Process.Signal(syscall.SIGTERM)
	_ = p.Wait()
}

// workshop is a folder for a run, to be removed after it, with the program in it.
func workshop() (folder, binary string, err error) {
	folder, err = os.MkdirTemp("", "sesame-bench-")
	if err != nil {
		return "", "", err
	}
	binary = filepath.Join(folder, "sesame")
	if err := build(binary); err != nil {
		return "", "", errors.Join(err, os.RemoveAll(folder))
	}
	return folder, binary, nil
}
