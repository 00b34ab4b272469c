package jsonrows

import (
	"bytes"
	"context"
	"errors"
	"io"
)

// Read reads every object of r as a row: objects one after the other with any white space between them (NDJSON is
// that), or one array of objects. A byte order mark is skipped. An error is a *SyntaxError with the line, or r's;
// nothing is kept then. ctx is looked at between chunks.
func Read(ctx context.Context, r io.Reader, o Options) (*Result, error) {
	t := NewTable(o)
	f := &feed{r: r, line: 1}
	if err := f.start(ctx); err != nil {
		return nil, err
	}
	for {
		value, err := f.value(ctx)
		if errors.Is(err, io.EOF) {
			return t.Finish()
		}
		if err != nil {
			return nil, err
		}
		if err := f.append(t, value); err != nil {
			return nil, err
		}
	}
}

const chunk = 1 << 20

// feed cuts a stream into whole JSON values.
type feed struct {
	r     io.Reader
	buf   []byte // read, not yet used
	room  []byte // where buf is kept
	eof   bool
	array bool // the objects stand in an array
	wrote bool // an element of the array has been seen
	shut  bool // the array's end has been seen
	line  int  // the line that buf starts on
	total int64
}

// start skips a byte order mark and learns whether the rows stand in an array.
func (f *feed) start(ctx context.Context) error {
	if err := f.atLeast(ctx, 3); err != nil {
		return err
	}
	if bytes.HasPrefix(f.buf, []byte("\xef\xbb\xbf")) {
		f.drop(3)
	}
	if b, err := f.peek(ctx); err != nil || b != '[' {
		return skipEOF(err)
	}
	f.array = true
	f.drop(1)
	return nil
}

// value gives the next whole value, valid until the next call, and io.EOF after the last.
func (f *feed) value(ctx context.Context) ([]byte, error) {
	b, err := f.between(ctx)
	if err != nil {
		return nil, err
	}
	if b != '{' {
		return nil, f.wrong("an object should stand here, as every row is one")
	}
	var s span
	for {
		if n, whole := s.find(f.buf); whole {
			return f.buf[:n], nil
		}
		if f.eof {
			return nil, f.wrong("the text ends in the middle of the object that starts here")
		}
		if err := f.more(ctx); err != nil {
			return nil, err
		}
	}
}

// between reads what stands before a value and gives the value's first byte.
func (f *feed) between(ctx context.Context) (byte, error) {
	b, err := f.peek(ctx)
	if !f.array {
		return b, err
	}
	switch {
	case f.shut && err == nil:
		return 0, f.wrong("something follows the end of the array")
	case f.shut:
		return 0, err
	case errors.Is(err, io.EOF):
		return 0, f.wrong("the text ends before the array does")
	case err != nil:
		return 0, err
	case b == ']':
		f.drop(1)
		f.shut = true
		return f.between(ctx)
	case f.wrote && b != ',':
		return 0, f.wrong("a comma or the end of the array should stand here")
	case f.wrote:
		f.drop(1)
		b, err = f.peek(ctx)
	}
	f.wrote = true
	return b, err
}

// append gives one value to the table and moves on.
func (f *feed) append(t *Table, value []byte) error {
	c := NewCursor(value)
	err := t.Append(c)
	if syntax, ok := errors.AsType[*SyntaxError](err); ok {
		at := min(int(syntax.Offset), len(value))
		syntax.Line = f.line + bytes.Count(value[:at], []byte("\n"))
		syntax.Offset += f.total
		return syntax
	}
	f.drop(len(value))
	return err
}

// peek gives the next byte that is no white space.
func (f *feed) peek(ctx context.Context) (byte, error) {
	for {
		for i, b := range f.buf {
			if !isSpace(b) {
				f.drop(i)
				return b, nil
			}
		}
		f.drop(len(f.buf))
		if f.eof {
			return 0, io.EOF
		}
		if err := f.more(ctx); err != nil {
			return 0, err
		}
	}
}

func (f *feed) atLeast(ctx context.Context, n int) error {
	for len(f.buf) < n && !f.eof {
		if err := f.more(ctx); err != nil {
			return err
		}
	}
	return nil
}

// more reads another chunk behind buf; the room doubles when a value fills it.
func (f *feed) more(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if cap(f.room) < 2*len(f.buf)+chunk {
		f.room = make([]byte, 2*len(f.buf)+chunk)
	}
	n := copy(f.room[:cap(f.room)], f.buf)
	got, err := f.r.Read(f.room[n:cap(f.room)])
	f.buf = f.room[:n+got]
	if errors.Is(err, io.EOF) {
		f.eof, err = true, nil
	}
	return err
}

func (f *feed) drop(n int) {
	f.line += bytes.Count(f.buf[:n], []byte("\n"))
	f.total += int64(n)
	f.buf = f.buf[n:]
}

func (f *feed) wrong(msg string) error {
	return &SyntaxError{Offset: f.total, Line: f.line, Msg: msg}
}

func skipEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// span finds the end of an object, going on where it stopped when more bytes have come.
type span struct {
	pos, depth int
	quoted     bool
	escaped    bool // the byte at pos comes after a backslash
}

func (s *span) find(text []byte) (end int, whole bool) {
	for s.pos < len(text) {
		if s.quoted {
			s.string(text)
			continue
		}
		switch text[s.pos] {
		case '"':
			s.quoted = true
		case '{', '[':
			s.depth++
		case '}', ']':
			s.depth--
		}
		s.pos++
		if s.depth == 0 {
			return s.pos, true
		}
	}
	return s.pos, false
}

// string moves towards the closing quote, or to the end of text.
func (s *span) string(text []byte) {
	if s.escaped {
		s.pos, s.escaped = s.pos+1, false
		return
	}
	s.pos = plain(text, s.pos)
	if s.pos == len(text) {
		return
	}
	s.quoted = text[s.pos] != '"'
	s.escaped = text[s.pos] == '\\'
	s.pos++
}
