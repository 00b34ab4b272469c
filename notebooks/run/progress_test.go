package run

import (
	"strings"
	"testing"
	"time"

	"gohunt/notebooks/ipynb"
)

// script runs two cells past a progress, of which the first tells of itself and takes long enough to be drawn.
func script(t *testing.T, width int) string {
	var out strings.Builder
	nb := ipynb.New()
	for i, source := range []string{"import \"hunt\"\n\nes.Search(\n\t\"a\",\n)", "", "x"} {
		nb.Insert(i, ipynb.NewCell(ipynb.Code, source, ""))
	}
	p := newProgress(&out, nb)
	p.width, p.every = width, time.Hour
	p.start(nb.Cells[0])
	p.hear(said(t, `stream {"text":"not this"}`))
	p.hear(said(t, `update_display_data {"data":{"text/plain":"1,000 of 2,417 rows\nmore"},"transient":{"display_id":"p"}}`))
	p.begin = time.Now().Add(-1500 * time.Millisecond)
	p.draw(p.stop)
	p.end(2*time.Second, nil)
	p.start(nb.Cells[2])
	p.end(5*time.Millisecond, &Stop{Name: "hunt.Error", Reason: "TheHive: no\x1b[2J answer\nat all"})
	return out.String()
}

func TestProgressOfALog(t *testing.T) {
	const want = `[1/2] …    1.5 s  es.Search("a")  1,000 of 2,417 rows
[1/2]      2.0 s  es.Search("a")
[2/2] ✗     5 ms  x  hunt.Error: TheHive: no·[2J answer
`
	if got := script(t, 0); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestProgressOfATerminalIsOneLineThatFits(t *testing.T) {
	got := script(t, 40)
	const want = "\r\x1b[K[1/2] …    1.5 s  es.Search(\"a\")  1,00…" + "\r\x1b[K[1/2]      2.0 s  es.Search(\"a\")\n"
	if !strings.HasPrefix(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	for line := range strings.SplitSeq(strings.ReplaceAll(got, "\n", "\r"), "\r") {
		if n := len([]rune(strings.TrimPrefix(line, "\x1b[K"))); n > 39 {
			t.Errorf("%d columns: %q", n, line)
		}
	}
}

func TestProgressCannotSteerTheTerminal(t *testing.T) {
	if got := plain("a\x1b[2Jb\u202ec\td\x9b"); got != "a·[2Jb·c d·" {
		t.Errorf("got %q", got)
	}
}

func TestProgressDoesNotDrawOverAQuestion(t *testing.T) {
	var out strings.Builder
	nb := ipynb.New()
	nb.Insert(0, ipynb.NewCell(ipynb.Code, "x", ""))
	p := newProgress(&out, nb)
	p.every = time.Hour
	p.start(nb.Cells[0])
	answer, err := p.around(func(string, bool) (string, error) { p.draw(p.stop); return "Ada", nil })("who?", false)
	if answer != "Ada" || err != nil || out.Len() > 0 {
		t.Errorf("got %q, %v, and %q was drawn", answer, err, out.String())
	}
	if p.draw(p.stop); out.Len() == 0 {
		t.Error("nothing is drawn after the answer")
	}
	p.end(0, nil)
}
