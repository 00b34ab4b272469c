package run

import (
	"cmp"
	"fmt"
	"strconv"

	"gohunt/notebooks/ipynb"
)

// tagErrorMarker is papermill's tag of the two cells that say where a run stopped.
const tagErrorMarker = "papermill-error-cell-tag"

const (
	markerStyle = `style="color:red; font-family:Helvetica Neue, Helvetica, Arial, sans-serif; font-size:2em;"`
	markerTop   = `<span ` + markerStyle + `>This run stopped with an error at <a href="#papermill-error-cell">In [%s]</a>.</span>`
	markerHere  = `<span id="papermill-error-cell" ` + markerStyle + `>The run stopped here:</span>`
)

// Stop tells where and why a run ended before its last cell.
type Stop struct {
	Cell   int    // counted from 1, in the document as it is written
	Count  string // the number in In[n], "" when the kernel gave none
	Name   string // of the error: what the kernel said, or Timeout, DeadKernel, Interrupted
	Reason string
}

func (s *Stop) Error() string {
	return fmt.Sprintf("stopped at In [%s], cell %d of the executed notebook: %s: %s", cmp.Or(s.Count, " "), s.Cell, s.Name, s.Reason)
}

// Names of the ends that the kernel did not report itself.
const (
	nameTimeout     = "Timeout"
	nameDead        = "DeadKernel"
	nameInterrupted = "Interrupted"
)

// markStop puts a marker at the top and one before the cell that stopped.
func markStop(nb *ipynb.Notebook, index int, s *Stop) {
	insertMarker(nb, index, markerHere)
	insertMarker(nb, 0, fmt.Sprintf(markerTop, cmp.Or(s.Count, " ")))
	s.Cell = index + 3 // counted from 1, behind two markers
}

func insertMarker(nb *ipynb.Notebook, at int, text string) {
	cell := ipynb.NewCell(ipynb.Markdown, text, strconv.Itoa(at))
	cell.Tag(tagErrorMarker)
	nb.Insert(at, cell)
}
