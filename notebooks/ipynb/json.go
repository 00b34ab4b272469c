package ipynb

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// writer writes JSON as Python's json.dumps(indent=1, sort_keys=True, ensure_ascii=False) does.
type writer struct {
	bytes.Buffer
	err error
}

func (w *writer) value(value any, depth int) {
	switch v := value.(type) {
	case Object:
		w.object(v, depth)
	case []any:
		w.list(v, depth)
	case string:
		w.string(v)
	case int:
		w.WriteString(strconv.Itoa(v))
	case json.Number:
		w.WriteString(v.String())
	case bool:
		w.WriteString(strconv.FormatBool(v))
	case nil:
		w.WriteString("null")
	default:
		w.other(v, depth)
	}
}

// other passes Go values of any other type through encoding/json once, so that callers may put what they like into metadata.
func (w *writer) other(value any, depth int) {
	data, err := json.Marshal(value)
	if err != nil {
		w.err = firstError(w.err, fmt.Errorf("a value of type %T is no JSON: %w", value, err))
		w.WriteString("null")
		return
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var plain any
	w.err = firstError(w.err, decoder.Decode(&plain))
	w.value(plain, depth)
}

func (w *writer) object(object Object, depth int) {
	if len(object) == 0 {
		w.WriteString("{}")
		return
	}
	w.WriteByte('{')
	for i, key := range slices.Sorted(maps.Keys(object)) {
		w.newline(i, depth+1)
		w.string(key)
		w.WriteString(": ")
		w.value(object[key], depth+1)
	}
	w.newline(0, depth)
	w.WriteByte('}')
}

func (w *writer) list(list []any, depth int) {
	if len(list) == 0 {
		w.WriteString("[]")
		return
	}
	w.WriteByte('[')
	for i, item := range list {
		w.newline(i, depth+1)
		w.value(item, depth+1)
	}
	w.newline(0, depth)
	w.WriteByte(']')
}

func (w *writer) newline(i, depth int) {
	if i > 0 {
		w.WriteByte(',')
	}
	w.WriteByte('\n')
	for range depth {
		w.WriteByte(' ')
	}
}

// string escapes what JSON demands and nothing else; invalid UTF-8 becomes U+FFFD.
func (w *writer) string(s string) {
	s = strings.ToValidUTF8(s, "\ufffd")
	w.WriteByte('"')
	plain := 0 // where the bytes not yet written begin
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c == '"' || c == '\\' {
			w.WriteString(s[plain:i])
			w.escape(c)
			plain = i + 1
		}
	}
	w.WriteString(s[plain:])
	w.WriteByte('"')
}

// letters are the short escapes of JSON.
var letters = [256]byte{'"': '"', '\\': '\\', '\n': 'n', '\r': 'r', '\t': 't', '\b': 'b', '\f': 'f'}

func (w *writer) escape(c byte) {
	if letter := letters[c]; letter != 0 {
		w.WriteByte('\\')
		w.WriteByte(letter)
		return
	}
	fmt.Fprintf(w, `\u%04x`, c)
}
