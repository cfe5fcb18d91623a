package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
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
	c := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary, "./cmd/sesame")
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	return nil
}

func startSesame(binary, data string) (*process, error) {
	return start(exec.Command(binary, "serve", "--listen", "127.0.0.1:0", "--data", data))
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

func (p *process) stop() {
	_ = p.Process.Signal(syscall.SIGTERM)
	_ = p.Wait()
}
