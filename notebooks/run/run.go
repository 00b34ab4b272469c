package run

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gohunt/kernel/frontend"
	"gohunt/notebooks/ipynb"
	"gohunt/notebooks/report"
)

// Options say how a notebook is run.
type Options struct {
	Params   []Param
	Out      string        // folder of the results; "" is the current one. It is made when missing
	Kernel   frontend.Spec // the kernel to run it on
	Language string        // what the kernel speaks: a notebook in another language is refused; "" takes any
	Progress io.Writer     // a line per cell, or one line that changes when it is a terminal; nil says nothing
	Timeout  time.Duration // for each cell; 0 is none. A cell that is late is interrupted and stops the run
	Lab      Lab           // starts what "lab:" in a notebook means; nil leaves that to the kernel
	Input    Input         // answers what cells ask; nil tells them that nobody can be asked
	Grace    time.Duration // an interrupted cell may take this long to end before its kernel is killed; 0 is ten seconds
}

// Result is what a run left.
type Result struct {
	Notebook string // path of NAME.executed.ipynb
	Report   string // path of NAME.html
	Stopped  *Stop  // nil when every cell ran
	Took     time.Duration
}

// File runs the notebook at path and writes both results, also when a cell fails or ctx is cancelled; then
// Result.Stopped says where. The executed notebook is saved while it runs too, so that a crash of this
// process leaves a valid document that says how far it came. The kernel runs in the current folder and is gone afterwards.
//
// A *UsageError means that the notebook or a parameter is wrong and nothing ran; other errors are a
// kernel that does not start, and results that cannot be written.
func File(ctx context.Context, path string, o Options) (Result, error) {
	r, err := open(path, o)
	if err != nil {
		return Result{}, err
	}
	env, closeLab, err := r.openLab(ctx)
	if err != nil {
		return Result{}, err
	}
	defer closeLab()
	spec := o.Kernel
	spec.Env = append(slices.Clip(spec.Env), env...)
	spec.Stray = r.recorder.late
	if r.kernel, err = frontend.Start(ctx, spec); err != nil {
		return Result{}, err
	}
	endSaving := r.autosave()
	r.all(ctx)
	r.kernel.Shutdown(context.Background(), 5*time.Second) // what goroutines still print belongs to the document
	endSaving()
	return r.result, r.finish()
}

// runner is one run of one document.
type runner struct {
	path     string
	nb       *ipynb.Notebook
	sha256   string         // of the file that was read
	set      injection      // the parameters that were set
	defaults map[string]any // what the author wrote for all of them, as source text
	order    []any          // their names
	o        Options
	kernel   *frontend.Kernel
	recorder *recorder
	progress *progress
	begin    time.Time
	result   Result
}

// open reads the document and sets its parameters; nothing has run yet.
func open(path string, o Options) (*runner, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, usage("%v", err)
	}
	nb, err := ipynb.Decode(data)
	if err != nil {
		return nil, usage("%s: %v", path, err)
	}
	if is := nb.Language(); o.Language != "" && is != "" && is != o.Language {
		return nil, usage("%s is a notebook in %s, and this kernel speaks %s", path, is, o.Language)
	}
	r := &runner{path: path, nb: nb, sha256: hash(data), o: o, recorder: newRecorder(), begin: time.Now()}
	if r.set, err = inject(nb, o.Params); err != nil {
		return nil, err
	}
	r.defaults, r.order = map[string]any{}, []any{}
	for _, p := range Parameters(nb) {
		r.defaults[p.Name] = mask(p.Default)
		r.order = append(r.order, p.Name)
	}
	prepare(nb)
	r.progress = newProgress(o.Progress, nb)
	return r, r.settle()
}

// settle fills in what the options leave open, and makes the folder of the results.
func (r *runner) settle() error {
	r.o.Out = cmp.Or(r.o.Out, ".")
	r.o.Grace = cmp.Or(r.o.Grace, 10*time.Second)
	name := strings.TrimSuffix(filepath.Base(r.path), filepath.Ext(r.path))
	r.result.Notebook = filepath.Join(r.o.Out, name+".executed.ipynb")
	r.result.Report = filepath.Join(r.o.Out, name+".html")
	return writable(r.o.Out)
}

// writable makes a folder and tries it, so that a run does not end with results that have nowhere to go.
func writable(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return usage("--out: %v", err)
	}
	probe, err := os.CreateTemp(folder, ".gohunt-*")
	if err != nil {
		return usage("--out: nothing can be written to %s: %v", folder, err)
	}
	probe.Close()
	return os.Remove(probe.Name())
}

// all runs cell after cell until one stops the run.
func (r *runner) all(ctx context.Context) {
	for i, cell := range r.nb.Cells {
		if cell.Kind != ipynb.Code {
			r.locked(func() { mark(cell, map[string]any{"status": "completed", "exception": false}) })
			continue
		}
		if !runnable(cell) {
			continue
		}
		if stop := r.one(ctx, cell); stop != nil {
			r.result.Stopped = stop
			r.locked(func() { markStop(r.nb, i, stop) })
			return
		}
	}
}

// runnable says whether a cell is sent to the kernel: as nbclient, not when it is empty or its author wants it skipped.
func runnable(cell *ipynb.Cell) bool {
	return cell.Kind == ipynb.Code && strings.TrimSpace(cell.Source) != "" && !cell.Tagged("skip-execution")
}

// one runs a cell and records it; the result is nil when the run goes on.
func (r *runner) one(ctx context.Context, cell *ipynb.Cell) *Stop {
	begin := time.Now()
	r.locked(func() { markStarted(cell, begin) })
	r.progress.start(cell)
	reply, err := r.execute(ctx, cell)
	stop := r.judge(cell, reply, err)
	r.locked(func() { markEnded(cell, begin, time.Now(), stop != nil) })
	r.progress.end(time.Since(begin), stop)
	return stop
}

// judge decides whether a cell stops the run, and writes into the cell why when the kernel did not.
func (r *runner) judge(cell *ipynb.Cell, reply frontend.Reply, err error) *Stop {
	stop := &Stop{}
	if cell.Count != nil {
		stop.Count = fmt.Sprint(*cell.Count)
	}
	var late *lateError
	switch {
	case errors.As(err, &late):
		stop.Name, stop.Reason = late.name, late.reason
	case errors.Is(err, frontend.ErrEnded):
		stop.Name, stop.Reason = nameDead, err.Error()
	case err != nil:
		stop.Name, stop.Reason = "ProtocolError", err.Error()
	case reply.Status == "ok" || cell.Tagged("raises-exception"):
		return nil
	default:
		stop.Name, stop.Reason = reply.EName, reply.EValue
		return stop
	}
	r.recorder.mu.Lock()
	defer r.recorder.mu.Unlock()
	r.recorder.add(cell, &ipynb.Output{Kind: ipynb.Failure, EName: stop.Name, EValue: stop.Reason,
		Traceback: []string{"\x1b[31m" + stop.Name + "\x1b[0m: " + stop.Reason}})
	return stop
}

// save writes the document as it is now.
func (r *runner) save(end time.Time) error {
	r.recorder.mu.Lock()
	defer r.recorder.mu.Unlock()
	r.describe(end)
	return r.nb.WriteFile(r.result.Notebook)
}

// finish writes the document and its report.
func (r *runner) finish() error {
	end := time.Now()
	r.result.Took = end.Sub(r.begin)
	if err := r.save(end); err != nil {
		return err
	}
	data, err := r.nb.Encode()
	if err != nil {
		return err
	}
	page, err := report.HTML(r.nb, report.Options{Name: filepath.Base(r.path), SHA256: hash(data)})
	if err != nil {
		return err
	}
	return ipynb.Replace(r.result.Report, page)
}
