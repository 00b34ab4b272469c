package hunt

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"gohunt/hunt/host"
	"gohunt/hunt/ledger"
)

// Meter is a progress line that updates in place. Its methods may be called from any goroutine.
type Meter struct {
	mu    sync.Mutex
	label string
	unit  string
	done  int64
	total int64
	id    string
	shown bool
	last  time.Time
	ended bool
}

// Progress starts a line like "look-ups: ███░░ 30 of 100". total is how many steps there will be, 0 when that is not
// known. Add moves it on, Done ends it.
func Progress(label string, total int) *Meter { return meter(label, "", int64(total)) }

func meter(label, unit string, total int64) *Meter {
	return &Meter{label: label, unit: unit, total: total, id: uuid.NewString(), last: time.Now()}
}

// Add moves the line on by n steps.
func (m *Meter) Add(n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done += int64(n)
	m.draw(false)
}

// Done ends the line; it then says how many steps were made.
func (m *Meter) Done() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.ended {
		return
	}
	m.ended = true
	m.draw(true)
}

// set puts the line where a source says that it is.
func (m *Meter) set(done, total int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done, m.total = done, max(0, total)
	m.draw(false)
}

// often is how often a line is drawn at most.
const often = 250 * time.Millisecond

func (m *Meter) draw(always bool) {
	if !always && time.Since(m.last) < often {
		return
	}
	m.last = time.Now()
	host.Current().Display(map[string]any{"text/plain": m.line()}, map[string]any{}, m.id, m.shown)
	m.shown = true
}

func (m *Meter) line() string {
	count := ledger.Number(m.done)
	if m.total > 0 {
		count += " of " + ledger.Number(m.total)
	}
	if m.unit != "" {
		count += " " + m.unit
	}
	if m.ended || m.total <= 0 {
		return m.label + ": " + count
	}
	return fmt.Sprintf("%s: %s %s", m.label, gauge(m.done, m.total), count)
}

const gaugeWidth = 24

func gauge(done, total int64) string {
	full := int(gaugeWidth * min(done, total) / total)
	return strings.Repeat("█", full) + strings.Repeat("░", gaugeWidth-full)
}

// String is the line as it stands.
func (m *Meter) String() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.line()
}
