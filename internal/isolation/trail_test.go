package isolation

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"sesame/internal/pgtest"
	"sesame/internal/rpc"
	"sesame/internal/server"
	"sesame/internal/sign"
)

// asked is a call and what was answered.
type asked struct {
	about, action string
	status        int
	Code, Message string
	RequestID     string `json:"RequestId"`
}

// trailed is an event as it stands in the table.
type trailed struct {
	account, id, previous, resource, key, action, before, after string
	source, agent, parameters, code, message                    string
}

// auditor is a world whose calls are held against what the store kept of them.
type auditor struct {
	*world
	dsn string
}

const agent = "isolation/1.0"

func newAuditor(t *testing.T, dsn string, change ...func(*server.Config)) *auditor {
	t.Helper()
	change = append(change, func(c *server.Config) { c.ClockSkew = 2 * time.Hour })
	return &auditor{dsn: dsn, world: openWorld(t, dsn, change...)}
}

// ask calls with a nonce of its own.
func (w *auditor) ask(about string, as owner, name string, parameters url.Values) *asked {
	w.t.Helper()
	v := url.Values{"Action": {name}, "Version": {named(name).version}, "Format": {"JSON"}}
	maps.Copy(v, parameters)
	id, secret := as.key()
	return w.send(about, name, sign.V1(http.MethodGet, v, id, secret, rand.Text(), epoch))
}

func (w *auditor) send(about, action string, signed url.Values) *asked {
	w.t.Helper()
	r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, "http://localhost/?"+signed.Encode(), nil)
	r.Header.Set("User-Agent", agent)
	r.Header.Set("X-Forwarded-For", "203.0.113.7") // by anybody
	answer := httptest.NewRecorder()
	w.srv.ServeHTTP(answer, r)
	a := &asked{about: about, action: action, status: answer.Code}
	if err := json.Unmarshal(answer.Body.Bytes(), a); err != nil {
		w.t.Fatalf("%s, %s: %v: %s", action, about, err, answer.Body)
	}
	return a
}

// trail gives the events by request, each request's in order.
func (w *auditor) trail() map[string][]trailed {
	w.t.Helper()
	const query = `SELECT request, account, id, previous, resource, access_key, action, before, after,
		source, agent, parameters, code, message FROM events ORDER BY id`
	all := map[string][]trailed{}
	add := func(v []string) {
		all[v[0]] = append(all[v[0]], trailed{v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11], v[12], v[13]})
	}
	if err := rows(w.t, w.dsn, query, add); err != nil {
		w.t.Fatal(err)
	}
	return all
}

// nonces is how many are kept.
func (w *auditor) nonces() (n int) {
	w.t.Helper()
	if err := rows(w.t, w.dsn, `SELECT account FROM nonces`, func([]string) { n++ }); err != nil {
		w.t.Fatal(err)
	}
	return n
}

// rows reads text beside the store, as anybody could who has the file or the database.
func rows(t *testing.T, dsn, query string, each func([]string)) error {
	if !strings.HasPrefix(dsn, "postgres") {
		conn, err := sqlite.OpenConn(filepath.Join(dsn, "sesame.db"), sqlite.OpenReadOnly)
		if err != nil {
			return err
		}
		defer conn.Close()
		return sqlitex.ExecuteTransient(conn, query, &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
			v := make([]string, s.ColumnCount())
			for n := range v {
				v[n] = s.ColumnText(n)
			}
			each(v)
			return nil
		}})
	}
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		return err
	}
	defer conn.Close(context.Background())
	found, err := conn.Query(t.Context(), query)
	if err != nil {
		return err
	}
	defer found.Close()
	for found.Next() {
		v := make([]string, len(found.FieldDescriptions()))
		to := make([]any, len(v))
		for n := range v {
			to[n] = &v[n]
		}
		if err := found.Scan(to...); err != nil {
			return err
		}
		each(v)
	}
	return found.Err()
}

// writes are the actions that may change something.
func writes() []action {
	return slices.DeleteFunc(slices.Clone(served), func(a action) bool { return a.Access != rpc.Write })
}

// TestTrail: every call of every action that may change something leaves exactly its events: who, from
// where, with what, and the code that was answered. It does not matter where it ended.
func TestTrail(t *testing.T) {
	for name, dsn := range map[string]func(*testing.T) string{
		"sqlite": (*testing.T).TempDir, "postgres": func(t *testing.T) string { return pgtest.DSN(t) },
	} {
		t.Run(name, func(t *testing.T) {
			for _, tried := range writes() {
				t.Run(tried.Name, func(t *testing.T) {
					w := newAuditor(t, dsn(t))
					all := w.askAll(tried)
					w.verify(all)
					done := slices.ContainsFunc(all, func(a *asked) bool { return a.action == tried.Name && a.status == 200 })
					if done == (notDone[tried.Name] != "") {
						t.Errorf("carried out: %v; it is said: %q", done, notDone[tried.Name])
					}
				})
			}
		})
	}
}

// notDone are actions whose good call is refused in this world, and why.
var notDone = map[string]string{"CancelCopyImage": "a copy takes no time here"}

// good is what a good call of some actions needs beside what is usual.
var good = map[string]struct {
	first  string // an action that goes before
	values url.Values
}{
	"AttachDisk":          {"", url.Values{"DiskId": {cassim.id("d-free")}}},
	"DeleteDisk":          {"", url.Values{"DiskId": {cassim.id("d-free")}}},
	"DeleteSnapshot":      {"", url.Values{"SnapshotId": {cassim.id("s-free")}}},
	"DetachDisk":          {"AttachDisk", url.Values{"DiskId": {cassim.id("d-free")}}},
	"ModifyDiskAttribute": {"", url.Values{"DiskId": {cassim.id("d")}}},
	"RebootInstance":      {"StartInstance", nil},
	"RebootInstances":     {"StartInstance", nil},
	"StopInstance":        {"StartInstance", nil},
	"StopInstances":       {"StartInstance", nil},
	"TagResources":        {"", url.Values{"ResourceType": {"image"}, "ResourceId.1": {cassim.id("m")}}},
	"UntagResources":      {"", url.Values{"ResourceType": {"image"}, "ResourceId.1": {cassim.id("m")}}},
}

// goodCall has the parameters of a call that is carried out.
func goodCall(a action) url.Values {
	v := url.Values{"RegionId": {region}}
	maps.Copy(v, a.parameters(""))
	maps.Copy(v, good[a.Name].values)
	return v
}

// askAll calls an action so that it ends wherever a call can end.
func (w *auditor) askAll(a action) (all []*asked) {
	ask := func(about string, change url.Values) {
		v := goodCall(a)
		maps.Copy(v, change)
		all = append(all, w.ask(about, cassim, a.Name, v))
	}
	nothing := url.Values{"Version": {a.version}}
	all = append(all, w.ask("nothing sent", cassim, a.Name, nothing), w.ask("what is another's", cassim, a.Name, anothers(a)))
	ask("another owner", url.Values{"OwnerId": {ali.account}})
	if slices.ContainsFunc(rpc.Parameters(a.Request), func(p rpc.Parameter) bool { return p.Name == "DryRun" }) {
		ask("a dry run", url.Values{"DryRun": {"true"}})
		ask("a value of another type", url.Values{"DryRun": {"perhaps"}})
	}
	if first := good[a.Name].first; first != "" {
		all = append(all, w.ask("before it", cassim, first, goodCall(named(first))))
	}
	ask("a good call", nil)
	ask("a good call again", nil)
	ask("another region", url.Values{"RegionId": {"cn-nowhere"}})
	return all
}

// anothers are the parameters of a call that is about resources of ali.
func anothers(a action) url.Values {
	v := goodCall(a)
	for name, values := range v {
		v.Set(name, strings.ReplaceAll(values[0], "-isolated"+cassim.letter, "-isolated"+ali.letter))
	}
	return v
}

// verify holds the trail against what was asked: nothing is missing, there twice, or of nobody.
func (w *auditor) verify(all []*asked) {
	w.t.Helper()
	trail := w.trail()
	delete(trail, "seed")
	for _, a := range all {
		for _, fault := range a.faults(trail[a.RequestID]) {
			w.t.Errorf("%s, %s (%d %s): %s", a.action, a.about, a.status, a.Code, fault)
		}
		delete(trail, a.RequestID)
	}
	for request, events := range trail {
		w.t.Errorf("events of request %s, which nobody sent: %+v", request, events)
	}
	if n := w.nonces(); n != len(all) {
		w.t.Errorf("%d nonces are kept of %d calls", n, len(all))
	}
}

// faults tells what is wrong with the events of a call.
func (a *asked) faults(events []trailed) (all []string) {
	if len(events) == 0 {
		return []string{"is not in the trail"}
	}
	if a.status != 200 && len(events) > 1 {
		all = append(all, fmt.Sprintf("was refused, and has %d events", len(events)))
	}
	key, _ := cassim.key()
	for n, e := range events {
		want := e
		want.account, want.key, want.action, want.source, want.agent = cassim.account, key, a.action, "192.0.2.1", agent
		want.code, want.message = a.Code, a.Message
		if a.status != 200 {
			want.previous, want.before, want.after = "", "", ""
		}
		if e != want {
			all = append(all, fmt.Sprintf("has the event\n%+v, want\n%+v", e, want))
		}
		if !strings.HasSuffix(e.id, fmt.Sprintf("%s.%d", a.RequestID, n)) {
			all = append(all, fmt.Sprintf("event %d has the id %s", n, e.id))
		}
		if (e.parameters != "") != (n == 0) {
			all = append(all, fmt.Sprintf("event %d has the parameters %q", n, e.parameters))
		}
	}
	return all
}

// TestNotInTheTrail: who was not let in leaves nothing, nor does who reads, nor what was sent before.
func TestNotInTheTrail(t *testing.T) {
	w := newAuditor(t, t.TempDir(), func(c *server.Config) { c.Throttle = 2 })
	id, secret := cassim.key()
	once := sign.V1(http.MethodGet, url.Values{
		"Action": {"DeleteImage"}, "Version": {"2014-05-26"}, "Format": {"JSON"}, "RegionId": {region}, "ImageId": {"m-none"},
	}, id, secret, "once", epoch)
	for _, c := range []struct {
		want string
		*asked
	}{
		{"SignatureDoesNotMatch", w.ask("a wrong signature", forger, "DeleteImage", url.Values{"RegionId": {region}, "ImageId": {cassim.id("m")}})},
		{"MissingAccessKeyId", w.send("no signature", "DeleteImage", url.Values{"Action": {"DeleteImage"}, "Version": {"2014-05-26"}, "Format": {"JSON"}})},
		{"", w.ask("a read", cassim, "DescribeImages", url.Values{"RegionId": {region}})},
		{"MissingParameter", w.ask("a read that is refused", cassim, "DescribeImages", nil)},
	} {
		if c.Code != c.want {
			t.Errorf("%s: %s, want %s", c.about, c.Code, c.want)
		}
	}
	first := w.send("the first", "DeleteImage", once)
	if again := w.send("a replay", "DeleteImage", once); again.Code != "SignatureNonceUsed" {
		t.Errorf("a replay: %s", again.Code)
	}
	second := w.ask("within the limit", cassim, "CopyImage", nil)
	third := w.ask("within the limit", cassim, "CopyImage", nil)
	if early := w.ask("too early", cassim, "CopyImage", url.Values{"RegionId": nil}); early.Code != "Throttling.User" {
		t.Errorf("too early: %s", early.Code)
	}
	w.verify([]*asked{first, second, third})
}

// TestRefusalNeedsTheStore: a refusal that cannot be kept is not told; reads are told theirs.
func TestRefusalNeedsTheStore(t *testing.T) {
	w := newAuditor(t, t.TempDir())
	if err := w.db.Close(); err != nil {
		t.Fatal(err)
	}
	if a := w.ask("nothing sent", cassim, "DeleteImage", nil); a.status != 503 || a.Code != "ServiceUnavailable" {
		t.Errorf("a call that may change something: %d %s", a.status, a.Code)
	}
	if a := w.ask("nothing sent", cassim, "DescribeImages", nil); a.Code != "MissingParameter" {
		t.Errorf("a read: %d %s", a.status, a.Code)
	}
}
