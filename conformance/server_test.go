package conformance

import (
	"bufio"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
)

// What the server's demo has, and who may call.
const (
	region       = "cn-hangzhou"
	demoInstance = "i-bp1h9k2vq7d4x8n3m5zt"
	demoSnapshot = "s-bp1u3j9f2s6q8x5t7ekd" // of its system disk
	publicImage  = "aliyun_3_x64_20G_alibase_20240819.vhd"

	aliID, aliKey, aliSecret          = "1000000000000001", "ali", "open-sesame"
	cassimID, cassimKey, cassimSecret = "1000000000000002", "cassim", "open-barley"
)

// server is the one that most tests talk to. paced is another, where things take a while to
// become what they are to be, as in the real service.
var server, paced *sesame

const pace = 400 * time.Millisecond

func TestMain(m *testing.M) {
	runtime.LockOSThread() // see stopWithParent
	os.Exit(run(m))
}

func run(m *testing.M) int {
	// Clients read these and would go elsewhere.
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"} {
		_ = os.Unsetenv(name)
	}
	folder, err := os.MkdirTemp("", "sesame-conformance-")
	if err == nil {
		defer func() { _ = os.RemoveAll(folder) }()
		err = startBoth(folder)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer paced.stop()
	defer server.stop()
	return m.Run()
}

func startBoth(folder string) error {
	program, err := buildSesame(folder)
	if err != nil {
		return err
	}
	if server, err = startSesame(program, "--demo"); err != nil {
		return err
	}
	if paced, err = startSesame(program, "--demo", "--pace", pace.String()); err != nil {
		server.stop()
	}
	return err
}

// sesame is a running server.
type sesame struct {
	host        string // host:port; HTTP and HTTPS alike
	certificate []byte // PEM, for clients to trust
	process     *exec.Cmd
}

func buildSesame(folder string) (program string, err error) {
	program = filepath.Join(folder, "sesame")
	build := exec.Command("go", "build", "-buildvcs=false", "-o", program, "./cmd/sesame")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build ./cmd/sesame: %w\n%s", err, out)
	}
	return program, nil
}

// startSesame runs the program with further options and waits until it serves.
func startSesame(program string, options ...string) (*sesame, error) {
	log, err := os.CreateTemp(filepath.Dir(program), "log")
	if err != nil {
		return nil, err
	}
	defer log.Close()
	arguments := append([]string{"serve", "--listen", "127.0.0.1:0", "--data", ":memory:"}, options...)
	s := &sesame{process: exec.Command(program, arguments...)}
	s.process.Stderr = log
	stopWithParent(s.process)
	stdout, err := s.process.StdoutPipe()
	if err == nil {
		err = s.process.Start()
	}
	if err != nil {
		return nil, err
	}
	if err := s.ready(stdout); err != nil {
		s.stop()
		said, _ := os.ReadFile(log.Name())
		return nil, fmt.Errorf("sesame serve: %w\n%s", err, said)
	}
	return s, nil
}

var endpoint = regexp.MustCompile(`\bhttp://(127\.0\.0\.1:[0-9]+)`)

// ready reads the endpoint that the server prints, then asks it.
func (s *sesame) ready(stdout io.Reader) error {
	found := make(chan string, 1)
	go func() {
		defer close(found)
		lines := bufio.NewScanner(stdout)
		for lines.Scan() {
			if m := endpoint.FindStringSubmatch(lines.Text()); m != nil && len(found) == 0 {
				found <- m[1]
			}
		}
	}()
	select {
	case s.host = <-found:
	case <-time.After(30 * time.Second):
	}
	if s.host == "" {
		return errors.New("it printed no endpoint")
	}
	if _, err := s.page("health"); err != nil {
		return err
	}
	var err error
	s.certificate, err = s.page("certificate.pem")
	return err
}

func (s *sesame) page(name string) ([]byte, error) {
	resp, err := http.Get("http://" + s.host + "/_sesame/" + name)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s: %s", name, resp.Status, body)
	}
	return body, err
}

// stop ends the server: asked first, then made to.
func (s *sesame) stop() {
	_ = s.process.Process.Signal(os.Interrupt)
	late := time.AfterFunc(10*time.Second, func() { _ = s.process.Process.Kill() })
	defer late.Stop()
	_ = s.process.Wait()
}

// name is the host by name.
func (s *sesame) name() string { return strings.Replace(s.host, "127.0.0.1", "localhost", 1) }

func (s *sesame) roots() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(s.certificate)
	return pool
}
