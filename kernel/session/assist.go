package session

import (
	"go/token"
	"strings"
	"unicode/utf8"

	"gohunt/kernel/cell"
	"gohunt/kernel/stdio"
)

// cursorRequest is the content of complete_request and inspect_request.
// CursorPos counts code points.
type cursorRequest struct {
	Code        string `json:"code"`
	CursorPos   int    `json:"cursor_pos"`
	DetailLevel int    `json:"detail_level"`
}

func (s *Session) complete(r request) {
	var asked cursorRequest
	if !s.content(r, &asked) {
		return
	}
	c := s.cells.Complete(asked.Code, byteOffset(asked.Code, asked.CursorPos))
	matches, types := []string{}, []any{}
	start, end := codePoints(asked.Code, c.Start), codePoints(asked.Code, c.End)
	for _, m := range c.Matches {
		matches = append(matches, m.Text)
		types = append(types, fields{"text": m.Text, "type": m.Type, "start": start, "end": end})
	}
	s.reply(r, fields{
		"matches": matches, "cursor_start": start, "cursor_end": end,
		"metadata": fields{"_jupyter_types_experimental": types}, // what JupyterLab takes the icons from
	})
}

func (s *Session) inspect(r request) {
	var asked cursorRequest
	if !s.content(r, &asked) {
		return
	}
	doc, found := s.cells.Inspect(asked.Code, byteOffset(asked.Code, asked.CursorPos), asked.DetailLevel)
	data := fields{}
	if found {
		data = docData(doc)
	}
	s.reply(r, fields{"found": found, "data": data, "metadata": fields{}})
}

func docData(d cell.Doc) fields {
	data := fields{"text/plain": d.Text}
	if d.Markdown != "" {
		data["text/markdown"] = d.Markdown
	}
	return data
}

func (s *Session) isComplete(r request) {
	var asked struct{ Code string }
	if !s.content(r, &asked) {
		return
	}
	status, indent := cell.IsComplete(asked.Code)
	if _, _, ok := asksAbout(asked.Code); ok {
		status, indent = "complete", ""
	}
	reply := fields{"status": status}
	if status == "incomplete" {
		reply["indent"] = indent
	}
	s.answer(r, nil, reply)
}

// asksAbout takes a cell apart that asks about a name, as IPython has it: ?name
// or name?. Detail is 1 with two marks, which ask for the source too.
func asksAbout(code string) (name string, detail int, ok bool) {
	text := strings.TrimSpace(code)
	name = strings.Trim(text, "?")
	marks := len(text) - len(name)
	if marks < 1 || marks > 2 || strings.HasPrefix(text, "?") && strings.HasSuffix(text, "?") {
		return "", 0, false
	}
	for part := range strings.SplitSeq(name, ".") {
		if !token.IsIdentifier(part) {
			return "", 0, false
		}
	}
	return name, marks - 1, true
}

// page answers a cell that asks about a name with a page for the pager.
func (s *Session) page(x *execution, name string, detail int) {
	doc, found := s.cells.Inspect(name, len(name), detail)
	if !found {
		s.sayStream(x.Message, stdio.Stderr, "nothing is known about "+name+"\n")
		return
	}
	x.payload = append(x.payload, fields{"source": "page", "data": docData(doc), "start": 0})
}

// byteOffset turns a position in code points, as the protocol counts, into one
// in bytes. A position outside the text is its nearest end.
func byteOffset(s string, points int) int {
	for i := range s {
		if points <= 0 {
			return i
		}
		points--
	}
	return len(s)
}

// codePoints turns a position in bytes into one in code points.
func codePoints(s string, offset int) int {
	return utf8.RuneCountInString(s[:max(0, min(offset, len(s)))])
}
