// Command sesame is Alibaba Cloud's ECS image API on your own machine: the server, and
// what a newcomer needs beside it.
//
//	sesame serve --demo     the server, with images to play with
//	sesame call ...         one signed call, as a client would make it
//	sesame why REQUEST-ID   the reason for an answer
//	sesame events --follow  who changes what
//	sesame env              how to aim other clients at the server
//
// This package turns flags and the environment into configuration and runs it: one file a
// subcommand. Rules, wire and storage are elsewhere.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/alecthomas/kong"
	kongcompletion "github.com/jotaen/kong-completion"

	"sesame/internal/samples"
)

// commands is the command line. Every flag is also an environment variable: --clock-skew
// is SESAME_CLOCK_SKEW.
type commands struct {
	Serve      serveCommand              `cmd:"" help:"Run the server."`
	Health     healthCommand             `cmd:"" help:"Ask a server on this machine whether it works."`
	Call       callCommand               `cmd:"" help:"Sign and send one call, and print the answer."`
	Why        whyCommand                `cmd:"" help:"Say why a request was answered as it was."`
	Events     eventsCommand             `cmd:"" help:"Print who changed what, and what was refused."`
	History    historyCommand            `cmd:"" help:"Print everything that happened to an image."`
	Env        envCommand                `cmd:"" help:"Print how to aim the aliyun CLI, Terraform, Packer and the SDKs at the server."`
	Backup     backupCommand             `cmd:"" help:"Copy the store of a folder to a file, also while a server works on it."`
	Restore    restoreCommand            `cmd:"" help:"Make a backup the store of a folder."`
	Audit      auditCommand              `cmd:"" help:"Look after the audit trail."`
	Key        keyCommand                `cmd:"" help:"Keep the secrets of an accounts file encrypted."`
	Migrate    migrateCommand            `cmd:"" help:"Bring the schema of a store up to date; with --distribute, declare it on a Citus cluster."`
	Version    versionCommand            `cmd:"" help:"Print the version."`
	Completion kongcompletion.Completion `cmd:"" help:"Print how to complete commands and flags with Tab in bash, zsh or fish."`
}

const description = `Alibaba Cloud's ECS image API on your own machine.

Start with "sesame serve --demo": it prints an endpoint, a key, and a line to paste.`

// app is what a subcommand may use of the process it runs in.
type app struct {
	program        string // how this program was started, as one types it
	stdout, stderr io.Writer
	getenv         func(string) string
	now            func() time.Time
}

// Exit codes.
const (
	exitFailure = 1 // it was tried and did not work
	exitUsage   = 2 // it was asked for wrongly: flags, or a file that describes something
)

// usageError is a fault of what was asked for, not of doing it.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func main() {
	a := &app{
		program: typedAs(os.Args[0]),
		stdout:  os.Stdout, stderr: os.Stderr,
		getenv: os.Getenv, now: time.Now,
	}
	os.Exit(a.run(os.Args[1:]))
}

// run parses the command line, runs it and gives the exit code. Errors are one line.
func (a *app) run(args []string) int {
	var c commands
	parser := newParser(a, &c)
	kongcompletion.Register(parser)
	if len(args) == 0 {
		args = []string{"--help"}
	}
	k, err := parser.Parse(args)
	if err != nil {
		err = usageError{fmt.Errorf("%w (see %s --help)", err, a.program)}
	} else {
		err = k.Run(a)
	}
	return a.report(err)
}

func newParser(a *app, c *commands) *kong.Kong {
	return kong.Must(c,
		kong.Name("sesame"), kong.Description(description), kong.DefaultEnvars("SESAME"),
		kong.Vars{"languages": strings.Join(samples.IDs(), ",")},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.Writers(a.stdout, a.stderr),
		kong.BindTo(context.Background(), (*context.Context)(nil)))
}

func (a *app) report(err error) int {
	if err == nil {
		return 0
	}
	who := "sesame: "
	if errors.As(err, new(apiFault)) {
		who = "" // the server's words
	}
	line := strings.Join(strings.Fields(err.Error()), " ") // drivers write several lines
	_, _ = fmt.Fprintln(a.stderr, who+line)                // nothing is left to tell it to
	if errors.As(err, new(usageError)) {
		return exitUsage
	}
	return exitFailure
}
