package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Cluster is a PostgreSQL server of a test's own, which may be stopped, killed and promoted.
// It ends with the test.
type Cluster struct {
	Port int

	tb       testing.TB
	binaries string
	folder   string // of the data
	settings []string
	server   *exec.Cmd
	gone     chan struct{} // closed when the server has ended
}

// NewCluster makes a cluster and starts it, with settings such as "fsync=on". Where there
// are no binaries of a server the test is skipped; where CI=true that is fatal.
func NewCluster(tb testing.TB, settings ...string) *Cluster {
	tb.Helper()
	c := newCluster(tb)
	c.command("initdb", "-D", c.folder, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")
	c.settings = settings
	c.Start()
	return c
}

func newCluster(tb testing.TB) *Cluster {
	tb.Helper()
	c := &Cluster{tb: tb, binaries: binaries(), Port: freePort(tb)}
	if c.binaries == "" {
		const missing = "there are no binaries of a PostgreSQL server here"
		if os.Getenv("CI") == "true" {
			tb.Fatal(missing)
		}
		tb.Skip(missing)
	}
	parent, err := os.MkdirTemp("", "sesame-cluster-")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		c.Kill()
		_ = os.RemoveAll(parent) // the run has its result already
	})
	c.folder = filepath.Join(parent, "data")
	if o := owner(tb); o != nil {
		if err := os.Chown(parent, int(o.uid), int(o.gid)); err != nil {
			tb.Fatal(err)
		}
	}
	return c
}

// binaries finds the folder of the newest server, "" when there is none. What is in PATH may
// be a wrapper.
func binaries() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // no bad pattern
	local, _ := filepath.Glob("/usr/local/lib/postgresql/*/bin")
	found = append(found, local...)
	slices.Sort(found)
	if path, err := exec.LookPath("initdb"); err == nil {
		found = append([]string{filepath.Dir(path)}, found...)
	}
	for _, folder := range slices.Backward(found) {
		complete := true
		for _, program := range []string{"postgres", "initdb", "pg_ctl", "pg_basebackup"} {
			_, err := os.Stat(filepath.Join(folder, program))
			complete = complete && err == nil
		}
		if complete {
			return folder
		}
	}
	return ""
}

// freePort is below those that outgoing connections get.
func freePort(tb testing.TB) int {
	tb.Helper()
	for n := range 100 {
		port := 12000 + (os.Getpid()*37+int(time.Now().UnixNano()/1000)+n*101)%8000
		if l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			_ = l.Close()
			return port
		}
	}
	tb.Fatal("no port is free")
	return 0
}

// ids are those of who may run a server, which root may not.
type ids struct{ uid, gid uint32 }

func owner(tb testing.TB) *ids {
	tb.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		tb.Fatal(err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
	if err := errors.Join(err, err2); err != nil {
		tb.Fatal(err)
	}
	return &ids{uint32(uid), uint32(gid)}
}

// prepare gives a command of the cluster's owner.
func (c *Cluster) prepare(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.binaries, program), args...)
	cmd.Dir, cmd.Env = "/", []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC"}
	cmd.SysProcAttr = runAs(owner(c.tb))
	return cmd
}

func (c *Cluster) command(program string, args ...string) {
	c.tb.Helper()
	if out, err := c.prepare(program, args...).CombinedOutput(); err != nil {
		c.tb.Fatalf("%s: %v\n%s", program, err, out)
	}
}

// patience is for machines that have much to do; nothing waits for all of it.
const patience = time.Minute

// Start starts the server, and waits until it answers.
func (c *Cluster) Start() {
	c.tb.Helper()
	deadline := time.Now().Add(patience)
	for !c.begin(deadline) { // the memory of one that was killed is let go of after a while
		if time.Now().After(deadline) {
			log, _ := os.ReadFile(c.folder + ".log")
			c.tb.Fatalf("PostgreSQL did not start: %s", log)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func (c *Cluster) begin(deadline time.Time) bool {
	log, err := os.OpenFile(c.folder+".log", os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		c.tb.Fatal(err)
	}
	defer log.Close()
	args := []string{"-D", c.folder, "-p", strconv.Itoa(c.Port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_pred_locks_per_transaction=256"}
	for _, s := range c.settings {
		args = append(args, "-c", s)
	}
	c.server = c.prepare("postgres", args...)
	c.server.Stdout, c.server.Stderr = log, log
	if err := c.server.Start(); err != nil {
		c.tb.Fatal(err)
	}
	gone := make(chan struct{})
	c.gone = gone
	go func(server *exec.Cmd) {
		_ = server.Wait() // it may be killed
		close(gone)
	}(c.server)
	for time.Now().Before(deadline) {
		select {
		case <-c.gone:
			return false
		case <-time.After(20 * time.Millisecond):
		}
		if c.answers() {
			return true
		}
	}
	return false
}

func (c *Cluster) answers() bool {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, c.DSN("postgres"))
	if err != nil {
		return false
	}
	return conn.Close(ctx) == nil
}

// DSN is the postgres:// URL of a database in the cluster.
func (c *Cluster) DSN(database string) string {
	return fmt.Sprintf("postgres://%s/%s?sslmode=disable&user=postgres", c.Host(), database)
}

// Host is where the cluster listens.
func (c *Cluster) Host() string { return fmt.Sprintf("127.0.0.1:%d", c.Port) }

// Stop ends the server as pg_ctl does, in one of its modes: smart, fast, immediate.
func (c *Cluster) Stop(mode string) {
	c.tb.Helper()
	c.command("pg_ctl", "-D", c.folder, "-m", mode, "-w", "-t", "60", "stop")
	<-c.gone
}

// Kill ends the server without a word. Its children end when they notice.
func (c *Cluster) Kill() {
	if c.server == nil {
		return
	}
	_ = c.server.Process.Kill() // an error means that it has ended
	<-c.gone
}

// Run runs one statement in a database.
func (c *Cluster) Run(database, statement string) {
	c.tb.Helper()
	maintain(c.tb, c.DSN(database), statement)
}

// Replica makes another cluster that follows this one.
func (c *Cluster) Replica() *Cluster {
	c.tb.Helper()
	r := newCluster(c.tb)
	r.command("pg_basebackup", "-h", "127.0.0.1", "-p", strconv.Itoa(c.Port), "-U", "postgres", "-D", r.folder, "-R", "-X", "stream", "-c", "fast", "--no-sync")
	r.Start()
	return r
}

// Promote makes a replica a server of its own.
func (c *Cluster) Promote() {
	c.tb.Helper()
	c.command("pg_ctl", "-D", c.folder, "-w", "-t", "60", "promote")
}

// Log is what the server wrote.
func (c *Cluster) Log() string {
	text, _ := os.ReadFile(c.folder + ".log") // none: nothing was written
	return strings.TrimSpace(string(text))
}
