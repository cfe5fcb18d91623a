package conformance

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// hostile means something in every language that samples are written in.
const hostile = "'\"`\\ ${x} %{y} $(z) <!--</script> \r\n\t\x01\x7f\u0085\u2028\u202e 中文 😀 \\u0041 %s #{} $${z} EOF"

// parameter is Name=Value, as the command line has it.
type parameter struct{ name, value string }

// sample is a call as code.
type sample struct{ language, file string }

// writeSamples asks for a call as code, and writes it into folders of the languages.
func writeSamples(t *testing.T, folder, action string, parameters []parameter) []sample {
	t.Helper()
	arguments := []string{"call", action, "--code", "all", "--endpoint", "http://" + server.host}
	for _, p := range parameters {
		arguments = append(arguments, p.name+"="+p.value)
	}
	command := exec.Command(server.process.Path, arguments...)
	command.Env = []string{"PATH=" + os.Getenv("PATH")}
	text, err := command.Output()
	if err != nil {
		t.Fatalf("sesame call %s --code all: %v", action, err)
	}
	var all []sample
	heads := sampleHead.FindAllSubmatchIndex(text, -1)
	for i, at := range heads {
		end := len(text)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		s := sample{language: string(text[at[2]:at[3]])}
		s.file = filepath.Join(folder, s.language, action, string(text[at[4]:at[5]]))
		if err := os.MkdirAll(filepath.Dir(s.file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(s.file, text[at[1]:end], 0o600); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

var sampleHead = regexp.MustCompile(`(?m)^-- ([a-z0-9-]+)/([A-Za-z.]+) --\n`)

// everyAction are the actions with all their parameters, as the server describes them.
func everyAction(t *testing.T) map[string][]parameter {
	t.Helper()
	text, err := server.page("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	type schema struct {
		Type                          string
		Properties, PatternProperties map[string]struct{ Type string }
	}
	var document struct {
		Paths map[string]struct {
			Post struct {
				Summary     string
				Tags        []string
				RequestBody struct {
					Content map[string]struct{ Schema schema }
				}
			}
		}
	}
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	all := map[string][]parameter{}
	for _, path := range document.Paths {
		if !slices.Contains(path.Post.Tags, "Ecs") {
			continue
		}
		form := path.Post.RequestBody.Content["application/x-www-form-urlencoded"].Schema
		var parameters []parameter
		for name := range form.Properties {
			if name != "Action" && name != "Version" && name != "Format" {
				parameters = append(parameters, parameter{name, hostile})
			}
		}
		for pattern := range form.PatternProperties {
			name := strings.NewReplacer("^", "", "$", "", "[1-9][0-9]*", "1", `\.`, ".").Replace(pattern)
			parameters = append(parameters, parameter{name, hostile})
		}
		all[path.Post.Summary] = parameters
	}
	if len(all) < 50 {
		t.Fatalf("%d actions", len(all))
	}
	return all
}

// TestSamplesParse: the samples of every action, with hostile values, are read by the tools of
// their languages.
func TestSamplesParse(t *testing.T) {
	folder, files := t.TempDir(), map[string][]string{}
	for action, parameters := range everyAction(t) {
		for _, s := range writeSamples(t, folder, action, parameters) {
			files[s.language] = append(files[s.language], s.file)
		}
	}
	for language, command := range map[string][]string{
		"go-v1": {"gofmt", "-l"}, "go-v2": {"gofmt", "-l"},
		"python":       {python(t), "samples/samples.py", "parse"},
		"node":         {"node", "samples/samples.js"},
		"java":         {"java", "samples/Samples.java", "parse"},
		"curl":         {"bash", "-c", parseShell, "-"},
		"curl-signing": {"bash", "-c", parseShell, "-"}, "aliyun": {"bash", "-c", parseShell, "-"}, "sesame": {"bash", "-c", parseShell, "-"},
	} {
		t.Run(language, func(t *testing.T) {
			need(t, command[0])
			if len(files[language]) < 50 {
				t.Fatalf("%d samples", len(files[language]))
			}
			out, err := exec.Command(command[0], slices.Concat(command[1:], files[language])...).CombinedOutput()
			if err != nil || len(out) > 0 {
				t.Errorf("%v\n%.3000s", err, out)
			}
		})
	}
	t.Run("terraform", func(t *testing.T) {
		if len(files["terraform"]) < 10 {
			t.Fatalf("%d samples", len(files["terraform"]))
		}
		for _, file := range files["terraform"] {
			checkTerraform(t, file)
		}
	})
}

const parseShell = `for file; do bash -n "$file" || exit 1; done`

// checkTerraform reads a configuration, whose texts are what the call has.
func checkTerraform(t *testing.T, file string) {
	t.Helper()
	f, faults := hclparse.NewParser().ParseHCLFile(file)
	if faults.HasErrors() {
		t.Error(faults)
		return
	}
	for _, block := range f.Body.(*hclsyntax.Body).Blocks {
		if block.Type == "resource" || block.Type == "data" {
			checkTexts(t, file, block.Body)
		}
	}
}

func checkTexts(t *testing.T, file string, body *hclsyntax.Body) {
	t.Helper()
	for name, a := range body.Attributes {
		if name == "for_each" || name == "account_id" { // functions and variables
			continue
		}
		value, faults := a.Expr.Value(&hcl.EvalContext{})
		if faults.HasErrors() {
			t.Errorf("%s: %v", file, faults)
			continue
		}
		if value.Type().FriendlyName() == "string" && value.AsString() != hostile {
			t.Errorf("%s: %s is %q", file, name, value.AsString())
		}
	}
	for _, block := range body.Blocks {
		checkTexts(t, file, block.Body)
	}
}

// TestSamplesArguments: what a shell gives to the aliyun CLI and to sesame is what the call has.
func TestSamplesArguments(t *testing.T) {
	programs := t.TempDir()
	stub := "#!/bin/bash\nprintf '%s\\0' \"$@\"\n"
	for _, name := range []string{"aliyun", "sesame"} {
		if err := os.WriteFile(filepath.Join(programs, name), []byte(stub), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range writeSamples(t, t.TempDir(), "ModifyImageAttribute", []parameter{{"Description", hostile}, {"Features.NvmeSupport", "-x = y"}}) {
		if s.language != "aliyun" && s.language != "sesame" {
			continue
		}
		command := exec.Command("bash", s.file)
		command.Env = []string{"PATH=" + programs + ":" + os.Getenv("PATH")}
		out, err := command.Output()
		if err != nil {
			t.Fatal(err)
		}
		arguments := strings.Split(string(out), "\x00")
		for _, want := range [][]string{{"--Description", hostile}, {"--Features.NvmeSupport", "-x = y"}} {
			if s.language == "sesame" {
				want = []string{strings.TrimPrefix(want[0], "--") + "=" + want[1]}
			}
			if i := slices.Index(arguments, want[0]); i < 0 || !slices.Equal(arguments[i:i+len(want)], want) {
				t.Errorf("%s: no %q in %q", s.language, want, arguments)
			}
		}
	}
}

// need skips a test without its tool, which scripts/test installs; CI must have it.
func need(t *testing.T, tool string) {
	t.Helper()
	if _, err := exec.LookPath(tool); err == nil {
		return
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("there is no %s", tool)
	}
	t.Skipf("there is no %s: its samples are not tried", tool)
}

// python is the one that scripts/test installs the SDK for.
func python(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("samples", ".venv", "bin", "python"))
	if err != nil {
		t.Fatal(err)
	}
	return path
}
