package session

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gohunt/kernel/cell"
	"gohunt/kernel/interp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares text with testdata/name.
func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		os.MkdirAll("testdata", 0o755)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) {
		t.Errorf("%s differs; got:\n%s", path, text)
	}
}

// visible writes colours so that they can be read in a file.
func visible(s string) string {
	return strings.NewReplacer("\x1b[31;1m", "<red>", "\x1b[1m", "<bold>", "\x1b[32m", "<green>", "\x1b[2m", "<faint>", "\x1b[0m", "</>").Replace(s)
}

func TestTroubles(t *testing.T) {
	code := "for i := range 3 {\n\tif größe > i { fmt.Printl(größe) }\n}\nes.Where(\"process.nam = ?\", 1)"
	var b strings.Builder
	for _, c := range []struct {
		name    string
		trouble *trouble
	}{
		{"one error", checkTrouble(3, code, cell.Errors{{Line: 2, Col: 21, Msg: "undefined: fmt.Printl", Hint: "did you mean Println?"}})},
		{"three errors", checkTrouble(3, code, cell.Errors{
			{Line: 1, Col: 5, Msg: "declared and not used: i"},
			{Line: 2, Col: 5, Msg: "undefined: größe", Hint: "first line\nsecond line"},
			{Msg: "no place"},
		})},
		{"beyond the text", checkTrouble(3, "x", cell.Errors{{Line: 2, Col: 1, Msg: "unexpected end"}})},
		{"panic", failureTrouble(4, code, &interp.Failure{
			Name: "panic", Msg: "index out of range [5] with length 3", Line: 4, Col: 4, Trace: []string{"In[2]:3:7 deep", "In[4]:4:4"},
		}, Cause{}, false)},
		{"no place", failureTrouble(4, code, &interp.Failure{Name: "exit", Msg: "os.Exit(1) was called"}, Cause{}, false)},
		{"explained", failureTrouble(5, code, &interp.Failure{Name: "panic", Msg: "Where process.nam = ?: …", Line: 4, Col: 4},
			Cause{Step: "Where", On: "process.nam = ?", Reason: "no column process.nam\nthere are 44", Hint: "process.name"}, true)},
		{"explained, all empty", failureTrouble(5, code, &interp.Failure{Name: "panic"}, Cause{}, true)},
		{"interrupted", interrupted(6, interp.ErrInterrupted)},
		{"interrupted and stuck", interrupted(6, fmt.Errorf("%w, but In[6] hangs", interp.ErrInterrupted))},
	} {
		fmt.Fprintf(&b, "== %s\nename:  %s\nevalue: %s\n%s\n\n", c.name, c.trouble.name, c.trouble.value, visible(strings.Join(c.trouble.traceback, "\n")))
	}
	golden(t, "troubles.golden", b.String())
}

func TestSayable(t *testing.T) {
	got := sayable(fields{
		"execution_count": 3, "data": fields{"text/plain": "NaN", "application/json": func() {}}, "metadata": fields{},
	}, errors.New("unsupported value"))
	if want := "map[data:map[text/plain:NaN\n(not shown in full: unsupported value)] execution_count:3 metadata:map[]]"; fmt.Sprint(got) != want {
		t.Errorf("got %v", got)
	}
}
