package run

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"gohunt/notebooks/ipynb"
)

// stamp is how papermill writes a time: ISO 8601 in UTC with microseconds.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000+00:00") }

// prepare removes what an earlier run left, and marks every cell as pending.
func prepare(nb *ipynb.Notebook) {
	nb.Cells = slices.DeleteFunc(nb.Cells, func(c *ipynb.Cell) bool { return c.Tagged(tagErrorMarker) })
	for _, cell := range nb.Cells {
		cell.Metadata["papermill"] = map[string]any{
			"status": "pending", "exception": nil, "start_time": nil, "end_time": nil, "duration": nil,
		}
		delete(cell.Metadata, "execution")
		if cell.Kind == ipynb.Code {
			cell.Outputs, cell.Count = nil, nil
		}
	}
}

func mark(cell *ipynb.Cell, values map[string]any) {
	record := cell.Metadata["papermill"].(map[string]any) // made by prepare
	for key, value := range values {
		record[key] = value
	}
}

func markStarted(cell *ipynb.Cell, at time.Time) {
	mark(cell, map[string]any{"status": "running", "exception": false, "start_time": stamp(at)})
}

func markEnded(cell *ipynb.Cell, begin, end time.Time, failed bool) {
	status := "completed"
	if failed {
		status = "failed"
	}
	mark(cell, map[string]any{"status": status, "exception": failed, "end_time": stamp(end), "duration": end.Sub(begin).Seconds()})
}

// describe writes what the whole run was: its parameters, paths, times and end, and who ran it.
func (r *runner) describe(end time.Time) {
	record := map[string]any{
		"parameters": r.set.values, "default_parameters": r.defaults, "environment_variables": map[string]any{},
		"input_path": r.path, "output_path": r.result.Notebook, "version": r.kernel.Info.Version,
		"start_time": stamp(r.begin), "end_time": nil, "duration": nil, "exception": nil,
	}
	if !end.IsZero() {
		record["end_time"], record["duration"] = stamp(end), end.Sub(r.begin).Seconds()
		if r.result.Stopped != nil {
			record["exception"] = true
		}
	}
	r.nb.Metadata["papermill"] = record
	r.nb.Metadata["gohunt"] = map[string]any{
		"input_sha256": r.sha256, "parameters": r.order, "kernel": r.kernel.Info.Implementation, "kernel_version": r.kernel.Info.Version,
	}
	if language := r.kernel.Info.Language; language != nil {
		r.nb.Metadata["language_info"] = map[string]any(language)
	}
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
