// Command gohunt is a Jupyter kernel whose cells are Go, and the tools around
// it: it runs notebooks, makes reports of them, serves a lab to hunt in, and
// installs itself where Jupyter looks.
//
// This package only wires. Each subcommand lives in a room of its own; kernel
// joins wire and session, and gives them what only the program knows: hunt and
// the lab.
package main

import (
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"gohunt/install"
	"gohunt/notebooks/lab"
	"gohunt/notebooks/report"
	"gohunt/notebooks/run"
)

// command is a subcommand: args are what follows its name, the result is the
// exit code (0, 1 when it failed, 2 for bad usage).
type command struct {
	name, args, does string
	main             func(args []string, out, err io.Writer) int
}

// commands is filled here because help, one of them, lists them.
var commands []command

func init() {
	commands = []command{
		{"run", "NOTEBOOK", "run a notebook from top to bottom, and write it and a report", run.Program(labForRun)},
		{"report", "NOTEBOOK", "make one readable HTML file of a notebook that was run", report.Main},
		{"lab", "", "serve a security stack to hunt in, on loopback only", lab.Main},
		{"install", "", "put the kernel where JupyterLab and papermill look", install.Main},
		{"uninstall", "", "take it away again", install.UninstallMain},
		{"kernel", "FILE", "serve a Jupyter connection file; frontends start this", kernelMain},
		{"version", "", "say which version this is", versionMain},
		{"help", "", "say this", helpMain},
	}
}

func main() { os.Exit(dispatch(os.Args[1:], os.Stdout, os.Stderr)) }

func dispatch(args []string, out, err io.Writer) int {
	if len(args) == 0 {
		return misused(err, "no command was given")
	}
	if args[0] == "-h" || args[0] == "--help" {
		args[0] = "help"
	}
	for _, c := range commands {
		if c.name == args[0] {
			return c.main(args[1:], out, err)
		}
	}
	return misused(err, fmt.Sprintf("there is no command %q", args[0]))
}

func misused(err io.Writer, why string) int {
	fmt.Fprintf(err, "gohunt: %s\n\n", why)
	helpMain(nil, err, err)
	return 2
}

func helpMain(_ []string, out, _ io.Writer) int {
	fmt.Fprint(out, "usage: gohunt COMMAND ...\n\n")
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, c := range commands {
		fmt.Fprintf(t, "  %s %s\t%s\n", c.name, c.args, c.does)
	}
	t.Flush()
	fmt.Fprint(out, "\nCOMMAND -h tells more, for example: gohunt run -h\n")
	return 0
}

func versionMain(_ []string, out, _ io.Writer) int {
	fmt.Fprintf(out, "gohunt %s, %s\n", version(), platform())
	return 0
}
