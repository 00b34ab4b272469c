// Package notebooks_test runs the hunts of this folder against the lab and holds their outputs to what is stored in them.
//
//	go test ./notebooks            compares, cell by cell, what is printed and shown as text
//	go test ./notebooks -update    stores the outputs anew; the difference is then yours to read
package notebooks_test

import (
	"context"
	"flag"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gohunt/kernel/frontend/kerneltest"
	"gohunt/notebooks/ipynb"
	"gohunt/notebooks/lab"
	"gohunt/notebooks/run"
)

var update = flag.Bool("update", false, "store the outputs of the notebooks anew")

func TestMain(m *testing.M) { kerneltest.Main(m) }

func TestNotebooks(t *testing.T) {
	paths, err := filepath.Glob("*.ipynb")
	if err != nil || len(paths) == 0 {
		t.Fatal("no notebooks here", err)
	}
	for _, path := range paths {
		t.Run(path, func(t *testing.T) { hold(t, path) })
	}
}

// hold runs the notebook and compares each code cell's outputs with the stored ones.
func hold(t *testing.T, path string) {
	stored, ran := decode(t, path), decode(t, execute(t, path))
	if *update {
		store(t, path, stored, ran)
		return
	}
	got, want := codeCells(ran), codeCells(stored)
	if len(got) != len(want) {
		t.Fatalf("%d code cells ran, %d are stored", len(got), len(want))
	}
	for i := range got {
		if g, w := shown(got[i]), shown(want[i]); g != w {
			t.Errorf("cell %q\n--- shown\n%s\n--- stored\n%s", got[i].Title(), g, w)
		}
	}
}

func execute(t *testing.T, path string) string {
	t.Helper()
	t.Setenv(lab.Variable, "")
	result, err := run.File(t.Context(), path, run.Options{Out: t.TempDir(), Kernel: kerneltest.Spec(t), Timeout: 2 * time.Minute, Lab: startLab})
	if err != nil {
		t.Fatal(err)
	}
	if result.Stopped != nil {
		t.Fatal(result.Stopped)
	}
	return result.Notebook
}

func startLab(ctx context.Context) ([]string, func(), error) {
	l, err := lab.Start(ctx, lab.Options{})
	if err != nil {
		return nil, nil, err
	}
	return []string{lab.Variable + "=" + l.URL()}, func() { l.Close() }, nil
}

func decode(t *testing.T, path string) *ipynb.Notebook {
	t.Helper()
	nb, err := ipynb.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return nb
}

func codeCells(nb *ipynb.Notebook) (cells []*ipynb.Cell) {
	for _, c := range nb.Cells {
		if c.Kind == ipynb.Code {
			cells = append(cells, c)
		}
	}
	return cells
}

// shown is what a cell printed and showed, as text; an output without text is named by its MIME types.
func shown(c *ipynb.Cell) string {
	var b strings.Builder
	for _, o := range c.Outputs {
		switch text, ok := o.Data["text/plain"].(string); {
		case o.Kind == ipynb.Stream:
			b.WriteString(o.Name + ": " + o.Text)
		case ok:
			b.WriteString(text + "\n")
		default:
			b.WriteString(o.Kind + "\n")
		}
	}
	return b.String()
}

// store puts the outputs that were made, and nothing else of the run, into the notebook at path.
func store(t *testing.T, path string, stored, ran *ipynb.Notebook) {
	t.Helper()
	from, to := codeCells(ran), codeCells(stored)
	for i := range to {
		to[i].Outputs, to[i].Count = from[i].Outputs, from[i].Count
	}
	if err := stored.WriteFile(path); err != nil {
		t.Fatal(err)
	}
}
