package jsonrows

import (
	"bytes"
	"unicode/utf8"
)

// structure reads an object or array as one token: its JSON text without white space, as right UTF-8.
func (c *Cursor) structure() (token, error) {
	raw, err := c.Raw()
	if !utf8.Valid(raw) {
		raw = bytes.ToValidUTF8(raw, []byte("\uFFFD"))
	}
	return token{isJSON, compact(raw)}, err
}

// only gives a cursor on the object that an array consists of, and reads the array; if it is anything else it gives nil
// and reads nothing. Elasticsearch takes an array of one for the one.
func (c *Cursor) only() *Cursor {
	ahead := Cursor{data: c.data, pos: c.pos, depth: c.depth}
	var object []byte
	n := 0
	err := ahead.Array(func() (err error) {
		n++
		object, err = ahead.Raw()
		return err
	})
	if err != nil || n != 1 || object[0] != '{' {
		return nil
	}
	c.pos = ahead.pos
	return NewCursor(object)
}

// compact drops the white space between the parts of a JSON text; strings stay byte for byte.
func compact(raw []byte) []byte {
	i := firstSpace(raw)
	if i == len(raw) {
		return raw
	}
	out := append(make([]byte, 0, len(raw)), raw[:i]...)
	for i < len(raw) {
		if isSpace(raw[i]) {
			i++
			continue
		}
		next := i + firstSpace(raw[i:])
		out = append(out, raw[i:next]...)
		i = next
	}
	return out
}

// firstSpace gives the place of the first white space that is not inside a string. text must not start inside one.
func firstSpace(text []byte) int {
	quoted := false
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case quoted && b == '\\':
			i++
		case b == '"':
			quoted = !quoted
		case !quoted && isSpace(b):
			return i
		}
	}
	return len(text)
}

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }
