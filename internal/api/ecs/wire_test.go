package ecs_test

import (
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"sesame/internal/explain"
	"sesame/internal/pgtest"
	"sesame/internal/sandbox"
	"sesame/internal/store"
	"sesame/internal/story"
	"sesame/sesametest"
)

var update = flag.Bool("update", false, "write the answers of testdata/wire again (read them before you commit)")

// TestWire tells every story of testdata/wire four times: in both formats, on both stores.
// What is answered must be, byte for byte, what the story's file says. README.md beside
// the stories says how they are written.
func TestWire(t *testing.T) {
	for _, file := range stories(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			s := readStory(t, file)
			for _, format := range []string{"xml", "json"} {
				t.Run(format+"/sqlite", func(t *testing.T) { s.tell(t, format, t.TempDir, *update) })
				t.Run(format+"/postgres", func(t *testing.T) { s.tell(t, format, func() string { return pgtest.DSN(t) }, false) })
			}
			if *update {
				s.write(t)
			}
		})
	}
}

func stories(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "wire", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	return files
}

// wireStory is a file: what it is about, the steps, and the transcripts in both formats.
type wireStory struct {
	file    string
	archive *txtar.Archive
}

func readStory(t *testing.T, file string) *wireStory {
	t.Helper()
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Files) == 0 || a.Files[0].Name != "story" {
		t.Fatalf("%s does not begin with -- story --", file)
	}
	return &wireStory{file, a}
}

func (s *wireStory) section(name string) string {
	for _, f := range s.archive.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

func (s *wireStory) setSection(name, text string) {
	for i := range s.archive.Files {
		if f := &s.archive.Files[i]; f.Name == name {
			f.Data = []byte(text)
			return
		}
	}
	s.archive.Files = append(s.archive.Files, txtar.File{Name: name, Data: []byte(text)})
}

func (s *wireStory) write(t *testing.T) {
	t.Helper()
	if err := os.WriteFile(s.file, txtar.Format(s.archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

// tell plays the steps against a new server and compares the transcript, or keeps it.
func (s *wireStory) tell(t *testing.T, format string, store func() string, keep bool) {
	if !*update {
		t.Parallel() // most of the time is spent on making databases
	}
	n := &teller{t: t, format: format, names: story.NewNames()}
	steps := n.open(store(), strings.Split(strings.TrimSuffix(s.section("story"), "\n"), "\n"))
	for _, line := range steps {
		n.step(line)
	}
	if keep {
		s.setSection(format, n.out.String())
		return
	}
	if diff := cmp.Diff(s.section(format), n.out.String()); diff != "" {
		t.Errorf("-%s +what was answered:\n%s", s.file, diff)
	}
}

// teller plays one story.
type teller struct {
	t      *testing.T
	format string
	clock  *sesametest.Clock
	server *sesametest.Server
	caller *sesametest.Caller
	out    strings.Builder
	names  *story.Names

	requests []string // ids of the calls so far
}

// open starts the server that the first line asks for and gives the rest of the lines.
func (n *teller) open(dsn string, lines []string) []string {
	o, ok, err := sandbox.ReadOptions(lines[0])
	if err != nil {
		n.t.Fatal(err)
	}
	if ok {
		lines = lines[1:]
	}
	seed(n.t, dsn, o.Crowd)
	n.clock = sesametest.NewClock(sandbox.Epoch)
	n.server = sesametest.New(n.t, &sesametest.Options{
		DSN: dsn, Accounts: o.Accounts(), Pace: o.Pace, AllowClear: o.AllowClear, Clock: n.clock.Now,
	})
	n.caller = n.server.Caller
	return lines
}

// seed fills the store of a story.
func seed(t *testing.T, dsn string, crowd bool) {
	t.Helper()
	db, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	err = sandbox.Fill(t.Context(), db, crowd)
	if closed := db.Close(); err == nil {
		err = closed
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (n *teller) duration(s string) time.Duration {
	d, err := time.ParseDuration(s)
	if err != nil {
		n.t.Fatal(err)
	}
	return d
}

// step plays one line. Lines that ask for nothing go into the transcript as they are.
func (n *teller) step(line string) {
	command, rest, _ := strings.Cut(line, " ")
	switch command {
	case "", "#":
	case "as":
		if rest == "nobody" {
			n.caller = n.server.WithKey(sesametest.Key{ID: "nobody", Secret: "none"})
		} else {
			n.caller = n.server.As(rest)
		}
	case "advance":
		n.clock.Advance(n.duration(rest))
	case ">", "?":
		n.ask(command, line, rest)
		return
	default:
		n.t.Fatalf("what is %q?", line)
	}
	fmt.Fprintln(&n.out, line)
}

// ask calls an action, a second after what was before it.
func (n *teller) ask(command, line, request string) {
	n.clock.Advance(time.Second)
	request, err := n.names.Expand(n.requestIDs(request))
	if err != nil {
		n.t.Fatalf("%s: %v", line, err)
	}
	call, err := story.ReadCall(request)
	if err != nil {
		n.t.Fatalf("%s: %v", line, err)
	}
	parameters := []string{"Format", strings.ToUpper(n.format)}
	for _, p := range call.Parameters {
		parameters = append(parameters, p.Name, p.Value)
	}
	status, raw := n.caller.Call(call.Action, parameters...)
	if status >= 400 {
		n.why(line, raw)
	}
	body := n.normal(string(raw))
	if command == "?" && status == 200 {
		body = brief(call.Action, body)
	}
	fmt.Fprintf(&n.out, "%s\n%d\n%s\n", line, status, body)
}

// why asks for the explanation of a refusal: the check that decided must have been recorded
// as it was made, and its rules must exist.
func (n *teller) why(line string, answer []byte) {
	resp, err := http.Get(n.server.URL + "/_sesame/explain/" + requestID.FindString(string(answer)))
	if err != nil {
		n.t.Fatal(err)
	}
	defer resp.Body.Close()
	var x explain.Explanation
	if err := json.NewDecoder(resp.Body).Decode(&x); err != nil || x.Decided == nil {
		n.t.Errorf("%s: no explanation: %d, %v", line, resp.StatusCode, err)
		return
	}
	if x.Decided.Inferred {
		n.t.Errorf("%s: %s was told without a check recorded; the last was %q", line, x.Code, x.Checks[max(0, len(x.Checks)-2)].Check)
	}
	for _, k := range x.Checks {
		for _, number := range k.Rules {
			if _, ok := explain.FindRule(number); !ok {
				n.t.Errorf("%s: a check cites %s, which is no rule", line, number)
			}
		}
	}
}

var (
	serial    = regexp.MustCompile(`\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`)
	hostNames = regexp.MustCompile(`\biZ[0-9a-z]{20}Z\b`)
	requestID = regexp.MustCompile(`[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}`)
)

var requestName = regexp.MustCompile(`\$r(\d+)`)

// requestIDs puts the ids of earlier calls for their names: $r1 is that of the first.
func (n *teller) requestIDs(request string) string {
	return requestName.ReplaceAllStringFunc(request, func(name string) string {
		number, _ := strconv.Atoi(name[2:]) // digits are all that matches
		if number < 1 || number > len(n.requests) {
			n.t.Fatalf("%s: there was no call %s", request, name)
		}
		return n.requests[number-1]
	})
}

// normal gives what differs from run to run its name: the request, those before it, the host and
// the identifiers that the server made, which count from 1 in the order of their appearance.
func (n *teller) normal(body string) string {
	own := requestID.FindString(body) // the first element
	if own == "" {
		n.t.Errorf("no RequestId: %s", body)
	}
	body = requestID.ReplaceAllStringFunc(body, func(id string) string {
		at := slices.Index(n.requests, id)
		switch {
		case id == own:
			return "$REQUEST"
		case at < 0:
			n.t.Errorf("%s is the RequestId of no call: %s", id, body)
		}
		return "$r" + strconv.Itoa(at+1)
	})
	n.requests = append(n.requests, own)
	body = strings.ReplaceAll(body, n.server.Address, "$HOST")
	body = serial.ReplaceAllLiteralString(body, "$SERIAL")
	body = hostNames.ReplaceAllLiteralString(body, "$HOSTNAME")
	return readable(n.t, n.names.Hide(body))
}

// lineBreaks are where a long answer is broken for its readers.
var lineBreaks = strings.NewReplacer(
	`<Events>`, "\n<Events>", `{"eventId":`, "\n"+`{"eventId":`,
	`<Image><CreationTime>`, "\n<Image><CreationTime>", `<DiskDeviceMappings>`, "\n<DiskDeviceMappings>", `<IsPublic>`, "\n<IsPublic>",
	`{"CreationTime":`, "\n"+`{"CreationTime":`, `"DiskDeviceMappings":`, "\n"+`"DiskDeviceMappings":`, `"IsPublic":`, "\n"+`"IsPublic":`,
)

// readable breaks long lines. The server's own answers have no line break but the one
// behind the XML declaration, so that none is confused with these.
func readable(t *testing.T, body string) string {
	t.Helper()
	if strings.Contains(strings.TrimPrefix(body, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"), "\n") {
		t.Errorf("an answer with line breaks: %q", body)
	}
	body = lineBreaks.Replace(body)
	return shortened(body)
}

// shortened keeps both ends of an answer that nobody reads in full, and its checksum.
func shortened(body string) string {
	const longest, end = 16 << 10, 3 << 10
	if len(body) <= longest {
		return body
	}
	head, tail := strings.ToValidUTF8(body[:end], ""), strings.ToValidUTF8(body[len(body)-end:], "")
	return fmt.Sprintf("%s\n... %d bytes in all, SHA-256 %x ...\n%s", head, len(body), sha256.Sum256([]byte(body)), tail)
}

var briefly = map[string]*regexp.Regexp{
	"DescribeDisks":     briefOf("DiskId"),
	"DescribeSnapshots": briefOf("SnapshotId"),
	"LookupEvents":      briefOf("eventId"),
	"":                  briefOf("ImageId"),
}

func briefOf(identifier string) *regexp.Regexp {
	return regexp.MustCompile(strings.ReplaceAll(
		`<(TotalCount|PageNumber|PageSize)>(\d+)<|"(TotalCount|PageNumber|PageSize)":(\d+)|<ID>([^<]*)<|"ID":"([^"]*)"`, "ID", identifier))
}

// brief is what most questions are about: which things, and how many.
func brief(action, body string) string {
	expression := briefly[action]
	if expression == nil {
		expression = briefly[""]
	}
	var words []string
	for _, m := range expression.FindAllStringSubmatch(body, -1) {
		if name := m[1] + m[3]; name != "" {
			words = append(words, name+"="+m[2]+m[4])
		} else {
			words = append(words, m[5]+m[6])
		}
	}
	return strings.Join(words, " ")
}
