package deploy

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// image is the last stage of the Dockerfile.
type image struct {
	stage       instructions.Stage
	environment []string
	user        string
	folder      string
	entrypoint  []string
	command     []string
	health      []string
}

func readImage(t *testing.T) (i image) {
	t.Helper()
	file, err := os.Open("../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	parsed, err := parser.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	lint := linter.New(&linter.Config{Warn: func(rule, _, _, message string, _ []parser.Range) { t.Errorf("%s: %s", rule, message) }})
	stages, _, err := instructions.Parse(parsed.AST, lint)
	if err != nil {
		t.Fatal(err)
	}
	i.stage = stages[len(stages)-1]
	for _, command := range i.stage.Commands {
		i.take(command)
	}
	return i
}

func (i *image) take(command instructions.Command) {
	switch c := command.(type) {
	case *instructions.EnvCommand:
		for _, pair := range c.Env {
			i.environment = append(i.environment, pair.Key+"="+pair.Value)
		}
	case *instructions.UserCommand:
		i.user = c.User
	case *instructions.WorkdirCommand:
		i.folder = c.Path
	case *instructions.EntrypointCommand:
		i.entrypoint = c.CmdLine
	case *instructions.CmdCommand:
		i.command = c.CmdLine
	case *instructions.HealthCheckCommand:
		i.health = c.Health.Test
	}
}

// root is the file system of the image: what the last stage copies, and nothing else.
func (i *image) root(t *testing.T, uid int) string {
	t.Helper()
	root, built := t.TempDir(), t.TempDir()
	platform := "linux/" + runtime.GOARCH
	dist := exec.Command("go", "run", "./internal/dist", "-to", built, platform)
	dist.Dir = "../.."
	if out, err := dist.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	from := map[string]string{
		"/out/sesame":                        filepath.Join(built, "sesame_linux_"+runtime.GOARCH),
		"/etc/ssl/certs/ca-certificates.crt": "/etc/ssl/certs/ca-certificates.crt",
	}
	for _, command := range i.stage.Commands {
		c, ok := command.(*instructions.CopyCommand)
		if !ok {
			continue
		}
		to := filepath.Join(root, c.DestPath)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			t.Fatal(err)
		}
		switch source := c.SourcePaths[0]; source {
		case "/out/data":
			if err := os.Mkdir(to, 0o700); err != nil {
				t.Fatal(err)
			}
		default:
			data, err := os.ReadFile(from[source])
			if err == nil {
				err = os.WriteFile(to, data, 0o755)
			}
			if err != nil {
				t.Fatalf("COPY %s: %v", source, err)
			}
		}
		if c.Chown != "" {
			if c.Chown != i.user {
				t.Errorf("%s belongs to %s, the program runs as %s", c.DestPath, c.Chown, i.user)
			}
			if err := os.Chown(to, uid, uid); err != nil {
				t.Fatal(err)
			}
		}
	}
	return root
}

// run gives a process as the image would have it.
func (i *image) run(root string, uid uint32, environment, arguments []string) *exec.Cmd {
	return &exec.Cmd{
		Path: arguments[0], Args: arguments, Dir: i.folder, Env: append(slices.Clone(i.environment), environment...),
		SysProcAttr: &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: uid, Gid: uid}},
	}
}

const accounts = "accounts:\n  - {id: 1001, name: morgiana, keys: [{id: morgiana, secret: oil-and-jars}]}\n"

// TestImage runs what the Dockerfile says in a file system of just what it copies, as its
// user: the program starts, keeps its data, finds itself healthy, and ends when it is told to.
func TestImage(t *testing.T) {
	i := readImage(t)
	if i.stage.BaseName != "scratch" || len(i.health) < 2 || i.health[0] != "CMD" || len(i.entrypoint) == 0 {
		t.Fatalf("%+v", i)
	}
	id, group, _ := strings.Cut(i.user, ":")
	uid, err := strconv.Atoi(id)
	if err != nil || uid == 0 || group != id {
		t.Fatalf("the user is %q, not a number that is not root's", i.user)
	}
	if runtime.GOOS != "linux" || os.Getuid() != 0 {
		if os.Getenv("CI") == "true" {
			t.Fatal("only root on Linux can change the root folder, and CI=true")
		}
		t.Skip("only root on Linux can change the root folder: THE IMAGE IS NOT RUN")
	}
	root := i.root(t, uid)
	for folder := root; folder != "/" && folder != os.TempDir(); folder = filepath.Dir(folder) {
		if err := os.Chmod(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "accounts.yaml"), []byte(accounts), 0o644); err != nil {
		t.Fatal(err)
	}
	settings := []string{"SESAME_ACCOUNTS=/accounts.yaml", "SESAME_LISTEN=127.0.0.1:" + freePort(t), "SESAME_EXPOSED=true"}
	if err := i.run(root, uint32(uid), settings, i.health[1:]).Run(); err == nil {
		t.Error("healthy without a server")
	}
	var log strings.Builder
	server := i.run(root, uint32(uid), settings, append(slices.Clone(i.entrypoint), i.command...))
	server.Stderr = &log
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	stuck := time.AfterFunc(time.Minute, func() { _ = server.Process.Kill() })
	defer stuck.Stop()
	out, err := i.run(root, uint32(uid), settings, append(slices.Clone(i.health[1:]), "--wait", "30s")).CombinedOutput()
	if err != nil || string(out) != "ok\n" {
		t.Errorf("%v: %s", err, out)
	}
	if _, err := os.Stat(filepath.Join(root, "data", "sesame.db")); err != nil {
		t.Error(err)
	}
	_ = server.Process.Signal(syscall.SIGTERM)
	if err := server.Wait(); err != nil {
		t.Errorf("%v: %s", err, log.String())
	}
}

// freePort is free for the moment.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}
