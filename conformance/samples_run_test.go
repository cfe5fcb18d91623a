package conformance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestSamplesRun runs the samples of the image actions in each language, and looks at what has
// become of the images.
func TestSamplesRun(t *testing.T) {
	for language, run := range map[string]func(*testing.T, []string) [][]byte{
		"go-v1": runGo, "go-v2": runGo, "python": runPython, "java": runJava,
		"node": each("node"), "curl": each("bash"), "curl-signing": each("bash"), "sesame": each("bash"),
	} {
		t.Run(language, func(t *testing.T) {
			story := newImageCalls(t, language)
			var files []string
			folder := t.TempDir()
			for n, c := range story.calls {
				for _, s := range writeSamples(t, filepath.Join(folder, fmt.Sprint("call", n)), c.action, c.parameters) {
					if s.language == language {
						files = append(files, s.file)
					}
				}
			}
			answers := run(t, files)
			if len(answers) != len(story.calls) {
				t.Fatalf("%d answers of %d calls", len(answers), len(story.calls))
			}
			for n, a := range answers {
				var answer struct{ RequestId, Code, Message string }
				if err := json.Unmarshal(a, &answer); err != nil || answer.RequestId == "" || answer.Code != "" {
					t.Errorf("%s: %v: %s", story.calls[n].action, err, a)
				}
			}
			story.check(t)
		})
	}
}

// imageCalls are calls of the image actions, each on an image of its own language.
type imageCalls struct {
	client     clientV2
	name       string // of what is made
	id, doomed string // of images that are there
	calls      []struct {
		action     string
		parameters []parameter
	}
}

func newImageCalls(t *testing.T, language string) *imageCalls {
	t.Helper()
	c := &imageCalls{client: newV2(t, "", asAli(server.host)), name: "by-" + language}
	for _, id := range []*string{&c.id, &c.doomed} {
		var err error
		if *id, err = c.client.createImage(newImage{instance: demoInstance}); err != nil {
			t.Fatal(err)
		}
	}
	c.call("CreateImage", "InstanceId", demoInstance, "ImageName", c.name, "ImageFamily", c.name+"-family", "Tag.1.Key", "made", "Tag.1.Value", c.name)
	c.call("ModifyImageAttribute", "ImageId", c.id, "Description", hostile, "Features.NvmeSupport", "supported")
	c.call("ModifyImageSharePermission", "ImageId", c.id, "AddAccount.1", cassimID)
	c.call("DescribeImageSharePermission", "ImageId", c.id)
	c.call("DescribeImageFromFamily", "ImageFamily", c.name+"-family")
	c.call("DescribeImageSupportInstanceTypes", "ImageId", c.id)
	c.call("CopyImage", "ImageId", c.doomed, "DestinationRegionId", "cn-beijing", "DestinationImageName", c.name+"-copy")
	c.call("ImportImage", "ImageName", c.name+"-import", "DiskDeviceMapping.1.OSSBucket", "bucket", "DiskDeviceMapping.1.OSSObject", "disk.raw")
	c.call("TagResources", "ResourceType", "image", "ResourceId.1", c.id, "Tag.1.Key", "quote\"", "Tag.1.Value", "back\\slash ${x}")
	c.call("DescribeImages", "ImageId", c.id)
	c.call("DeleteImage", "ImageId", c.doomed, "Force", "true")
	return c
}

func (c *imageCalls) call(action string, namesAndValues ...string) {
	one := struct {
		action     string
		parameters []parameter
	}{action: action, parameters: []parameter{{"RegionId", region}}}
	for pair := range slices.Chunk(namesAndValues, 2) {
		one.parameters = append(one.parameters, parameter{pair[0], pair[1]})
	}
	c.calls = append(c.calls, one)
}

// check compares what there is with what the calls should have done, and removes it.
func (c *imageCalls) check(t *testing.T) {
	t.Helper()
	type found struct {
		TotalCount int
		Images     struct {
			Image []struct {
				ImageId, Description string
				Features             struct{ NvmeSupport string }
				Tags                 struct {
					Tag []struct{ TagKey, TagValue string }
				}
			}
		}
	}
	find := func(query map[string]any) (f found) {
		t.Helper()
		if err := c.client.call("DescribeImages", query, &f); err != nil {
			t.Fatal(err)
		}
		return f
	}
	f := find(map[string]any{"ImageId": c.id})
	if len(f.Images.Image) != 1 {
		t.Fatalf("%+v", f)
	}
	image := f.Images.Image[0]
	if image.Description != hostile || image.Features.NvmeSupport != "supported" || len(image.Tags.Tag) != 1 ||
		image.Tags.Tag[0].TagKey != `quote"` || image.Tags.Tag[0].TagValue != `back\slash ${x}` {
		t.Errorf("%+v", image)
	}
	if shared, err := c.client.sharedWith(c.id); err != nil || !slices.Equal(shared, []string{cassimID}) {
		t.Errorf("shared with %v, %v", shared, err)
	}
	for _, name := range []string{c.name, c.name + "-import"} {
		if f := find(map[string]any{"ImageName": name}); f.TotalCount != 1 {
			t.Errorf("%d images %s", f.TotalCount, name)
		}
	}
	if f := find(map[string]any{"ImageId": c.doomed}); f.TotalCount != 0 {
		t.Errorf("%s is still there", c.doomed)
	}
	beijing := c.client
	beijing.region = "cn-beijing"
	if copies, err := beijing.images(query{name: c.name + "-copy"}); err != nil || len(copies) != 1 {
		t.Errorf("copies %v, %v", copies, err)
	}
}

// environment is that of the samples: no proxy, and this program in the path.
func environment() []string {
	return append(os.Environ(), "PATH="+filepath.Dir(server.process.Path)+":"+os.Getenv("PATH"), "NODE_PATH="+absolute("node_modules"))
}

func absolute(path string) string {
	all, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	return all
}

// runSample runs a command and gives what it prints.
func runSample(t *testing.T, name string, arguments ...string) []byte {
	t.Helper()
	command := exec.Command(name, arguments...)
	command.Env = environment()
	var said bytes.Buffer
	command.Stderr = &said
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s\n%s", name, err, out, said.Bytes())
	}
	return out
}

// each runs every sample in a process of its own.
func each(program string) func(*testing.T, []string) [][]byte {
	return func(t *testing.T, files []string) (answers [][]byte) {
		need(t, program)
		for _, file := range files {
			answers = append(answers, runSample(t, program, file))
		}
		return answers
	}
}

func runPython(t *testing.T, files []string) (answers [][]byte) {
	need(t, python(t))
	var texts []string
	out := runSample(t, python(t), slices.Concat([]string{"samples/samples.py", "run"}, files)...)
	if err := json.Unmarshal(out, &texts); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, text := range texts {
		answers = append(answers, []byte(text))
	}
	return answers
}

func runJava(t *testing.T, files []string) [][]byte {
	need(t, "java")
	if _, err := os.Stat(filepath.Join("samples", "jars")); err != nil {
		need(t, filepath.Join("samples", "jars"))
	}
	out := runSample(t, "java", slices.Concat([]string{"-cp", filepath.Join("samples", "jars", "*"), "samples/Samples.java", "run"}, files)...)
	return bytes.Split(bytes.TrimSuffix(out, []byte{0}), []byte{0})
}

// runGo builds all samples as one program, each main a function of a package, as linking one
// after the other would take minutes.
func runGo(t *testing.T, files []string) (answers [][]byte) {
	folder := t.TempDir()
	module, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	sums, err := os.ReadFile("go.sum")
	if err != nil {
		t.Fatal(err)
	}
	put := func(name, text string) {
		t.Helper()
		file := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("go.mod", strings.Replace(string(module), "module sesame/conformance", "module samples", 1))
	put("go.sum", string(sums))
	imports, cases := "", ""
	for n, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprint("call", n)
		put(name+"/main.go", strings.NewReplacer("package main\n", "package "+name+"\n", "\nfunc main() {\n", "\nfunc Main() {\n").Replace(string(text)))
		imports += fmt.Sprintf("\t\"samples/%s\"\n", name)
		cases += fmt.Sprintf("\tcase %q:\n\t\t%s.Main()\n", name, name)
	}
	put("main.go", "package main\n\nimport (\n\t\"os\"\n"+imports+")\n\nfunc main() {\n\tswitch os.Args[1] {\n"+cases+"\t}\n}\n")
	program := filepath.Join(folder, "program")
	build := exec.Command("go", "build", "-mod=mod", "-o", program, ".")
	build.Dir = folder
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for n := range files {
		answers = append(answers, runSample(t, program, fmt.Sprint("call", n)))
	}
	return answers
}
