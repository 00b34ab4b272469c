package cell

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the expectations in testdata")

// TestGolden checks the notebooks in testdata/*.txt, cell by cell in one session each. A file is a list of sections:
//
//	-- In --      a cell
//	-- Errors --  its faults
//	-- Notes --   what the person is told
//	-- Code --    what it is lowered to, without the positions; only in files whose name begins with "lower"
//
// Sections that a cell has nothing for are left out. -update writes all but the cells anew.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no notebooks: %v", err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			got := replay(string(text), strings.HasPrefix(filepath.Base(f), "lower"))
			if *update {
				if err := os.WriteFile(f, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != string(text) {
				t.Errorf("%s differs; run with -update and look at git diff. Got:\n%s", f, got)
			}
		})
	}
}

// positions are left out of golden code: they have a test of their own.
var positions = regexp.MustCompile(`(?m)^//line .*\n|/\*line [^*]*\*/`)

func replay(text string, code bool) string {
	head, cells := cellsOf(text)
	s := New(Config{})
	var b strings.Builder
	b.WriteString(head)
	for i, src := range cells {
		fmt.Fprintf(&b, "-- In --\n%s\n", src)
		u, errs := s.Check(i+1, src)
		section(&b, "Errors", errs.Error())
		if errs != nil {
			continue
		}
		s.Commit(u)
		section(&b, "Notes", strings.Join(u.Notes, "\n"))
		if code {
			section(&b, "Code", positions.ReplaceAllString(u.Code, ""))
		}
	}
	return b.String()
}

func section(b *strings.Builder, name, text string) {
	if text = strings.TrimSpace(text); text != "" {
		fmt.Fprintf(b, "-- %s --\n%s\n", name, text)
	}
}

// cellsOf gives the comment at the top of a notebook and its cells.
func cellsOf(text string) (head string, cells []string) {
	parts := strings.Split("\n"+text, "\n-- ")
	head = strings.TrimPrefix(parts[0], "\n") + "\n"
	for _, p := range parts[1:] {
		if src, ok := strings.CutPrefix(p, "In --\n"); ok {
			cells = append(cells, strings.TrimSuffix(src, "\n"))
		}
	}
	return head, cells
}
