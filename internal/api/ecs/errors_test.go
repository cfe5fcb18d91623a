package ecs_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"sesame/internal/api/actiontrail"
	"sesame/internal/api/ecs"
	"sesame/internal/apierr"
)

// gatewayErrors are what any action can be answered before it is looked at: no row of the
// table declares them.
var gatewayErrors = []*apierr.Error{
	apierr.ActionNotFound, apierr.ActionNotServed, apierr.InvalidAccessKeyID, apierr.InvalidOwner, apierr.InvalidOwnerID,
	apierr.InvalidOwnerAccount, apierr.InvalidResourceOwnerAccount,
}

// TestErrors holds the table of actions and the stories together: every error that an
// action declares is told in a story, and no story tells another one. What the stories say
// is true because TestWire compares them with the server.
func TestErrors(t *testing.T) {
	declared := map[string][]*apierr.Error{}
	for _, a := range ecs.Actions() {
		declared[a.Name] = a.Errors
	}
	for _, a := range actiontrail.Actions() { // its events are those of these stories
		declared[a.Name] = a.Errors
	}
	told := map[*apierr.Error]map[string]bool{}
	for _, s := range answeredErrors(t) {
		e := declaration(declared[s.action], &s.answer)
		switch {
		case e != nil && told[e] == nil:
			told[e] = map[string]bool{s.action: true}
		case e != nil:
			told[e][s.action] = true
		case declaration(gatewayErrors, &s.answer) == nil:
			t.Errorf("%s: %s is answered with %d %v, which it does not declare", s.file, s.action, s.answer.Status, &s.answer)
		}
	}
	for action, all := range declared {
		for _, e := range all {
			if !told[e][action] {
				t.Errorf("%s declares %d %v, of which no story tells", action, e.Status, e)
			}
		}
	}
}

// declaration finds what an answer was declared as. Where one message is a case of
// another's template, the plain one is meant.
func declaration(declared []*apierr.Error, answer *apierr.Error) (found *apierr.Error) {
	for _, e := range declared {
		switch {
		case e.Message == answer.Message && e.Matches(answer):
			return e
		case e.Matches(answer):
			found = e
		}
	}
	return found
}

// answeredError is an error in a story's transcript.
type answeredError struct {
	file, action string
	answer       apierr.Error
}

func answeredErrors(t *testing.T) (all []answeredError) {
	t.Helper()
	for _, file := range stories(t) {
		lines := strings.Split(readStory(t, file).section("json"), "\n")
		for n, line := range lines {
			if !strings.HasPrefix(line, "> ") && !strings.HasPrefix(line, "? ") || n+2 >= len(lines) {
				continue
			}
			status, err := strconv.Atoi(lines[n+1])
			if err != nil {
				t.Fatalf("%s: %s: %v", file, line, err)
			}
			if status == 200 {
				continue
			}
			e := answeredError{file: file, action: strings.Fields(line)[1], answer: apierr.Error{Status: status}}
			if err := json.Unmarshal([]byte(lines[n+2]), &e.answer); err != nil {
				t.Fatalf("%s: %s: %v", file, line, err)
			}
			e.answer.Status = status
			all = append(all, e)
		}
	}
	return all
}
