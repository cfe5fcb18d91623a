package ecs_test

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"sesame/internal/pgtest"
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

// story is a file: what it is about, the steps, and the transcripts in both formats.
type story struct {
	file    string
	archive *txtar.Archive
}

func readStory(t *testing.T, file string) *story {
	t.Helper()
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Files) == 0 || a.Files[0].Name != "story" {
		t.Fatalf("%s does not begin with -- story --", file)
	}
	return &story{file, a}
}

func (s *story) section(name string) string {
	for _, f := range s.archive.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

func (s *story) setSection(name, text string) {
	for i := range s.archive.Files {
		if f := &s.archive.Files[i]; f.Name == name {
			f.Data = []byte(text)
			return
		}
	}
	s.archive.Files = append(s.archive.Files, txtar.File{Name: name, Data: []byte(text)})
}

func (s *story) write(t *testing.T) {
	t.Helper()
	if err := os.WriteFile(s.file, txtar.Format(s.archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

// tell plays the steps against a new server and compares the transcript, or keeps it.
func (s *story) tell(t *testing.T, format string, store func() string, keep bool) {
	if !*update {
		t.Parallel() // most of the time is spent on making databases
	}
	n := &teller{t: t, format: format, ids: map[string]string{}, names: map[string]string{}, counts: map[string]int{}}
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

	ids, names map[string]string // identifiers that were made, by name, and back
	counts     map[string]int    // by kind
}

// open starts the server that the first line asks for and gives the rest of the lines.
func (n *teller) open(dsn string, lines []string) []string {
	o := &sesametest.Options{DSN: dsn}
	crowded := false
	if rest, ok := strings.CutPrefix(lines[0], "server "); ok {
		lines = lines[1:]
		for word := range strings.FieldsSeq(rest) {
			switch name, value, _ := strings.Cut(word, "="); name {
			case "pace":
				o.Pace = n.duration(value)
			case "allow-clear":
				o.AllowClear = true
			case "poor":
				o.Accounts = poorAccounts()
			case "crowd":
				crowded = true
			default:
				n.t.Fatalf("server: what is %q?", word)
			}
		}
	}
	seed(n.t, dsn, crowded)
	n.clock = sesametest.NewClock(epoch)
	o.Clock = n.clock.Now
	n.server = sesametest.New(n.t, o)
	n.caller = n.server.Caller
	return lines
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
	words := n.words(n.expand(request))
	parameters := []string{"Format", strings.ToUpper(n.format)}
	for _, w := range words[1:] {
		name, value, ok := strings.Cut(w, "=")
		if !ok {
			n.t.Fatalf("%q: %q is not Name=value", line, w)
		}
		parameters = append(parameters, name, value)
	}
	status, raw := n.caller.Call(words[0], parameters...)
	body := n.normal(string(raw))
	if command == "?" && status == 200 {
		body = brief(words[0], body)
	}
	fmt.Fprintf(&n.out, "%s\n%d\n%s\n", line, status, body)
}

var (
	nameInStep = regexp.MustCompile(`\$[a-z]+\d+`)
	repetition = regexp.MustCompile(`\{([^{}]+)\*(\d+)\}`)
	bare       = regexp.MustCompile(`\b[0-9a-z]{20}\b`)
	made       = regexp.MustCompile(`\b([msidt]|vpc|vsw|sg|eni)-[0-9a-z]{20}\b`)
	serial     = regexp.MustCompile(`\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`)
	hostNames  = regexp.MustCompile(`\biZ[0-9a-z]{20}Z\b`)
	requestID  = regexp.MustCompile(`[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}`)
)

// expand puts identifiers for their names, and the text x ten times for {x*10}.
func (n *teller) expand(request string) string {
	request = nameInStep.ReplaceAllStringFunc(request, func(name string) string {
		id, ok := n.ids[name]
		if !ok {
			n.t.Fatalf("%s: nothing has this name yet", name)
		}
		return id
	})
	return repetition.ReplaceAllStringFunc(request, func(s string) string {
		m := repetition.FindStringSubmatch(s)
		times, err := strconv.Atoi(m[2])
		if err != nil {
			n.t.Fatal(err)
		}
		return strings.Repeat(m[1], times)
	})
}

// words splits a request at blanks outside of double quotes, which are taken away. Inside
// of them a backslash keeps the quote.
func (n *teller) words(request string) (words []string) {
	var word strings.Builder
	quoted := false
	for i := 0; i < len(request); i++ {
		switch c := request[i]; {
		case c == '\\' && quoted && i+1 < len(request):
			i++
			word.WriteByte(request[i])
		case c == '"':
			quoted = !quoted
		case c == ' ' && !quoted:
			words = append(words, word.String())
			word.Reset()
		default:
			word.WriteByte(c)
		}
	}
	if quoted {
		n.t.Fatalf("%s: a quote is not closed", request)
	}
	return append(words, word.String())
}

// normal gives what differs from run to run its name: the request, the host and the
// identifiers that the server made, which count from 1 in the order of their appearance.
func (n *teller) normal(body string) string {
	requests := requestID.FindAllString(body, -1)
	if len(requests) == 0 {
		n.t.Errorf("no RequestId: %s", body)
	}
	for _, id := range requests {
		if id != requests[0] {
			n.t.Errorf("two RequestIds: %s", body)
		}
	}
	body = requestID.ReplaceAllLiteralString(body, "$REQUEST")
	body = strings.ReplaceAll(body, n.server.Address, "$HOST")
	body = serial.ReplaceAllLiteralString(body, "$SERIAL")
	body = hostNames.ReplaceAllLiteralString(body, "$HOSTNAME")
	body = made.ReplaceAllStringFunc(body, func(id string) string {
		if n.names[id] == "" {
			kind, _, _ := strings.Cut(id, "-")
			n.counts[kind]++
			n.names[id] = "$" + kind + strconv.Itoa(n.counts[kind])
			n.ids[n.names[id]] = id
		}
		return n.names[id]
	})
	body = bare.ReplaceAllStringFunc(body, func(text string) string { // what other identifiers are formed of
		for id, name := range n.names {
			if strings.HasSuffix(id, "-"+text) {
				return name
			}
		}
		return text
	})
	return readable(n.t, body)
}

// lineBreaks are where a long answer is broken for its readers.
var lineBreaks = strings.NewReplacer(
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
