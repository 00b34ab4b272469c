package jsonrows

import (
	"unicode/utf16"
	"unicode/utf8"
)

// rewrite reads the rest of a string whose first bytes, from start to i, are plain. Wrong UTF-8 and surrogates
// without their other half become U+FFFD, as in encoding/json.
func (c *Cursor) rewrite(start, i int) ([]byte, error) {
	out := append(c.scratch[:0], c.data[start:i]...)
	for i < len(c.data) {
		switch b := c.data[i]; {
		case b == '"':
			c.pos, c.scratch = i+1, out
			return out, nil
		case b == '\\':
			var ok bool
			if out, i, ok = c.escape(out, i); !ok {
				return nil, c.badEscape(i)
			}
		case b < ' ':
			c.pos = i
			return nil, c.wrong("a control character inside a string")
		default:
			r, n := utf8.DecodeRune(c.data[i:])
			out, i = utf8.AppendRune(out, r), i+n
		}
		next := plain(c.data, i)
		out, i = append(out, c.data[i:next]...), next
	}
	return nil, c.cut()
}

// escape appends what the escape at i stands for and gives the place after it.
func (c *Cursor) escape(out []byte, i int) ([]byte, int, bool) {
	if i+1 >= len(c.data) {
		return out, len(c.data), false
	}
	switch b := c.data[i+1]; b {
	case '"', '\\', '/':
		return append(out, b), i + 2, true
	case 'b':
		return append(out, '\b'), i + 2, true
	case 'f':
		return append(out, '\f'), i + 2, true
	case 'n':
		return append(out, '\n'), i + 2, true
	case 'r':
		return append(out, '\r'), i + 2, true
	case 't':
		return append(out, '\t'), i + 2, true
	case 'u':
		return c.unicode(out, i)
	}
	return out, i, false
}

// unicode appends the character of \uXXXX, or of two that make a pair.
func (c *Cursor) unicode(out []byte, i int) ([]byte, int, bool) {
	r, ok := c.hex4(i + 2)
	if !ok {
		return out, i, false
	}
	i += 6
	if utf16.IsSurrogate(r) {
		if i+1 < len(c.data) && c.data[i] == '\\' && c.data[i+1] == 'u' {
			if low, ok := c.hex4(i + 2); ok {
				if both := utf16.DecodeRune(r, low); both != utf8.RuneError {
					return utf8.AppendRune(out, both), i + 6, true
				}
			}
		}
		r = utf8.RuneError
	}
	return utf8.AppendRune(out, r), i, true
}

func (c *Cursor) hex4(i int) (rune, bool) {
	if i+4 > len(c.data) {
		return 0, false
	}
	var r rune
	for _, b := range c.data[i : i+4] {
		switch {
		case b >= '0' && b <= '9':
			b -= '0'
		case b|0x20 >= 'a' && b|0x20 <= 'f':
			b = b | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		r = r<<4 | rune(b)
	}
	return r, true
}

func (c *Cursor) badEscape(i int) error {
	c.pos = i
	if i+6 > len(c.data) {
		return c.cut()
	}
	return c.wrong("an escape in a string that JSON does not have")
}
