package run

import (
	"context"
	"os"
	"strings"

	"gohunt/notebooks/ipynb"
)

// Lab starts a security stack to hunt in, for the time of one run. env is for the kernel, NAME=value; end stops the stack.
type Lab func(ctx context.Context) (env []string, end func(), err error)

// openLab starts the lab when the notebook asks for it, and nobody has named a running one.
func (r *runner) openLab(ctx context.Context) (env []string, end func(), err error) {
	if r.o.Lab == nil || os.Getenv("GOHUNT_LAB") != "" || !r.wantsLab() {
		return nil, func() {}, nil
	}
	return r.o.Lab(ctx)
}

// wantsLab looks for the address "lab:" in the cells, but not in defaults that this run replaces.
func (r *runner) wantsLab() bool {
	parameters := r.nb.FindTag(tagParameters)
	for i, cell := range r.nb.Cells {
		if i != parameters && cell.Kind == ipynb.Code && namesLab(cell.Source) {
			return true
		}
	}
	for _, p := range Parameters(r.nb) {
		if _, replaced := r.set.values[p.Name]; !replaced && namesLab(p.Default) {
			return true
		}
	}
	return false
}

func namesLab(source string) bool {
	return strings.Contains(source, `"lab:`) || strings.Contains(source, "`lab:")
}
