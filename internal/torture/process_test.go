package torture_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"testing"
	"time"
)

// binary is the program, built once for all tests of the run.
var binary struct {
	sync.Once
	path string
	err  error
}

// TestMain keeps the folder of the program until all tests have ended.
func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "sesame-torture-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	binary.path = filepath.Join(folder, "sesame")
	code := m.Run()
	_ = os.RemoveAll(folder) // the run has its result already
	os.Exit(code)
}

func build(t *testing.T) string {
	t.Helper()
	binary.Do(func() { binary.err = goBuild(binary.path) })
	if binary.err != nil {
		t.Fatal(binary.err)
	}
	return binary.path
}

// goBuild builds the program, with flags such as -ldflags.
func goBuild(path string, flags ...string) error {
	args := append([]string{"build", "-o", path}, flags...)
	if out, err := exec.Command("go", append(args, "sesame/cmd/sesame")...).CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	return nil
}

// process is a running server. It never outlives its test.
type process struct {
	cmd  *exec.Cmd
	url  string
	gone chan struct{} // closed when it has ended
}

var endpoint = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// patience is for machines that have much to do; nothing waits for all of it.
const patience = 30 * time.Second

func start(t *testing.T, data string, flags ...string) *process {
	t.Helper()
	return startProgram(t, build(t), data, flags...)
}

// startProgram runs a server on a free port and waits until it says where it listens.
func startProgram(t *testing.T, program, data string, flags ...string) *process {
	t.Helper()
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	p := &process{gone: make(chan struct{})}
	p.cmd = exec.Command(program, append([]string{"serve", "--listen", "127.0.0.1:0", "--data", data, "--log", "text"}, flags...)...)
	p.cmd.Stderr, p.cmd.SysProcAttr = log, dieWithUs()
	p.cmd.Env = withoutSettings(os.Environ())
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	url := make(chan string, 1)
	go func() {
		for lines := bufio.NewScanner(stdout); lines.Scan(); {
			if u := endpoint.FindString(lines.Text()); u != "" {
				select {
				case url <- u:
				default:
				}
			}
		}
		_ = p.cmd.Wait() // killed: that is how it ends
		close(p.gone)
	}()
	select {
	case p.url = <-url:
	case <-p.gone:
	case <-time.After(patience):
	}
	if p.url == "" {
		p.kill()
		text, _ := os.ReadFile(log.Name())
		t.Fatalf("the server did not start: %s", text)
	}
	return p
}

// kill ends the process without a word, and waits until it is gone.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // an error means that it has ended
	<-p.gone
}

// withoutSettings: what configures a server on this machine is not for ours.
func withoutSettings(environ []string) (kept []string) {
	for _, e := range environ {
		if len(e) < 7 || e[:7] != "SESAME_" {
			kept = append(kept, e)
		}
	}
	return kept
}
