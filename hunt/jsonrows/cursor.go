package jsonrows

import (
	"errors"
	"fmt"
)

// maxDepth is how deep values may be nested at all, as in encoding/json.
const maxDepth = 10000

// SyntaxError says where a text stops being JSON.
type SyntaxError struct {
	Offset int64  // bytes before the place
	Line   int    // 1-based; 0 when only the offset is known
	Msg    string // what is wrong there
}

func (e *SyntaxError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("line %d: %s", e.Line, e.Msg)
	}
	return fmt.Sprintf("byte %d: %s", e.Offset, e.Msg)
}

var errCut = errors.New("the text ends in the middle of a value")

// Cursor walks over one JSON text in memory, value by value, strictly by RFC 8259. It is what a caller uses for the
// envelope around rows; a Table takes the rows themselves from it.
type Cursor struct {
	data    []byte
	pos     int
	depth   int
	scratch []byte // the last string that needed unescaping
}

// NewCursor starts at the beginning of data, which stays the caller's and must not change meanwhile.
func NewCursor(data []byte) *Cursor { return &Cursor{data: data} }

// Offset is the number of bytes read.
func (c *Cursor) Offset() int { return c.pos }

// More reports whether anything but white space is left.
func (c *Cursor) More() bool {
	c.space()
	return c.pos < len(c.data)
}

// Peek gives the first byte of the next value without reading it: one of { [ " t f n - 0-9 when the text is
// right, 0 at the end.
func (c *Cursor) Peek() byte {
	c.space()
	if c.pos >= len(c.data) {
		return 0
	}
	return c.data[c.pos]
}

// Object calls each with the cursor before every member's value; each has to read that value. The key is valid
// until the next string is read.
func (c *Cursor) Object(each func(key []byte) error) error {
	more, err := c.open('{')
	for more && err == nil {
		var key []byte
		if key, err = c.key(); err == nil {
			err = each(key)
		}
		if err == nil {
			more, err = c.next('}')
		}
	}
	return err
}

// Array calls each with the cursor before every element; each has to read it.
func (c *Cursor) Array(each func() error) error {
	more, err := c.open('[')
	for more && err == nil {
		if err = each(); err == nil {
			more, err = c.next(']')
		}
	}
	return err
}

// Raw reads one value of any kind and gives its bytes, a part of the text.
func (c *Cursor) Raw() ([]byte, error) {
	c.space()
	start := c.pos
	err := c.Skip()
	return c.data[start:c.pos], err
}

// Skip reads one value of any kind.
func (c *Cursor) Skip() error {
	switch c.Peek() {
	case '{':
		return c.Object(func([]byte) error { return c.Skip() })
	case '[':
		return c.Array(c.Skip)
	}
	_, err := c.scalar()
	return err
}

// open reads the brace that starts an object or array and reports whether something is inside; if nothing is,
// the closing brace is read too.
func (c *Cursor) open(brace byte) (more bool, err error) {
	if err := c.want(brace); err != nil {
		return false, err
	}
	if c.depth++; c.depth > maxDepth {
		return false, c.wrong("more than 10,000 levels of nesting")
	}
	if c.Peek() == brace+2 { // '{'+2 is '}', '['+2 is ']'
		c.pos++
		c.depth--
		return false, nil
	}
	return true, nil
}

// next reads what follows a value inside an object or array: a comma, or the end.
func (c *Cursor) next(end byte) (more bool, err error) {
	switch c.Peek() {
	case ',':
		c.pos++
		return true, nil
	case end:
		c.pos++
		c.depth--
		return false, nil
	case 0:
		return false, c.cut()
	}
	return false, c.wrong(fmt.Sprintf("%q where a comma or %q should be", c.data[c.pos], end))
}

// key reads a member's name and the colon.
func (c *Cursor) key() ([]byte, error) {
	if c.Peek() != '"' {
		return nil, c.unexpected("a name in double quotes")
	}
	name, err := c.str()
	if err != nil {
		return nil, err
	}
	return name, c.want(':')
}

func (c *Cursor) want(b byte) error {
	if c.Peek() != b {
		return c.unexpected(fmt.Sprintf("%q", b))
	}
	c.pos++
	return nil
}

func (c *Cursor) space() {
	for c.pos < len(c.data) {
		switch c.data[c.pos] {
		case ' ', '\n', '\t', '\r':
			c.pos++
		default:
			return
		}
	}
}

func (c *Cursor) unexpected(want string) error {
	if c.pos >= len(c.data) {
		return c.cut()
	}
	return c.wrong(fmt.Sprintf("%q where %s should be", c.data[c.pos], want))
}

func (c *Cursor) wrong(msg string) error {
	return &SyntaxError{Offset: int64(c.pos), Msg: msg}
}

func (c *Cursor) cut() error {
	return &SyntaxError{Offset: int64(len(c.data)), Msg: errCut.Error()}
}
