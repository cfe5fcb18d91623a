package errorcentre

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync"
	"time"

	"sesame/internal/apierr"
	"sesame/internal/story"
)

// Example is a story that ends in an error: lines as package sandbox plays them.
type Example struct {
	Action string // empty: any
	Error  apierr.Error
	Steps  []string // the last one is refused
}

// Exchange is a call of an example as it was played.
type Exchange struct {
	After time.Duration // how much time was let pass before it
	Key   string        // of whom
	story.Call
	Request string // as it was sent, where that is what matters
	Status  int
	Answer  string
}

// Player plays an example in a world of its own, which nobody else sees.
type Player func(context.Context, *Example) ([]Exchange, error)

//go:embed examples/*.txt
var exampleFiles embed.FS

// Examples lists them all, those of the gateway among them.
var Examples = sync.OnceValue(func() (all []*Example) {
	files, err := fs.Glob(exampleFiles, "examples/*.txt")
	if err != nil {
		panic(err)
	}
	for _, name := range files {
		text, err := exampleFiles.ReadFile(name)
		if err != nil {
			panic(err)
		}
		read, err := readExamples(string(text))
		if err != nil {
			panic(fmt.Sprintf("%s: %v", name, err))
		}
		all = append(all, read...)
	}
	return all
})

// readExamples reads blocks of an action, a status and a code; a message; and steps.
func readExamples(text string) (all []*Example, err error) {
	for block := range strings.SplitSeq(text, "\n\n") {
		lines := strings.Split(strings.Trim(block, "\n"), "\n")
		if len(lines) < 3 {
			if len(lines) == 1 && lines[0] == "" {
				continue
			}
			return nil, fmt.Errorf("%q has no step", block)
		}
		head := strings.Fields(lines[0])
		if len(head) != 3 {
			return nil, fmt.Errorf("%q is not an action, a status and a code", lines[0])
		}
		e := &Example{Action: head[0], Error: apierr.Error{Code: head[2], Message: lines[1]}, Steps: lines[2:]}
		if e.Action == "*" {
			e.Action = ""
		}
		if e.Error.Status, err = strconv.Atoi(head[1]); err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

// String writes the example as its file has it.
func (e *Example) String() string {
	action := e.Action
	if action == "" {
		action = "*"
	}
	return fmt.Sprintf("%s %d %s\n%s\n%s\n", action, e.Error.Status, e.Error.Code, e.Error.Message, strings.Join(e.Steps, "\n"))
}

// FindExample finds the example of an error of an action; no action stands for any.
func FindExample(action string, of *apierr.Error) (*Example, bool) {
	for _, e := range Examples() {
		if (action == "" || e.Action == action) && e.Error == *of {
			return e, true
		}
	}
	return nil, false
}
