package session

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// cells runs the given texts as cells of a session that keeps its history in
// the file.
func cells(t *testing.T, path string, texts ...string) *history {
	t.Helper()
	h := openHistory(path, t.Errorf)
	for i, text := range texts {
		h.add(entry{N: i + 1, In: text, Out: "out of " + text})
	}
	return h
}

// brief writes entries as "session:number text".
func brief(entries []entry) string {
	var lines []string
	for _, e := range entries {
		lines = append(lines, fmt.Sprintf("%d:%d %s", e.Session, e.N, e.In))
	}
	return strings.Join(lines, ", ")
}

func TestHistoryAcrossSessions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gohunt", "history.jsonl")
	cells(t, path, "a", "b")
	cells(t, path) // ran nothing, so it leaves no gap
	h := cells(t, path, "c", "a")
	all, current := h.all()
	if got, want := brief(all), "1:1 a, 1:2 b, 2:1 c, 2:2 a"; got != want || current != 2 {
		t.Errorf("got %s in session %d, want %s in 2", got, current, want)
	}
	one, minusOne, two, n := 1, -1, 2, 3
	for _, c := range []struct {
		name  string
		query historyRequest
		want  string
	}{
		{"this session", historyRequest{Access: "range"}, "2:1 c, 2:2 a"},
		{"the one before", historyRequest{Access: "range", Session: -1}, "1:1 a, 1:2 b"},
		{"by number", historyRequest{Access: "range", Session: 1, Start: 1, Stop: &two}, "1:1 a"},
		{"one that never was", historyRequest{Access: "range", Session: 9}, ""},
		{"search", historyRequest{Access: "search", Pattern: "a"}, "1:1 a, 2:2 a"},
		{"search, each once", historyRequest{Access: "search", Unique: true}, "1:2 b, 2:1 c, 2:2 a"},
		{"search, the last", historyRequest{Access: "search", Pattern: "[ab]", N: &one}, "2:2 a"},
		{"tail", historyRequest{Access: "tail", N: &n}, "1:2 b, 2:1 c, 2:2 a"},
		{"tail of all", historyRequest{Access: "tail", N: &minusOne}, "1:1 a, 1:2 b, 2:1 c, 2:2 a"},
	} {
		if found, _ := c.query.find(all, current); brief(found) != c.want {
			t.Errorf("%s: got %s, want %s", c.name, brief(found), c.want)
		}
	}
	if _, ok := (historyRequest{Access: "all"}).find(all, current); ok {
		t.Error("an unknown kind of access was answered")
	}
}

func TestHistoryRows(t *testing.T) {
	entries := []entry{{Session: 2, N: 1, In: "x", Out: "1"}, {Session: 2, N: 2, In: "y"}}
	if got := fmt.Sprint(historyRequest{}.rows(entries)); got != "[[2 1 x] [2 2 y]]" {
		t.Error(got)
	}
	if got := fmt.Sprint(historyRequest{Output: true}.rows(entries)); got != "[[2 1 [x 1]] [2 2 [y <nil>]]]" {
		t.Error(got)
	}
}

func TestHistoryFileIsPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gohunt", "history.jsonl")
	cells(t, path, "a")
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
}

func TestHistoryWithoutFile(t *testing.T) {
	all, current := cells(t, "", "a").all()
	if brief(all) != "1:1 a" || current != 1 {
		t.Errorf("got %s in session %d", brief(all), current)
	}
	var said []string
	h := openHistory(filepath.Join(t.TempDir(), "file", "history.jsonl"), func(f string, a ...any) { said = append(said, fmt.Sprintf(f, a...)) })
	os.WriteFile(filepath.Dir(string(h.file)), nil, 0o600) // a file stands where the folder should be
	h.add(entry{N: 1, In: "a"})
	h.add(entry{N: 2, In: "b"})
	if all, _ := h.all(); brief(all) != "1:1 a, 1:2 b" || len(said) != 1 {
		t.Errorf("got %s, said %q", brief(all), said)
	}
}

func TestHistoryPassesOverBrokenLines(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.jsonl")
	cells(t, path, "a")
	f, _ := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	f.WriteString("{\"id\":\"half a li\n[]\n\n")
	f.Close()
	all, _ := cells(t, path, "b").all()
	if brief(all) != "1:1 a, 2:1 b" {
		t.Error(brief(all))
	}
}

func TestHistoryOfManyKernels(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.jsonl")
	const kernels, each = 8, 50
	var wg sync.WaitGroup
	all := make([]*history, kernels)
	for k := range kernels {
		wg.Go(func() {
			all[k] = openHistory(path, t.Errorf)
			for i := range each {
				all[k].add(entry{N: i + 1, In: strings.Repeat("x", 1000)})
			}
		})
	}
	wg.Wait()
	numbers := map[int]bool{}
	for _, h := range all {
		entries, current := h.all()
		numbers[current] = true
		if len(entries) != kernels*each {
			t.Errorf("session %d sees %d cells, want %d", current, len(entries), kernels*each)
		}
	}
	if len(numbers) != kernels {
		t.Errorf("%d sessions have the numbers %v", kernels, numbers)
	}
}

func TestHistoryIsCut(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.jsonl")
	filler := strings.Repeat("x", 900<<10)
	for range 12 {
		cells(t, path, filler)
	}
	info, err := os.Stat(path)
	if err != nil || info.Size() > largestHistory+2<<20 {
		t.Errorf("the file has %d bytes, %v", info.Size(), err)
	}
	all, current := cells(t, path, "last").all()
	if current != 13 || all[len(all)-1].Session != 13 || all[len(all)-2].Session != 12 {
		t.Errorf("sessions lost their numbers: this is %d, before it %d", current, all[len(all)-2].Session)
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("files stayed behind: %v", left)
	}
}

func TestLongOutputIsCut(t *testing.T) {
	h := openHistory("", t.Errorf)
	h.add(entry{N: 1, In: "a", Out: strings.Repeat("é", keptOutput)})
	if out := h.own[0].Out; len(out) > keptOutput+10 || !strings.HasSuffix(out, "é …") {
		t.Errorf("%d bytes, ending in %q", len(out), out[len(out)-10:])
	}
}

func TestGlob(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"*", "a\nb", true},
		{"1 ? 1", "1 + 1", true},
		{"1 ? 1", "1 + 10", false},
		{"*print*", "fmt.print(1)", true},
		{"[a-c]x", "bx", true},
		{"[a-c]x", "dx", false},
		{"[z-a]", "[z-a]", true},
		{"a.b", "axb", false},
		{`\d[\d]`, `\d5`, false},
		{"[", "[", true},
		{"ü*", "ünder", true},
	} {
		if got := glob(c.pattern).MatchString(c.text); got != c.want {
			t.Errorf("%q against %q: %v", c.pattern, c.text, got)
		}
	}
}
