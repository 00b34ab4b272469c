package report

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMainProgram(t *testing.T) {
	dir := t.TempDir()
	broken := filepath.Join(dir, "broken.ipynb")
	if err := os.WriteFile(broken, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	hunt, target := filepath.Join("testdata", "hunt.ipynb"), filepath.Join(dir, "page.html")
	for name, c := range map[string]struct {
		args        []string
		status      int
		out, errors string
	}{
		"flag behind":    {[]string{hunt, "--out", target}, 0, target, ""},
		"flag before":    {[]string{"--out", target, hunt}, 0, target, ""},
		"help":           {[]string{"-h"}, 0, "usage: gohunt report", ""},
		"nothing":        {nil, 2, "", "one notebook, please"},
		"two":            {[]string{hunt, hunt}, 2, "", "one notebook, please"},
		"unknown flag":   {[]string{hunt, "--pretty"}, 2, "", "pretty"},
		"no file":        {[]string{filepath.Join(dir, "none.ipynb")}, 2, "", "none.ipynb"},
		"no notebook":    {[]string{broken}, 2, "", "not a notebook"},
		"no such folder": {[]string{hunt, "--out", filepath.Join(dir, "none", "x.html")}, 1, "", "none"},
	} {
		var out, errors bytes.Buffer
		if status := Main(c.args, &out, &errors); status != c.status || !strings.Contains(out.String(), c.out) || !strings.Contains(errors.String(), c.errors) {
			t.Errorf("%s: status %d, said %q and %q", name, status, out.String(), errors.String())
		}
	}
	page, err := os.ReadFile(target)
	if err != nil || !bytes.Contains(page, []byte("<title>PowerShell that hides what it does</title>")) {
		t.Errorf("the page: %v", err)
	}
}

func TestStem(t *testing.T) {
	for path, want := range map[string]string{"a/hunt.ipynb": "hunt", "hunt.executed.ipynb": "hunt", "hunt.json": "hunt.json"} {
		if got := stem(path); got != want {
			t.Errorf("stem(%s) = %s, want %s", path, got, want)
		}
	}
}
