package run

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"gohunt/notebooks/ipynb"
)

const synopsis = `usage: gohunt run NOTEBOOK [-p NAME VALUE]... [--out DIR] [--timeout D]
       gohunt run --help-notebook NOTEBOOK

Runs every cell of a notebook in a kernel of its own and writes NAME.executed.ipynb and NAME.html.

  -p NAME VALUE     sets a parameter; a list is given as JSON. May be repeated
  --out DIR         where the results go; the current folder when not given
  --timeout D       how long one cell may take: 90s, 5m; no limit when not given
  --help-notebook   lists the notebook's parameters and runs nothing

Exit status: 0 every cell ran, 1 a cell failed or the run could not go on, 2 wrong usage.
`

// Exit statuses of Main.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// Main is the program gohunt run without a lab of its own; see Program.
func Main(args []string, out, err io.Writer) int { return Program(nil)(args, out, err) }

// Program makes the program gohunt run, which starts the given lab for notebooks that ask for one. What it returns
// takes args without the program's and the command's name, and returns the exit status. Ctrl-C interrupts
// the cell that runs; both results are still written.
func Program(lab Lab) func(args []string, out, err io.Writer) int {
	return func(args []string, out, err io.Writer) int { return start(lab, args, out, err) }
}

func start(lab Lab, args []string, out, err io.Writer) int {
	c, fault := parse(args)
	if errors.Is(fault, flag.ErrHelp) {
		fmt.Fprint(out, synopsis)
		return exitOK
	}
	if fault != nil {
		fmt.Fprintf(err, "gohunt run: %v\n\n%s", fault, synopsis)
		return exitUsage
	}
	if c.help {
		return help(c.path, out, err)
	}
	program, fault := os.Executable()
	if fault != nil {
		fmt.Fprintf(err, "gohunt run: %v\n", fault)
		return exitFailed
	}
	c.options.Lab, c.options.Language = lab, "go"
	c.options.Kernel.Argv = []string{program, "kernel", "{connection_file}"}
	return c.run(out, err)
}

// command is a parsed command line.
type command struct {
	path    string
	help    bool
	options Options
}

// parse reads the command line. It is our own because -p takes two words, as papermill's does.
func parse(args []string) (command, error) {
	c := command{}
	flags := flag.NewFlagSet("run", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&c.options.Out, "out", "", "")
	flags.DurationVar(&c.options.Timeout, "timeout", 0, "")
	flags.BoolVar(&c.help, "help-notebook", false, "")
	for len(args) > 0 {
		rest, err := c.next(flags, args)
		if err != nil {
			return c, err
		}
		args = rest
	}
	if c.path == "" {
		return c, errors.New("which notebook?")
	}
	if c.options.Timeout < 0 {
		return c, fmt.Errorf("--timeout %v: a cell cannot end before it begins", c.options.Timeout)
	}
	return c, nil
}

// next takes one parameter, one word or a run of other flags from the front of args.
func (c *command) next(flags *flag.FlagSet, args []string) (rest []string, err error) {
	switch first := args[0]; {
	case first == "-p" || first == "--parameters":
		if len(args) < 3 {
			return nil, fmt.Errorf("%s takes two words, NAME and VALUE", first)
		}
		c.options.Params = append(c.options.Params, Param{args[1], args[2]})
		return args[3:], nil
	case strings.HasPrefix(first, "-") && first != "-":
		return c.flag(flags, args)
	case c.path != "":
		return nil, fmt.Errorf("one notebook at a time: %s and %s were given", c.path, first)
	}
	c.path = args[0]
	return args[1:], nil
}

// flag takes the flag at the front of args, with its value if it has one.
func (c *command) flag(flags *flag.FlagSet, args []string) (rest []string, err error) {
	name, _, hasValue := strings.Cut(strings.TrimLeft(args[0], "-"), "=")
	words := 1
	if known := flags.Lookup(name); known != nil && !hasValue && !isSwitch(known) {
		words = min(2, len(args))
	}
	return args[words:], flags.Parse(args[:words])
}

func isSwitch(f *flag.Flag) bool {
	value, ok := f.Value.(interface{ IsBoolFlag() bool })
	return ok && value.IsBoolFlag()
}

func (c command) run(out, err io.Writer) int {
	ctx, release := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer release()
	context.AfterFunc(ctx, release) // a second Ctrl-C ends this process at once, and with it the kernel
	c.options.Progress, c.options.Input = err, prompt(ctx, os.Stdin, os.Stderr)
	result, fault := File(ctx, c.path, c.options)
	var wrong *UsageError
	if errors.As(fault, &wrong) {
		fmt.Fprintf(err, "gohunt run: %v\n", fault)
		return exitUsage
	}
	if fault != nil {
		fmt.Fprintf(err, "gohunt run: %s: %v\n", c.path, fault)
		return exitFailed
	}
	fmt.Fprintf(out, "%s\n%s\n", result.Notebook, result.Report)
	if result.Stopped != nil {
		fmt.Fprintf(err, "gohunt run: %s: %v\n", c.path, result.Stopped)
		return exitFailed
	}
	fmt.Fprintf(err, "%s: done in %v\n", filepath.Base(c.path), result.Took.Round(10*time.Millisecond))
	return exitOK
}

// help lists a notebook's parameters.
func help(path string, out, err io.Writer) int {
	nb, fault := ipynb.ReadFile(path)
	if fault != nil {
		fmt.Fprintf(err, "gohunt run: %v\n", fault)
		return exitUsage
	}
	parameters := Parameters(nb)
	if len(parameters) == 0 {
		fmt.Fprintf(out, "%s has no parameters: no cell tagged %q declares any.\n", filepath.Base(path), tagParameters)
		return exitOK
	}
	fmt.Fprintf(out, "Parameters of %s:\n\n", filepath.Base(path))
	for _, p := range parameters {
		typ := p.Type
		if typ == "" {
			typ = "unknown type"
		}
		fmt.Fprintf(out, "  %s: %s (default %s)\n", p.Name, typ, p.Default)
		if p.Help != "" {
			fmt.Fprintf(out, "      %s\n", p.Help)
		}
	}
	return exitOK
}
