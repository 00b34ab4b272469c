package run

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"gohunt/kernel/wire"
	"gohunt/notebooks/ipynb"
)

// progress tells a person how far a run is: in a terminal by one line that changes, elsewhere by a line for each cell.
type progress struct {
	to       io.Writer
	terminal bool
	total    int

	mu     sync.Mutex
	number int
	title  string
	news   string // the last line of progress that the cell itself shows
	begin  time.Time
	stop   chan struct{}
}

func newProgress(to io.Writer, nb *ipynb.Notebook) *progress {
	p := &progress{to: to}
	if to == nil {
		p.to = io.Discard
	}
	if file, ok := to.(*os.File); ok {
		info, err := file.Stat()
		p.terminal = err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
	}
	for _, cell := range nb.Cells {
		if cell.Kind == ipynb.Code {
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
	if p.terminal {
		p.stop = make(chan struct{})
		go p.tick(p.stop)
	}
}

// tick draws the line anew until the cell has ended.
func (p *progress) tick(stop chan struct{}) {
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-stop:
			return
		case <-ticker.C:
			p.mu.Lock()
			if p.stop == stop {
				fmt.Fprintf(p.to, "\r\x1b[K%s", p.line("…", time.Since(p.begin)))
			}
			p.mu.Unlock()
		}
	}
}

func (p *progress) end(took time.Duration, failed *Stop) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.news = ""
	sign := " "
	if failed != nil {
		sign, p.news = "✗", failed.Name+": "+oneLine(failed.Reason)
	}
	if p.terminal {
		close(p.stop)
		p.stop = nil
		fmt.Fprint(p.to, "\r\x1b[K")
	}
	fmt.Fprintln(p.to, p.line(sign, took))
}

// line is the number of the cell, its time, and its first line of code or what it says of itself.
func (p *progress) line(sign string, took time.Duration) string {
	width := len(fmt.Sprint(p.total))
	text := p.title
	if p.news != "" {
		text += "  " + p.news
	}
	return fmt.Sprintf("[%*d/%d] %s %8s  %s", width, p.number, p.total, sign, brief(took), cut(text, 110))
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

// hear takes the plain text of a display that the cell updates in place, which is how long work shows itself.
func (p *progress) hear(m *wire.Message) {
	if !p.terminal || m.Header.MsgType != "update_display_data" {
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

func oneLine(text string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return plain(first)
}

// plain replaces control characters: text of a notebook or of hunted data must not steer the terminal.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return ' '
		}
		if r < 0x20 || r >= 0x7f && r < 0xa0 || r == utf8.RuneError || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
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
	return string(runes[:most-1]) + "…"
}
