package install

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"gohunt/install/papermill"
)

// usage is what -h says.
const usage = `usage: gohunt install [--user | --sys-prefix | --prefix DIR] [--name NAME] [--display TEXT] [--replace] [--papermill PYTHON]

Puts the kernel where Jupyter looks: a folder with kernel.json, logos and a copy of this program.

`

// Main is the command `gohunt install`; args are what follows it. It returns
// the exit code: 0, 1 when it failed, 2 for bad usage.
func Main(args []string, out, errs io.Writer) int {
	return install(args, papermill.Install, out, errs)
}

// install is Main; add teaches the papermill of a Python to pass parameters.
func install(args []string, add func(python string) error, out, errs io.Writer) int {
	set, where, name := flags("install", usage, errs)
	display := set.String("display", "gohunt (Go)", "the `text` that JupyterLab's launcher shows")
	replace := set.Bool("replace", false, "replace a kernel of that name")
	python := set.String("papermill", "", "also teach the papermill of this `python` to pass parameters to Go")
	if code, ok := parse(set, args, where); !ok {
		return code
	}
	self, err := os.Executable()
	if err != nil {
		return failed(errs, "install", err)
	}
	kernels, err := where.Kernels()
	if err != nil {
		return failed(errs, "install", err)
	}
	dir, err := Install(kernels, Kernel{Name: *name, Display: *display, Program: self, Replace: *replace})
	if err != nil {
		return failed(errs, "install", err)
	}
	fmt.Fprintf(out, "Installed the kernel %s in %s\n", *name, dir)
	if *python == "" {
		return 0
	}
	if err := add(*python); err != nil {
		return failed(errs, "install --papermill", err)
	}
	fmt.Fprintf(out, "Added the Go translator to the papermill of %s\n", *python)
	return 0
}

// UninstallMain is the command `gohunt uninstall`.
func UninstallMain(args []string, out, errs io.Writer) int {
	set, where, name := flags("uninstall", "usage: gohunt uninstall [--user | --sys-prefix | --prefix DIR] [--name NAME]\n\nRemoves a kernel that `gohunt install` wrote.\n\n", errs)
	if code, ok := parse(set, args, where); !ok {
		return code
	}
	kernels, err := where.Kernels()
	if err != nil {
		return failed(errs, "uninstall", err)
	}
	dir, err := Uninstall(kernels, *name)
	if err != nil {
		return failed(errs, "uninstall", err)
	}
	fmt.Fprintf(out, "Removed %s\n", dir)
	return 0
}

// flags are those that both commands have.
func flags(command, usage string, errs io.Writer) (set *flag.FlagSet, where *Where, name *string) {
	set, where = flag.NewFlagSet(command, flag.ContinueOnError), &Where{}
	set.SetOutput(errs)
	set.Usage = func() {
		fmt.Fprint(errs, usage)
		set.PrintDefaults()
	}
	set.Bool("user", false, "for yourself, which is the default")
	set.BoolVar(&where.SysPrefix, "sys-prefix", false, "into the active Python environment")
	set.StringVar(&where.Prefix, "prefix", "", "into `dir`/share/jupyter/kernels")
	name = set.String("name", "gohunt", "the kernel's `name`")
	return set, where, name
}

// parse reads args and refuses places that exclude each other.
func parse(set *flag.FlagSet, args []string, where *Where) (code int, ok bool) {
	switch err := set.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0, false
	case err != nil:
		return 2, false
	case set.NArg() > 0:
		fmt.Fprintf(set.Output(), "%s takes no %q\n", set.Name(), set.Arg(0))
		return 2, false
	}
	places := 0
	set.Visit(func(f *flag.Flag) {
		if f.Name == "user" || f.Name == "sys-prefix" || f.Name == "prefix" {
			places++
		}
	})
	if places > 1 {
		fmt.Fprintln(set.Output(), "want one of --user, --sys-prefix and --prefix")
		return 2, false
	}
	return 0, true
}

func failed(errs io.Writer, step string, err error) int {
	fmt.Fprintf(errs, "gohunt %s: %v\n", step, err)
	return 1
}
