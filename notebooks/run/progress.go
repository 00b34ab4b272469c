package run

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"gohunt/kernel/wire"
	"gohunt/notebooks/ipynb"
)

// progress tells a person how far a run is: a line for each cell, and while a cell runs, in a terminal that line as it
// changes, elsewhere a line now and then.
type progress struct {
	to    io.Writer
	width int // columns of the terminal; 0 is none
	every time.Duration
	total int

	mu     sync.Mutex
	number int
	title  string
	news   string // the last that the cell said of its own progress
	begin  time.Time
	stop   chan struct{} // closed when the cell ends
	asking bool          // a question stands on the line
}

func newProgress(to io.Writer, nb *ipynb.Notebook) *progress {
	p := &progress{to: to, every: 10 * time.Second}
	if to == nil {
		p.to = io.Discard
	}
	if file, ok := to.(*os.File); ok && os.Getenv("TERM") != "dumb" {
		p.width = columns(file)
	}
	if p.width > 0 {
		p.every = 100 * time.Millisecond
	}
	for _, cell := range nb.Cells {
		if runnable(cell) {
			p.total++
		}
	}
	return p
}

func (p *progress) start(cell *ipynb.Cell) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.number++
	p.title, p.news, p.begin = cut(plain(cell.Title()), 60), "", time.Now()
	p.stop = make(chan struct{})
	go p.tick(p.stop)
}

// tick writes the line again and again until the cell has ended.
func (p *progress) tick(stop chan struct{}) {
	ticker := time.NewTicker(p.every)
	defer ticker.Stop()
	for {
		select {
		case <-stop:
			return
		case <-ticker.C:
			p.draw(stop)
		}
	}
}

func (p *progress) draw(stop chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stop != stop || p.asking { // the cell has ended meanwhile, or waits for the person
		return
	}
	line := p.line("…", time.Since(p.begin))
	if p.width > 0 {
		fmt.Fprintf(p.to, "\r\x1b[K%s", line)
	} else {
		fmt.Fprintln(p.to, line)
	}
}

func (p *progress) end(took time.Duration, failed *Stop) {
	p.mu.Lock()
	defer p.mu.Unlock()
	sign := " "
	p.news = ""
	if failed != nil {
		sign, p.news = "✗", failed.Name+": "+oneLine(failed.Reason)
	}
	close(p.stop)
	p.stop = nil
	if p.width > 0 {
		fmt.Fprint(p.to, "\r\x1b[K")
	}
	fmt.Fprintln(p.to, p.line(sign, took))
}

// around lets a person answer without the line being drawn over.
func (p *progress) around(ask Input) Input {
	if ask == nil {
		return nil
	}
	return func(question string, password bool) (string, error) {
		p.wait(true)
		defer p.wait(false)
		return ask(question, password)
	}
}

func (p *progress) wait(asking bool) {
	p.mu.Lock()
	p.asking = asking
	p.mu.Unlock()
}

// hear takes the plain text of a display that the cell updates in place, which is how long work shows itself.
func (p *progress) hear(m *wire.Message) {
	if m.Header.MsgType != "update_display_data" {
		return
	}
	var c content
	if json.Unmarshal(m.Content, &c) != nil {
		return
	}
	if text, ok := c.Data["text/plain"].(string); ok {
		p.mu.Lock()
		p.news = oneLine(text)
		p.mu.Unlock()
	}
}

// line is the number of the cell, its time, what it is, and what it says of itself.
func (p *progress) line(sign string, took time.Duration) string {
	text := fmt.Sprintf("[%*d/%d] %s %8s  %s", len(fmt.Sprint(p.total)), p.number, p.total, sign, brief(took), p.title)
	if p.news != "" {
		text += "  " + p.news
	}
	if p.width > 0 {
		return cut(text, p.width-1)
	}
	return cut(text, 160)
}

func brief(took time.Duration) string {
	switch {
	case took < time.Second:
		return fmt.Sprintf("%d ms", took.Milliseconds())
	case took < 100*time.Second:
		return fmt.Sprintf("%.1f s", took.Seconds())
	}
	return took.Round(time.Second).String()
}

func oneLine(text string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return plain(first)
}

// plain replaces what could move a terminal's cursor or turn its text around: text of a notebook, and of what was
// hunted, must not steer the terminal.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r < 0x20, r >= 0x7f && r < 0xa0, r == '\ufffd', r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return '·'
		}
		return r
	}, text)
}

func cut(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:max(0, most-1)]) + "…"
}
