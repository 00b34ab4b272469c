package interp

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gohunt/kernel/cell"
	"gohunt/kernel/display"
)

var update = flag.Bool("update", false, "rewrite the expectations in testdata/*.cells")

// TestCells runs every notebook in testdata/*.cells through check, compile, commit and run. A file is a list of cells, in sections:
//
//	-- In --                  the cell; "-- In interrupt=200ms --" interrupts it after that time
//	-- Out --                 the values of its last expression, and below each what its methods draw
//	-- Stdout -- -- Stderr -- what it printed; a goroutine's panic is in Stderr
//	-- Error --               the faults of the check, or how it ended, with the trace
//	-- Note --                what the check wants the person to know
//
// Sections that a cell has nothing for are left out. -update writes them all anew from what happened.
func TestCells(t *testing.T) {
	files, err := filepath.Glob("testdata/*.cells")
	if err != nil || len(files) == 0 {
		t.Fatalf("no notebooks: %v", err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".cells"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			got := replay(t, parseCells(string(text)))
			if *update {
				if err := os.WriteFile(f, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != string(text) {
				t.Errorf("%s: run with -update to see the difference in git\n%s", f, firstDifference(string(text), got))
			}
		})
	}
}

// A notebook is a comment and cells.
type notebook struct {
	comment string
	cells   []typed
}

type typed struct {
	head string // the arguments of the In line
	src  string
}

func parseCells(text string) notebook {
	var nb notebook
	section := ""
	for line := range strings.Lines(text) {
		if head, ok := sectionHead(line); ok {
			section, _, _ = strings.Cut(head, " ")
			if section == "In" {
				nb.cells = append(nb.cells, typed{head: strings.TrimSpace(strings.TrimPrefix(head, "In"))})
			}
			continue
		}
		switch section {
		case "":
			nb.comment += line
		case "In":
			nb.cells[len(nb.cells)-1].src += line
		}
	}
	return nb
}

func sectionHead(line string) (string, bool) {
	head, ok := strings.CutPrefix(strings.TrimRight(line, "\n"), "-- ")
	head, end := strings.CutSuffix(head, " --")
	word, _, _ := strings.Cut(head, " ")
	switch word {
	case "In", "Out", "Stdout", "Stderr", "Error", "Note":
		return head, ok && end
	}
	return "", false
}

// replay runs the cells and writes the notebook with what came of them.
func replay(t *testing.T, nb notebook) string {
	b := newBench(t)
	var shown []string
	b.options.Shown = func(v Value) { shown = append(shown, picture(v)) }
	s := cell.New(cell.Config{Available: b.Has})
	out := strings.Builder{}
	out.WriteString(nb.comment)
	for i, c := range nb.cells {
		head := strings.TrimSpace("In " + c.head)
		fmt.Fprintf(&out, "-- %s --\n%s", head, c.src)
		shown = nil
		notes, failure := b.cell(s, i+1, c)
		time.Sleep(time.Millisecond) // goroutines that were started may say their first word
		section(&out, "Stdout", b.out.take())
		section(&out, "Stderr", b.errs.take())
		section(&out, "Out", strings.Join(shown, "\n"))
		section(&out, "Error", failure)
		section(&out, "Note", strings.Join(notes, "\n"))
	}
	return out.String()
}

// picture is what a value shows: its text, and below it what its methods draw.
func picture(v Value) string {
	data := display.Of(v.V, v.Text).Data
	lines := []string{v.Text}
	for _, mime := range slices.Sorted(maps.Keys(data)) {
		if mime != "text/plain" || data[mime] != v.Text {
			lines = append(lines, fmt.Sprintf("[%s] %s", mime, data[mime]))
		}
	}
	return strings.Join(lines, "\n")
}

func section(out *strings.Builder, name, text string) {
	if text != "" {
		fmt.Fprintf(out, "-- %s --\n%s\n", name, strings.TrimSuffix(text, "\n"))
	}
}

// cell takes one cell through the rooms, as a session does.
func (b *bench) cell(s *cell.Session, n int, c typed) (notes []string, failure string) {
	u, errs := s.Check(n, strings.TrimSuffix(c.src, "\n"))
	if len(errs) > 0 {
		return nil, errs.Error()
	}
	if err := b.Compile(u); err != nil {
		return u.Notes, err.Error()
	}
	s.Commit(u)
	ctx, cancel := context.WithTimeout(context.Background(), limit(b.t, c.head))
	defer cancel()
	return u.Notes, ending(b.Run(ctx, u))
}

// limit is the time after which a cell is interrupted: as it says, or late enough for every cell.
func limit(t *testing.T, head string) time.Duration {
	after, ok := strings.CutPrefix(head, "interrupt=")
	if !ok {
		return 20 * time.Second
	}
	d, err := time.ParseDuration(after)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func ending(err error) string {
	var f *Failure
	if err == nil {
		return ""
	}
	if errors.As(err, &f) {
		return strings.Join(append([]string{f.Error()}, f.Trace...), "\n    ")
	}
	return err.Error()
}

// firstDifference shows the lines around the first one that differs.
func firstDifference(want, got string) string {
	w, g := bufio.NewScanner(strings.NewReader(want)), bufio.NewScanner(strings.NewReader(got))
	for n := 1; ; n++ {
		more, more2 := w.Scan(), g.Scan()
		if w.Text() != g.Text() || more != more2 {
			return fmt.Sprintf("line %d\n want %s\n  got %s", n, w.Text(), g.Text())
		}
		if !more {
			return ""
		}
	}
}
