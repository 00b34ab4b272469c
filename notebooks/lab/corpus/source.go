package corpus

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"gohunt/notebooks/lab/index"
)

// source writes leaves as one nested JSON object, names in order. It sorts the leaves.
func source(leaves []index.Leaf) []byte {
	slices.SortFunc(leaves, func(a, b index.Leaf) int { return strings.Compare(a.Name, b.Name) })
	b := append(make([]byte, 0, 2048), '{')
	open := ""
	for i, leaf := range leaves {
		at := strings.LastIndexByte(leaf.Name, '.') + 1
		b = enter(b, open, leaf.Name[:at], i == 0)
		open = leaf.Name[:at]
		b = append(appendText(b, leaf.Name[at:]), ':')
		b = appendLeaf(b, leaf)
	}
	b = append(b, strings.Repeat("}", strings.Count(open, "."))...)
	return append(b, '}')
}

// enter closes the objects of the path from that the path to has not, and opens those that it has more.
// Paths end with a dot: "process.parent.".
func enter(b []byte, from, to string, first bool) []byte {
	shared := 0
	for i := 0; i < len(from) && i < len(to) && from[i] == to[i]; i++ {
		if from[i] == '.' {
			shared = i + 1
		}
	}
	b = append(b, strings.Repeat("}", strings.Count(from[shared:], "."))...)
	if !first {
		b = append(b, ',')
	}
	for rest := to[shared:]; rest != ""; {
		name, more, _ := strings.Cut(rest, ".")
		b = append(appendText(b, name), ':', '{')
		rest = more
	}
	return b
}

func appendLeaf(b []byte, leaf index.Leaf) []byte {
	if !leaf.Array {
		return appendValue(b, leaf.Value)
	}
	b = append(b, '[')
	for i, v := range leaf.Values {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendValue(b, v)
	}
	return append(b, ']')
}

func appendValue(b []byte, v any) []byte {
	switch v := v.(type) {
	case int64:
		return strconv.AppendInt(b, v, 10)
	case float64:
		return strconv.AppendFloat(b, v, 'g', -1, 64)
	case bool:
		return strconv.AppendBool(b, v)
	case time.Time:
		return append(v.UTC().AppendFormat(append(b, '"'), "2006-01-02T15:04:05.000Z"), '"')
	}
	return appendText(b, v.(string))
}

// appendText writes a JSON string. The corpus is valid UTF-8.
func appendText(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < ' ':
			b = append(b, `\u00`...)
			b = append(b, "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
		case c < utf8.RuneSelf:
			b = append(b, c)
		default:
			_, size := utf8.DecodeRuneInString(s[i:])
			b = append(b, s[i:i+size]...)
			i += size - 1
		}
	}
	return append(b, '"')
}

// Shifted returns a document's source with all of its times moved by an offset.
func Shifted(d Document, offset time.Duration) []byte {
	moved := slices.Clone(d.Leaves)
	for i, leaf := range moved {
		if t, ok := leaf.Value.(time.Time); ok {
			moved[i].Value = t.Add(offset)
		}
	}
	return source(moved)
}
