package main

import (
	"bytes"
	"crypto/tls"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"sesame/internal/server"
)

// Canaries: what the program and its clients are given in secret, and must not be heard again.
const (
	canaryKey       = "Canary/Access-Key/7351"
	canaryIdleKey   = "Canary/Inactive-Key/7351"
	canaryToken     = "Canary/Admin-Token/7351"
	canaryCollector = "Canary/Collector/7351"
	canaryPassword  = "Canary/Password/7351"
	canaryUserData  = "Canary/User-Data/7351"
	canarySTS       = "Canary/Security-Token/7351"
)

// aviary is the real program with canaries, and all that was heard of it.
type aviary struct {
	t        *testing.T
	folder   string
	url      string
	client   *http.Client // of somebody with a browser
	log, out recorded
	cmd      *exec.Cmd
	secrets  map[string]string // by what they are
	requests map[string]*sent  // by RequestId
	heard    int
}

// sent is a call that was made.
type sent struct {
	about string
	own   []string // names of the secrets that the sender put where they are shown
}

// recorded is what a process writes.
type recorded struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (r *recorded) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(p)
}

func (r *recorded) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

// TestSecretsOfTheProgram: whatever secret the program is given, or is sent in whatever way, with a good
// signature or a bad one, it is in no log, no output, no metric, no event, no explanation and no page.
func TestSecretsOfTheProgram(t *testing.T) {
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, fmt.Sprint(r.Header), http.StatusUnauthorized) // a collector that tells what it was sent
	}))
	defer refusing.Close()
	away := (&url.URL{Scheme: "http", User: url.UserPassword("sesame", canaryCollector), Host: "127.0.0.1:1"}).String()
	t.Run("plain secrets, a log of text", func(t *testing.T) {
		newAviary(t, "text", refusing.URL).listen()
	})
	t.Run("sealed secrets, a log of JSON", func(t *testing.T) {
		newAviary(t, "json", away, "--key-file", "keys").listen()
	})
}

// listen makes all calls and looks at all pages.
func (a *aviary) listen() {
	a.callAll()
	a.giveToken()
	a.visitConsole()
	a.readOwnPages()
	a.waitFor(&a.log, "spans are lost") // the log has what went wrong with the collector
	a.stop()
	a.hear("the log", a.log.String())
	a.hear("the output", a.out.String())
	a.readStore()
	if a.heard < 90 {
		a.t.Errorf("only %d texts were looked at", a.heard)
	}
}

const canaryAccounts = `accounts:
  - id: 1001
    name: morgiana
    keys:
      - {id: morgiana, secret: ` + canaryKey + `}
      - {id: idle, secret: ` + canaryIdleKey + `, status: inactive}
`

// newAviary starts the program where others could reach it.
func newAviary(t *testing.T, log, collector string, flags ...string) *aviary {
	t.Helper()
	a := &aviary{t: t, folder: t.TempDir(), requests: map[string]*sent{}, secrets: map[string]string{
		"access key secret": canaryKey, "secret of an inactive key": canaryIdleKey, "token": canaryToken, "header for the collector": canaryCollector,
		"password": canaryPassword, "user data": canaryUserData, "security token": canarySTS,
	}}
	jar, err := cookiejar.New(nil)
	a.check(err)
	a.client = &http.Client{Jar: jar, Timeout: patience, Transport: &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, // of its name, others make sure
	}}
	t.Cleanup(a.client.CloseIdleConnections)
	a.write("accounts.yaml", canaryAccounts)
	a.write("token", canaryToken+"\n")
	_, err = server.StoredCertificate(a.folder)
	a.check(err)
	a.secrets["TLS key"] = strings.Split(a.read("tls.key"), "\n")[1]
	if slices.Contains(flags, "keys") {
		a.run("key", "new", "keys")
		a.run("key", "encrypt", "--accounts", "accounts.yaml", "--key-file", "keys")
		lines := strings.Split(strings.TrimSpace(a.read("keys")), "\n")
		_, bits, _ := strings.Cut(lines[len(lines)-1], " ")
		a.secrets["key of the key file"] = bits
	}
	a.start(log, collector, flags...)
	return a
}

func (a *aviary) check(err error) {
	a.t.Helper()
	if err != nil {
		a.t.Fatal(err)
	}
}

func (a *aviary) write(name, text string) {
	a.t.Helper()
	a.check(os.WriteFile(filepath.Join(a.folder, name), []byte(text), 0o600))
}

func (a *aviary) read(name string) string {
	a.t.Helper()
	text, err := os.ReadFile(filepath.Join(a.folder, name))
	a.check(err)
	return string(text)
}

// command is the program, in the folder.
func (a *aviary) command(args ...string) *exec.Cmd {
	a.t.Helper()
	path, err := exec.LookPath("sesame") // as TestMain has put it there
	a.check(err)
	c := exec.Command(path, args...)
	c.Dir, c.Env = a.folder, append(os.Environ(), "OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer "+canaryCollector)
	return c
}

func (a *aviary) run(args ...string) {
	a.t.Helper()
	if out, err := a.command(args...).CombinedOutput(); err != nil {
		a.t.Fatalf("%q: %v: %s", args, err, out)
	}
}

func (a *aviary) start(log, collector string, flags ...string) {
	a.t.Helper()
	a.cmd = a.command(append([]string{
		"serve", "--listen", "127.0.0.1:0", "--exposed", "--data", "data", "--accounts", "accounts.yaml", "--admin-token-file", "token",
		"--tls-cert", "tls.crt", "--tls-key", "tls.key", "--log", log, "--otlp-endpoint", collector,
	}, flags...)...)
	a.cmd.Stdout, a.cmd.Stderr = &a.out, &a.log
	a.check(a.cmd.Start())
	a.t.Cleanup(func() {
		if a.cmd.ProcessState == nil {
			_ = a.cmd.Process.Kill() // it may be gone
			_ = a.cmd.Wait()
		}
	})
	a.waitFor(&a.out, "Ctrl-C")
	found := endpointLine.FindStringSubmatch(a.out.String())
	if found == nil {
		a.t.Fatalf("no endpoint in %s", a.out.String())
	}
	a.url = found[1]
}

func (a *aviary) stop() {
	a.t.Helper()
	a.check(a.cmd.Process.Signal(syscall.SIGTERM))
	stuck := time.AfterFunc(patience, func() { _ = a.cmd.Process.Kill() })
	defer stuck.Stop()
	a.check(a.cmd.Wait())
}

// waitFor waits until the program has written something.
func (a *aviary) waitFor(where *recorded, text string) {
	a.t.Helper()
	for deadline := time.Now().Add(patience); !strings.Contains(where.String(), text); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			a.t.Fatalf("%q was not written: %s%s", text, a.out.String(), a.log.String())
		}
	}
}

// forms are those in which a secret might be written down.
func forms(secret string) map[string]string {
	once := url.QueryEscape(secret)
	all := map[string]string{
		"as it is": secret, "percent-encoded": once, "percent-encoded twice": url.QueryEscape(once),
		"in hex": hex.EncodeToString([]byte(secret)), "in capital hex": strings.ToUpper(hex.EncodeToString([]byte(secret))),
	}
	for before := range 3 { // bytes that are encoded in front of it
		text := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", before) + secret))
		text = text[:len(text)-4] // the end depends on what follows, the beginning on what went before
		if before > 0 {
			text = text[4:]
		}
		all[fmt.Sprintf("in base64 behind %d bytes", before)] = text
		all[fmt.Sprintf("in base64 of addresses behind %d bytes", before)] = strings.NewReplacer("+", "-", "/", "_").Replace(text)
	}
	return all
}

// hear fails when a canary sings in a text, but for those that belong there.
func (a *aviary) hear(where, text string, own ...string) {
	a.t.Helper()
	a.heard++
	text += html.UnescapeString(text)
	for name, secret := range a.secrets {
		if slices.Contains(own, name) {
			continue
		}
		for form, written := range forms(secret) {
			if at := strings.Index(text, written); at >= 0 {
				a.t.Errorf("%s: the %s, %s, in %q", where, name, form, text[max(0, at-100):at+len(written)])
			}
		}
	}
}

// do sends a request and gives status and answer, which is heard.
func (a *aviary) do(about string, r *http.Request, own ...string) (int, string) {
	a.t.Helper()
	resp, err := a.client.Do(r)
	a.check(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	a.check(err)
	header := resp.Header.Clone()
	header.Del("Set-Cookie") // where it belongs
	a.hear(about, fmt.Sprint(header)+string(body), own...)
	return resp.StatusCode, string(body)
}
