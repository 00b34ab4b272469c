package session

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// historyFile is the path of a file of JSON lines to which every kernel of a
// person appends; empty for none. A line starts a session,
//
//	{"start":"2022-12-01T12:00:00Z","id":"…"}
//
// or is a cell of the session with that id. Sessions are numbered by the order
// of their start lines, so that kernels which start together need no lock. The
// first line of a file that was cut says how many sessions went: {"base":40}.
type historyFile string

// largestHistory is when the older half of the file goes.
const largestHistory = 8 << 20

type historyLine struct {
	Base  int       `json:"base,omitempty"`
	Start time.Time `json:"start,omitzero"`
	ID    string    `json:"id,omitempty"`
	entry
}

// append adds a cell, after a start line when it is the session's first.
func (f historyFile) append(id string, e entry, first bool) error {
	var lines bytes.Buffer
	enc := json.NewEncoder(&lines)
	enc.SetEscapeHTML(false)
	if first {
		if err := f.prepare(); err != nil {
			return err
		}
		enc.Encode(historyLine{Start: time.Now().UTC().Truncate(time.Second), ID: id})
	}
	if err := enc.Encode(historyLine{ID: id, entry: e}); err != nil {
		return err
	}
	file, err := os.OpenFile(string(f), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(lines.Bytes()) // one write: lines of several kernels do not mix
	return errors.Join(err, file.Close())
}

// prepare makes the folder, and cuts a file that has grown too large.
func (f historyFile) prepare() error {
	if err := os.MkdirAll(filepath.Dir(string(f)), 0o700); err != nil {
		return err
	}
	info, err := os.Stat(string(f))
	if err != nil || info.Size() < largestHistory {
		return nil // a file that is not there is made by append
	}
	return f.cut()
}

// cut drops the older half of the file, whole sessions.
func (f historyFile) cut() error {
	raw, err := os.ReadFile(string(f))
	if err != nil {
		return err
	}
	start := bytes.Index(raw[len(raw)/2:], []byte("\n{\"start\":"))
	if start < 0 {
		return os.Truncate(string(f), 0) // one endless session
	}
	keep := raw[len(raw)/2+start+1:]
	base := base(raw) + bytes.Count(raw[:len(raw)-len(keep)], []byte("{\"start\":"))
	next, err := os.CreateTemp(filepath.Dir(string(f)), "history")
	if err != nil {
		return err
	}
	defer os.Remove(next.Name())
	_, err = fmt.Fprintf(next, "{\"base\":%d}\n%s", base, keep)
	if err := errors.Join(err, next.Close()); err != nil {
		return err
	}
	return os.Rename(next.Name(), string(f))
}

func base(raw []byte) int {
	first, _, _ := bytes.Cut(raw, []byte("\n"))
	var line historyLine
	json.Unmarshal(first, &line)
	return line.Base
}

// read returns the cells of all sessions but the one with the given id, and
// that one's number: the next one when it has no start line. Lines that are not
// well-formed, as a crash leaves them, are passed over.
func (f historyFile) read(id string) (entries []entry, own int, err error) {
	number, sessions := 0, map[string]int{}
	file, err := os.Open(string(f))
	if f == "" || errors.Is(err, fs.ErrNotExist) {
		return nil, 1, nil
	}
	if err != nil {
		return nil, 1, err
	}
	defer file.Close()
	for r := bufio.NewReaderSize(file, 64<<10); err == nil; {
		var raw []byte
		raw, err = r.ReadBytes('\n')
		var line historyLine
		if json.Unmarshal(raw, &line) != nil {
			continue
		}
		switch session, known := sessions[line.ID]; {
		case line.Base > 0:
			number = line.Base
		case !line.Start.IsZero():
			number++
			sessions[line.ID] = number
		case known && line.N > 0 && line.ID != id:
			line.Session = session
			entries = append(entries, line.entry)
		}
	}
	if own, known := sessions[id]; known {
		return entries, own, nil
	}
	return entries, number + 1, nil
}
