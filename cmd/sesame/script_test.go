package main

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"sesame": main})
}

// TestScripts runs the program as people do. Beside the usual commands scripts have
//
//	start [flags]   "sesame serve" on a free port, in the background; sets $ENDPOINT, and
//	                $PASTE to the line that it offers to paste. What it prints is in banner.
//	terminate [hangup]
//	                SIGTERM, and SIGHUP right after it; it must end with status 0. What it logged is in log.
//	hangup          SIGHUP
//	request file    set $REQUEST to the RequestId of the answer in file
//	paste           run $PASTE in a shell
//	status N args   run sesame; it must end with status N and say why in one line
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Values[serverKey{}] = &background{}
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"start": start, "terminate": terminate, "hangup": hangup, "paste": paste, "status": status, "request": request,
		},
	})
}

type serverKey struct{}

// background is the server of one script.
type background struct {
	cmd *exec.Cmd
	log bytes.Buffer
}

// patience is for machines that have much to do; nothing waits for all of it.
const patience = 30 * time.Second

var endpointLine = regexp.MustCompile(`Endpoint\s+(https?://\S+)`)

var requestID = regexp.MustCompile(`"RequestId":"([0-9A-F-]+)"`)

func request(ts *testscript.TestScript, _ bool, args []string) {
	m := requestID.FindStringSubmatch(ts.ReadFile(args[0]))
	if m == nil {
		ts.Fatalf("%s has no RequestId", args[0])
	}
	ts.Setenv("REQUEST", m[1])
}

func start(ts *testscript.TestScript, _ bool, args []string) {
	b := ts.Value(serverKey{}).(*background)
	*b = background{}
	cmd := exec.Command(program(ts), append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	cmd.Args[0] = "sesame"
	cmd.Dir, cmd.Env, cmd.Stderr = ts.Getenv("WORK"), environment(ts), &b.log
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	b.cmd = cmd
	ts.Defer(func() {
		if b.cmd == cmd {
			_ = cmd.Process.Kill() // it may be gone
			_ = cmd.Wait()
		}
	})
	stuck := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
	defer stuck.Stop()
	var banner strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan(); {
		banner.WriteString(lines.Text() + "\n")
		if strings.HasPrefix(lines.Text(), "    ") {
			ts.Setenv("PASTE", strings.TrimSpace(lines.Text()))
		}
		if strings.HasPrefix(lines.Text(), "Ctrl-C") {
			break
		}
	}
	found := endpointLine.FindStringSubmatch(banner.String())
	if found == nil {
		ts.Fatalf("no endpoint in %q, log: %s", banner.String(), b.log.String())
	}
	ts.Setenv("ENDPOINT", found[1])
	ts.Check(os.WriteFile(ts.MkAbs("banner"), []byte(banner.String()), 0o600))
}

func terminate(ts *testscript.TestScript, _ bool, args []string) {
	b := ts.Value(serverKey{}).(*background)
	cmd := b.cmd
	b.cmd = nil
	ts.Check(cmd.Process.Signal(syscall.SIGTERM))
	if len(args) > 0 {
		time.Sleep(100 * time.Millisecond) // it drains for longer
		ts.Check(cmd.Process.Signal(syscall.SIGHUP))
	}
	stuck := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
	defer stuck.Stop()
	if err := cmd.Wait(); err != nil {
		ts.Fatalf("the server did not end well: %v\n%s", err, b.log.String())
	}
	ts.Check(os.WriteFile(ts.MkAbs("log"), b.log.Bytes(), 0o600))
}

func hangup(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Check(ts.Value(serverKey{}).(*background).cmd.Process.Signal(syscall.SIGHUP))
}

func paste(ts *testscript.TestScript, neg bool, _ []string) {
	err := ts.Exec("sh", "-c", ts.Getenv("PASTE"))
	var exit *exec.ExitError
	if failed := errors.As(err, &exit); failed != neg {
		ts.Fatalf("%s: %v", ts.Getenv("PASTE"), err)
	}
}

func status(ts *testscript.TestScript, _ bool, args []string) {
	cmd := exec.Command(program(ts), args[1:]...)
	cmd.Dir, cmd.Env = ts.Getenv("WORK"), environment(ts)
	var told bytes.Buffer
	cmd.Stderr = &told
	var exit *exec.ExitError
	if err := cmd.Run(); !errors.As(err, &exit) || strconv.Itoa(exit.ExitCode()) != args[0] {
		ts.Fatalf("status is not %s but: %v\n%s", args[0], err, told.String())
	}
	if strings.Count(told.String(), "\n") != 1 {
		ts.Fatalf("not one line: %q", told.String())
	}
}

func program(ts *testscript.TestScript) string {
	for _, folder := range filepath.SplitList(ts.Getenv("PATH")) {
		if path := filepath.Join(folder, "sesame"); exec.Command(path, "version").Run() == nil {
			return path
		}
	}
	ts.Fatalf("sesame is not in PATH")
	return ""
}

// environment is the script's, as far as servers care.
func environment(ts *testscript.TestScript) (env []string) {
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "GOCOVERDIR", "SESAME_LOG"} {
		if v := ts.Getenv(name); v != "" {
			env = append(env, name+"="+v)
		}
	}
	return env
}
