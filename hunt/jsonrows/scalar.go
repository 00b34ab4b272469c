package jsonrows

import (
	"encoding/binary"
	"math/bits"
)

// token is one value that is no object and no array, or the JSON text of one that is.
type token struct {
	kind kind
	text []byte // a string's characters, a number's literal, "true", "false", or compact JSON; valid until the next string
}

// Text reads a string and gives its characters; null gives an empty one.
func (c *Cursor) Text() ([]byte, error) {
	tok, err := c.scalar()
	if err == nil && tok.kind != isText && tok.kind != isNull {
		return nil, c.wrong("a value that should be a string is none")
	}
	return tok.text, err
}

// scalar reads a string, a number, true, false or null.
func (c *Cursor) scalar() (token, error) {
	switch b := c.Peek(); {
	case b == '"':
		s, err := c.str()
		return token{isText, s}, err
	case b == '-' || b >= '0' && b <= '9':
		return c.number()
	case b == 't':
		return c.word("true", isBool)
	case b == 'f':
		return c.word("false", isBool)
	case b == 'n':
		_, err := c.word("null", isNull)
		return token{kind: isNull}, err
	}
	return token{}, c.unexpected("a value")
}

func (c *Cursor) word(word string, k kind) (token, error) {
	rest := c.data[c.pos:]
	if len(rest) < len(word) {
		if string(rest) == word[:len(rest)] {
			return token{}, c.cut()
		}
		return token{}, c.unexpected("a value")
	}
	if string(rest[:len(word)]) != word {
		return token{}, c.unexpected("a value")
	}
	c.pos += len(word)
	return token{k, rest[:len(word)]}, nil
}

// number reads a literal by the grammar of RFC 8259, section 6: it is an integer when it has no fraction and no
// exponent.
func (c *Cursor) number() (token, error) {
	start, k := c.pos, isInt
	if c.data[c.pos] == '-' {
		c.pos++
	}
	zero := c.pos < len(c.data) && c.data[c.pos] == '0'
	if n := c.digits(); n == 0 || zero && n > 1 {
		return token{}, c.badNumber(start)
	}
	if c.at('.') {
		c.pos++
		k = isFloat
		if c.digits() == 0 {
			return token{}, c.badNumber(start)
		}
	}
	if c.at('e') || c.at('E') {
		c.pos++
		k = isFloat
		if c.at('+') || c.at('-') {
			c.pos++
		}
		if c.digits() == 0 {
			return token{}, c.badNumber(start)
		}
	}
	return token{k, c.data[start:c.pos]}, nil
}

func (c *Cursor) at(b byte) bool { return c.pos < len(c.data) && c.data[c.pos] == b }

func (c *Cursor) digits() int {
	start := c.pos
	for c.pos < len(c.data) && c.data[c.pos]-'0' < 10 {
		c.pos++
	}
	return c.pos - start
}

func (c *Cursor) badNumber(start int) error {
	if c.pos >= len(c.data) {
		return c.cut()
	}
	c.pos = start
	return c.wrong("a number that JSON does not allow")
}

// str reads a string. Without a backslash and with right UTF-8 the result is a part of the text, else it is
// rewritten into scratch.
func (c *Cursor) str() ([]byte, error) {
	start := c.pos + 1
	i := plain(c.data, start)
	if i < len(c.data) && c.data[i] == '"' {
		c.pos = i + 1
		return c.data[start:i], nil
	}
	return c.rewrite(start, i)
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// plain gives the place of the first byte from i on that is a quote, a backslash, a control character or not
// ASCII, eight bytes at a time (the bit tricks are in "Hacker's Delight", chapter 6: finding a zero byte).
func plain(data []byte, i int) int {
	for ; i+8 <= len(data); i += 8 {
		w := binary.LittleEndian.Uint64(data[i:])
		quote, slash := w^(ones*'"'), w^(ones*'\\')
		special := (quote - ones) | (slash - ones) | (w - ones*' ') | w
		if special &= highs; special != 0 {
			return i + bits.TrailingZeros64(special)/8
		}
	}
	for ; i < len(data); i++ {
		if b := data[i]; b < ' ' || b == '"' || b == '\\' || b >= 0x80 {
			return i
		}
	}
	return i
}
