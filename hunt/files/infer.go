package files

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

var (
	wholeNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)
	anyNumber   = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)
)

// typed is a column of int64, float64 or bool if every text is one, else of text. A number that would read back
// otherwise (a leading zero, more digits than int64 has) leaves the column text. An empty text is null.
func typed(texts []string) arrow.Array {
	switch {
	case all(texts, isInt):
		return build(texts, array.NewInt64Builder(memory.DefaultAllocator), func(b *array.Int64Builder, s string) {
			n, _ := strconv.ParseInt(s, 10, 64)
			b.Append(n)
		})
	case all(texts, isFloat):
		return build(texts, array.NewFloat64Builder(memory.DefaultAllocator), func(b *array.Float64Builder, s string) {
			f, _ := strconv.ParseFloat(s, 64)
			b.Append(f)
		})
	case all(texts, isBool):
		return build(texts, array.NewBooleanBuilder(memory.DefaultAllocator), func(b *array.BooleanBuilder, s string) {
			b.Append(strings.EqualFold(s, "true"))
		})
	}
	return build(texts, array.NewStringBuilder(memory.DefaultAllocator), func(b *array.StringBuilder, s string) {
		b.Append(strings.ToValidUTF8(s, "�"))
	})
}

// all tells whether every text that is not empty is of a kind, and there is one.
func all(texts []string, is func(string) bool) bool {
	some := false
	for _, s := range texts {
		if s == "" {
			continue
		}
		if !is(s) {
			return false
		}
		some = true
	}
	return some
}

func isInt(s string) bool {
	_, err := strconv.ParseInt(s, 10, 64)
	return err == nil && wholeNumber.MatchString(s)
}

func isFloat(s string) bool {
	if wholeNumber.MatchString(s) {
		return len(s) <= 16
	}
	_, err := strconv.ParseFloat(s, 64)
	return err == nil && anyNumber.MatchString(s)
}

func isBool(s string) bool { return strings.EqualFold(s, "true") || strings.EqualFold(s, "false") }

func build[B array.Builder](texts []string, b B, add func(B, string)) arrow.Array {
	defer b.Release()
	for _, s := range texts {
		if s == "" {
			b.AppendNull()
			continue
		}
		add(b, s)
	}
	return b.NewArray()
}

func jsonList(fields []string) string {
	out, _ := json.Marshal(fields)
	return string(out)
}
