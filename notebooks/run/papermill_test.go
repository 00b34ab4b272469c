package run

import (
	"fmt"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gohunt/notebooks/ipynb"
)

// What papermill writes for a document and what we write for it, on the same kernel, is the same in every field
// but these, which are decisions: cells that did not run are pending rather than completed; text of one stream is one
// output; a wanted error (raises-exception) does not fail the run; the markers have their own words.
func TestDocumentsAreThoseOfPapermill(t *testing.T) {
	kernel := python(t)
	if err := exec.Command(kernel.Argv[0], "-c", "import papermill").Run(); err != nil {
		t.Skip("the Python that PYTHON names has no papermill to compare with")
	}
	for name, cells := range map[string][]string{
		"text":     {"print('a')\nprint('ü', flush=True)\nprint('b')", "1", "'x\\ny'", ""},
		"displays": {"from IPython.display import *\nd=display(HTML('<b>x</b>'), display_id=True)", "d.update(Markdown('# y'))", "display({'application/json': {'a': [1.50]}}, raw=True)", "print(1); clear_output(); print(2); clear_output(wait=True); print(3)"},
		"error":    {"1", "raise ValueError('no \\x1b[31mgood')", "2"},
		"skip":     {"#tag: skip-execution, mine\n1", "2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path, out := save(t, cells...), t.TempDir()
			theirs := filepath.Join(out, "papermill.ipynb")
			said, _ := exec.Command(kernel.Argv[0], "-m", "papermill", "--no-progress-bar", "-k", "python3", "-l", "python", path, theirs).CombinedOutput()
			result, err := File(t.Context(), path, Options{Kernel: kernel, Out: out})
			if err != nil {
				t.Fatal(err)
			}
			want, err := ipynb.ReadFile(theirs)
			if err != nil {
				t.Fatalf("%v\n%s", err, said)
			}
			got, err := ipynb.ReadFile(result.Notebook)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, portrait(got), portrait(want))
		})
	}
}

func compare(t *testing.T, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("ours\n%s\npapermill's\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// portrait lists everything of a document that is decided by its run, and not by the clock.
func portrait(nb *ipynb.Notebook) []string {
	record := nb.Metadata["papermill"].(map[string]any)
	lines := []string{fmt.Sprintf("exception %v, keys %v, language %s", record["exception"], slices.Sorted(maps.Keys(record)), nb.Language())}
	for _, c := range nb.Cells {
		if c.Tagged(tagErrorMarker) {
			lines = append(lines, "marker "+c.Kind)
			continue
		}
		of := c.Metadata["papermill"].(map[string]any)
		status, exception := of["status"], of["exception"]
		if c.Count == nil {
			status, exception = "did not run", nil
		}
		lines = append(lines, fmt.Sprintf("%s %q tags %v status %v exception %v keys %v execution %v", c.Kind, c.Source, c.Tags(), status, exception,
			slices.Sorted(maps.Keys(of)), timesOf(c)), count(c.Count))
		last := ""
		for _, o := range c.Outputs {
			line := fmt.Sprintf("  %s %v %v %s %s %s %s", o.Kind, o.Data, o.Metadata, count(o.Count), o.EName, o.EValue, strings.Join(o.Traceback, "\n"))
			if o.Kind == ipynb.Stream && o.Name == last {
				lines[len(lines)-1] += o.Text
				continue
			}
			last = o.Name
			lines = append(lines, line+o.Name+o.Text)
		}
	}
	return lines
}

func count(n *int) string {
	if n == nil {
		return "null"
	}
	return fmt.Sprint(*n)
}

func timesOf(c *ipynb.Cell) []string {
	times, _ := c.Metadata["execution"].(map[string]any)
	return slices.Sorted(maps.Keys(times))
}
