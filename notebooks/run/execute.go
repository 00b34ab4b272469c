package run

import (
	"context"
	"fmt"
	"maps"
	"time"

	"gohunt/kernel/frontend"
	"gohunt/kernel/wire"
	"gohunt/notebooks/ipynb"
)

// lateError says that a cell did not end by itself.
type lateError struct{ name, reason string }

func (e *lateError) Error() string { return e.reason }

type outcome struct {
	reply frontend.Reply
	err   error
}

// execute sends a cell and waits for its end, or ends it when ctx is cancelled or its time is over.
func (r *runner) execute(ctx context.Context, cell *ipynb.Cell) (frontend.Reply, error) {
	work, abandon := context.WithCancel(context.Background())
	defer abandon()
	ended := make(chan outcome, 1)
	go func() {
		reply, err := r.send(work, cell)
		ended <- outcome{reply, err}
	}()
	late := r.wait(ctx, ended)
	if late == nil {
		out := <-ended
		return out.reply, out.err
	}
	return r.stop(ended, late)
}

// wait returns nil once the cell has ended, else why it must end now.
func (r *runner) wait(ctx context.Context, ended chan outcome) *lateError {
	var timeout <-chan time.Time
	if r.o.Timeout > 0 {
		timer := time.NewTimer(r.o.Timeout)
		defer timer.Stop()
		timeout = timer.C
	}
	select {
	case out := <-ended:
		ended <- out
		return nil
	case <-ctx.Done():
		return &lateError{nameInterrupted, "the run was interrupted in this cell"}
	case <-timeout:
		return &lateError{nameTimeout, fmt.Sprintf("the cell was not done after %v and was interrupted", r.o.Timeout)}
	}
}

// stop interrupts the cell, and kills the kernel when that does not end it.
func (r *runner) stop(ended chan outcome, late *lateError) (frontend.Reply, error) {
	ctx, cancel := context.WithTimeout(context.Background(), r.o.Grace)
	defer cancel()
	go r.kernel.Interrupt(ctx) // whether it worked is seen from the cell
	select {
	case out := <-ended:
		return out.reply, late
	case <-ctx.Done():
	}
	r.kernel.Shutdown(ctx, 0)
	late.reason += fmt.Sprintf("; it did not end within %v, so its kernel was killed", r.o.Grace)
	out := <-ended
	return out.reply, late
}

// send runs the cell with its own metadata, as JupyterLab sends it.
func (r *runner) send(ctx context.Context, cell *ipynb.Cell) (frontend.Reply, error) {
	var metadata map[string]any
	r.locked(func() { metadata = maps.Clone(cell.Metadata) })
	delete(metadata, "papermill")
	metadata["cellId"] = cell.ID
	source, owned := cell.Source, false
	if cell == r.set.cell {
		source = r.set.source
	}
	reply, err := r.kernel.Execute(ctx, source, frontend.Options{Metadata: metadata, Input: r.progress.around(r.o.Input), Message: func(m *wire.Message) {
		if !owned {
			r.recorder.owns(parentOf(m), cell)
			owned = true
		}
		r.recorder.record(cell, m)
		r.progress.hear(m)
	}})
	r.replied(cell, reply)
	return reply, err
}

func (r *runner) replied(cell *ipynb.Cell, reply frontend.Reply) {
	r.recorder.mu.Lock()
	defer r.recorder.mu.Unlock()
	timing(cell, "shell.execute_reply", reply.Header)
	if reply.Count > 0 && cell.Count == nil {
		cell.Count = &reply.Count
	}
}
