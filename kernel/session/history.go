package session

import (
	"cmp"
	"regexp"
	"strings"

	"gohunt/kernel/wire"
)

// entry is a cell that was run: number, text, and the text/plain of what it
// showed.
type entry struct {
	Session int    `json:"-"`
	N       int    `json:"n,omitempty"`
	In      string `json:"in,omitempty"`
	Out     string `json:"out,omitempty"`
}

// Bounds of what is kept of one session in memory.
const (
	keptCells  = 10000
	keptOutput = 4 << 10 // bytes of one cell's output
)

// history is the cells of this session and, in a file, those of earlier ones.
type history struct {
	id      string
	own     []entry
	file    historyFile
	log     wire.Log
	started bool
}

func openHistory(path string, log wire.Log) *history {
	return &history{id: wire.NewID(), file: historyFile(path), log: log}
}

// add keeps a cell. A file that cannot be written is logged, once, and the
// history then lives in memory.
func (h *history) add(e entry) {
	if len(e.Out) > keptOutput {
		e.Out = strings.ToValidUTF8(e.Out[:keptOutput], "") + " …"
	}
	h.own = append(h.own, e)
	if len(h.own) > keptCells {
		h.own = h.own[1:]
	}
	if h.file == "" {
		return
	}
	if err := h.file.append(h.id, e, !h.started); err != nil {
		h.log("history is kept in memory only: %v", err)
		h.file = ""
	}
	h.started = true
}

// all returns every cell that is known, the oldest first, and the number of
// this session.
func (h *history) all() (entries []entry, current int) {
	earlier, current, err := h.file.read(h.id)
	if err != nil {
		h.log("read the history: %v", err)
	}
	for _, e := range h.own {
		e.Session = current
		earlier = append(earlier, e)
	}
	return earlier, current
}

// historyRequest is the content of a history_request.
type historyRequest struct {
	Output  bool   `json:"output"`
	Access  string `json:"hist_access_type"`
	Session int    `json:"session"` // 0 is this one, -1 the one before, ...
	Start   int    `json:"start"`
	Stop    *int   `json:"stop"` // exclusive
	N       *int   `json:"n"`
	Pattern string `json:"pattern"`
	Unique  bool   `json:"unique"`
}

func (s *Session) historyRequest(r request) {
	var asked historyRequest
	if !s.content(r, &asked) {
		return
	}
	found, ok := asked.find(s.history.all())
	if !ok {
		s.refuse(r, "MalformedRequest", "hist_access_type "+asked.Access+": want range, tail or search")
		return
	}
	s.reply(r, fields{"history": asked.rows(found)})
}

// find picks from all cells; current is the number of this session. It is not
// ok when the request asks in a way that the protocol does not know.
func (q historyRequest) find(all []entry, current int) (found []entry, ok bool) {
	switch q.Access {
	case "range":
		return q.within(all, current), true
	case "search":
		return last(q.matching(all), q.N), true
	case "tail", "":
		return last(all, q.N), true
	}
	return nil, false
}

// rows are entries as the protocol has them: [session, number, text], or
// [session, number, [text, output]].
func (q historyRequest) rows(entries []entry) [][]any {
	rows := make([][]any, 0, len(entries))
	for _, e := range entries {
		var third any = e.In
		if q.Output {
			third = []any{e.In, orNull(e.Out)}
		}
		rows = append(rows, []any{e.Session, e.N, third})
	}
	return rows
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func (q historyRequest) within(all []entry, current int) (found []entry) {
	session := q.Session
	if session <= 0 {
		session += current
	}
	for _, e := range all {
		if e.Session == session && e.N >= q.Start && (q.Stop == nil || e.N < *q.Stop) {
			found = append(found, e)
		}
	}
	return found
}

// matching are the entries that fit the pattern; with Unique, of equal texts
// the last.
func (q historyRequest) matching(all []entry) (found []entry) {
	fits := glob(cmp.Or(q.Pattern, "*"))
	latest := map[string]int{}
	for i, e := range all {
		latest[e.In] = i
	}
	for i, e := range all {
		if fits.MatchString(e.In) && (!q.Unique || latest[e.In] == i) {
			found = append(found, e)
		}
	}
	return found
}

func last(entries []entry, n *int) []entry {
	if n == nil || *n < 0 || *n >= len(entries) {
		return entries
	}
	return entries[len(entries)-*n:]
}

// glob compiles a pattern of the kind that SQLite's GLOB and so IPython take:
// * is any text, ? any character, [a-z] one of a set. It fits the whole text.
func glob(pattern string) *regexp.Regexp {
	var b strings.Builder
	b.WriteString(`(?s)\A`)
	for i := 0; i < len(pattern); {
		piece, size := globPiece(pattern[i:])
		b.WriteString(piece)
		i += size
	}
	re, err := regexp.Compile(b.String() + `\z`)
	if err != nil { // a set that is none, such as [z-a]
		return regexp.MustCompile(`\A` + regexp.QuoteMeta(pattern) + `\z`)
	}
	return re
}

func globPiece(p string) (piece string, size int) {
	switch p[0] {
	case '*':
		return `.*`, 1
	case '?':
		return `.`, 1
	case '[':
		if end := strings.IndexByte(p[1:], ']'); end > 0 {
			return strings.ReplaceAll(p[:end+2], `\`, `\\`), end + 2
		}
	}
	size = len(string([]rune(p)[0]))
	return regexp.QuoteMeta(p[:size]), size
}
