package papermill

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gohunt/kernel/frontend/kerneltest"
	"gohunt/notebooks/ipynb"
)

func TestMain(m *testing.M) { kerneltest.Main(m) }

// session is a Python with papermill and the add-on, and a folder where Jupyter finds our kernel.
type session struct {
	python, folder string
}

func start(t *testing.T) session {
	t.Helper()
	s := session{python: fresh(t), folder: t.TempDir()}
	out, err := exec.Command(kerneltest.Program(t), "install", "--prefix", s.folder).CombinedOutput()
	if err != nil {
		t.Fatalf("gohunt install: %v\n%s", err, out)
	}
	return s
}

// papermill runs stock papermill and returns its exit status and what it printed.
func (s session) papermill(t *testing.T, args ...string) (status int, said string) {
	t.Helper()
	cmd := exec.Command(s.python, append([]string{"-m", "papermill"}, args...)...)
	cmd.Dir = s.folder
	cmd.Env = append(os.Environ(), "JUPYTER_PATH="+filepath.Join(s.folder, "share", "jupyter"), "HOME="+s.folder, "XDG_DATA_HOME="+s.folder)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

// write saves a notebook with a parameters cell and one more.
func (s session) write(t *testing.T, parameters, code string) (path string) {
	t.Helper()
	nb := ipynb.New()
	nb.Metadata["kernelspec"] = ipynb.Object{"name": "gohunt", "language": "go", "display_name": "Go"}
	first := ipynb.NewCell(ipynb.Code, parameters, "")
	first.Tag("parameters")
	nb.Insert(0, first)
	nb.Insert(1, ipynb.NewCell(ipynb.Code, code, ""))
	path = filepath.Join(s.folder, "in.ipynb")
	if err := nb.WriteFile(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestStockPapermillSetsParametersOfOurKernel(t *testing.T) {
	s := start(t)
	in, out := s.write(t, `ip := "0.0.0.0" // the address`+"\nn := 1", "import \"fmt\"\nfmt.Printf(\"%q %v\", ip, n+1)"), filepath.Join(s.folder, "out.ipynb")
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, `"0.0.0.0" 2`},
		{[]string{"-p", "ip", "1.2.3.4"}, `"1.2.3.4" 2`},
		{[]string{"-p", "ip", "ü\"); panic(1) // 😀", "-p", "n", "41"}, `"ü\"); panic(1) // 😀" 42`},
		{[]string{"-y", "{n: 2.5, ip: \"a\\nb\"}"}, `"a\nb" 3.5`},
	} {
		status, said := s.papermill(t, append([]string{in, out, "-k", "gohunt"}, c.args...)...)
		if status != 0 {
			t.Fatalf("papermill %v: status %d\n%s", c.args, status, said)
		}
		nb, err := ipynb.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		last := nb.Cells[len(nb.Cells)-1]
		if len(last.Outputs) != 1 || last.Outputs[0].Text != c.want {
			t.Errorf("papermill %v: got %+v, want %s", c.args, last.Outputs, c.want)
		}
	}
}

func TestStockPapermillMarksOurErrors(t *testing.T) {
	s := start(t)
	in, out := s.write(t, "n := 1", "n := nope"), filepath.Join(s.folder, "out.ipynb")
	if status, said := s.papermill(t, in, out); status != 1 || !strings.Contains(said, "undefined: nope") {
		t.Errorf("status %d\n%s", status, said)
	}
	nb, err := ipynb.ReadFile(out)
	if err != nil || nb.FindTag("papermill-error-cell-tag") != 0 {
		t.Errorf("no marker: %v", err)
	}
}

func TestStockPapermillListsOurParameters(t *testing.T) {
	s := start(t)
	in := s.write(t, `ip := "0.0.0.0" // the address`+"\nvar n int = 1\nnames := []string{\"a\"}", "n")
	status, said := s.papermill(t, "--help-notebook", in)
	if status != 0 {
		t.Fatalf("status %d\n%s", status, said)
	}
	for _, want := range []string{`ip: string (default "0.0.0.0")`, "the address", "n: int (default 1)", `names: []string (default []string{"a"})`} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in\n%s", want, said)
		}
	}
}
