package run

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gohunt/notebooks/ipynb"
)

func TestCommandLine(t *testing.T) {
	for _, c := range []struct {
		args string
		want command
	}{
		{"a.ipynb", command{path: "a.ipynb"}},
		{"a.ipynb -p days 30 -p name -x", command{path: "a.ipynb", options: Options{Params: []Param{{"days", "30"}, {"name", "-x"}}}}},
		{"--out d a.ipynb --timeout 90s", command{path: "a.ipynb", options: Options{Out: "d", Timeout: 90 * time.Second}}},
		{"-out=d a.ipynb", command{path: "a.ipynb", options: Options{Out: "d"}}},
		{"--help-notebook a.ipynb", command{path: "a.ipynb", help: true}},
	} {
		got, err := parse(strings.Fields(c.args))
		if err != nil || got.path != c.want.path || got.help != c.want.help || got.options.Out != c.want.options.Out ||
			got.options.Timeout != c.want.options.Timeout || len(got.options.Params) != len(c.want.options.Params) {
			t.Errorf("%s: got %+v, %v", c.args, got, err)
			continue
		}
		for i, p := range c.want.options.Params {
			if got.options.Params[i] != p {
				t.Errorf("%s: got %+v", c.args, got.options.Params)
			}
		}
	}
}

func TestWrongUsageEndsWithStatus2(t *testing.T) {
	dir := t.TempDir()
	broken, old := filepath.Join(dir, "broken.ipynb"), filepath.Join(dir, "old.ipynb")
	fine, foreign := filepath.Join(dir, "fine.ipynb"), filepath.Join(dir, "foreign.ipynb")
	for path, text := range map[string]string{broken: "{", old: `{"nbformat":3}`} {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	nb := notebook("days := 1")
	if err := nb.WriteFile(fine); err != nil {
		t.Fatal(err)
	}
	nb.Metadata["language_info"] = ipynb.Object{"name": "python"}
	if err := nb.WriteFile(foreign); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"nothing":      {nil, "which notebook?"},
		"two":          {[]string{"a.ipynb", "b.ipynb"}, "one notebook at a time"},
		"half a -p":    {[]string{"a.ipynb", "-p", "x"}, "two words"},
		"unknown flag": {[]string{"--fast", "a.ipynb"}, "fast"},
		"no time":      {[]string{"--timeout", "soon", "a.ipynb"}, "soon"},
		"no time back": {[]string{"--timeout", "-5s", "a.ipynb"}, "before it begins"},
		"python":       {[]string{foreign}, "is a notebook in python, and this kernel speaks go"},
		"no folder":    {[]string{fine, "--out", filepath.Join(broken, "x")}, "--out"},
		"no value":     {[]string{"a.ipynb", "--out"}, "needs an argument"},
		"no file":      {[]string{filepath.Join(dir, "none.ipynb")}, "none.ipynb"},
		"broken":       {[]string{broken}, "not a notebook"},
		"old":          {[]string{old}, "format 3 is too old"},
		"parameter":    {[]string{fine, "-p", "day", "2"}, "no such parameter; it has days"},
		"its type":     {[]string{fine, "-p", "days", "two"}, "it is an int"},
		"help of none": {[]string{"--help-notebook", broken}, "not a notebook"},
	} {
		var out, err bytes.Buffer
		if status := Main(c.args, &out, &err); status != 2 || !strings.Contains(err.String(), c.want) {
			t.Errorf("%s: status %d, said %q, want %q", name, status, err.String(), c.want)
		}
		if out.Len() > 0 {
			t.Errorf("%s: it printed %q", name, out.String())
		}
	}
}

func TestHelpNotebook(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hunt.ipynb")
	if err := notebook("days := 30 // whole days\nwindow := time.Hour\n").WriteFile(path); err != nil {
		t.Fatal(err)
	}
	var out, err bytes.Buffer
	status := Main([]string{"--help-notebook", path}, &out, &err)
	const want = "Parameters of hunt.ipynb:\n\n  days: int (default 30)\n      whole days\n  window: unknown type (default time.Hour)\n"
	if status != 0 || out.String() != want {
		t.Errorf("status %d, got %q %q", status, out.String(), err.String())
	}
}
