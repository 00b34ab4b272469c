package bind

import (
	"reflect"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
)

// write writes a column, as a number when it is text that is compared with one.
func (b *binder) write(sql string, c *Columns, i, at int) {
	if b.noteNumber(c, i, at) && b.strict {
		sql = "TRY_CAST(" + sql + " AS DOUBLE)"
	}
	b.out.WriteString(sql)
}

// noteNumber reports and remembers that the column at position at is text and meets a number.
func (b *binder) noteNumber(c *Columns, i, at int) bool {
	if c.schema.Field(i).Type.ID() != arrow.STRING || !b.meetsNumber(at) {
		return false
	}
	if column := c.schema.Field(i).Name; !slices.Contains(b.bound.Numbers, column) {
		b.bound.Numbers = append(b.bound.Numbers, column)
	}
	return true
}

// meetsNumber recognises column = 5, 5 = column, column IN (5, 6) and column BETWEEN 5 AND 6, where the column stands
// alone on its side.
func (b *binder) meetsNumber(at int) bool {
	return b.alone(at) && (b.numberAfter(at) || b.numberBefore(at))
}

var comparisons = []string{"=", "==", "<>", "!=", "<", "<=", ">", ">="}

// openers are what may stand before an operand that is not part of a longer expression.
var openers = []string{"", "(", ",", "and", "or", "not", "where", "when", "on", "having", "select", "then", "else", "by", "qualify"}

func (b *binder) alone(at int) bool {
	before := strings.ToLower(b.peek(at, -1).text)
	return slices.Contains(openers, before) || slices.Contains(comparisons, before) && b.isNumber(at, -2)
}

func (b *binder) numberAfter(at int) bool {
	d := 1
	if strings.EqualFold(b.peek(at, d).text, "not") {
		d++
	}
	switch word := strings.ToLower(b.peek(at, d).text); {
	case slices.Contains(comparisons, word), word == "between":
		return b.isNumber(at, d+1)
	case word == "in":
		return b.peek(at, d+1).text == "(" && b.isNumber(at, d+2)
	}
	return false
}

func (b *binder) numberBefore(at int) bool {
	if !slices.Contains(comparisons, b.peek(at, -1).text) || !b.isNumber(at, -2) {
		return false
	}
	return slices.Contains(openers, strings.ToLower(b.peek(at, -3).text))
}

// isNumber reports whether the operand d places from at is a number literal or an argument that is a number (or a
// slice of numbers).
func (b *binder) isNumber(at, d int) bool {
	t := b.peek(at, d)
	if t.text == "-" {
		t, d = b.peek(at, d+1), d+1
	}
	switch t.kind {
	case number:
		return true
	case mark:
		return isNumeric(b.argumentAt(at + d))
	}
	return false
}

// argumentAt is the argument of the ? at a position of seen.
func (b *binder) argumentAt(at int) any {
	n := 0
	for i := 0; i < at; i++ {
		if b.peek(i, 0).kind == mark {
			n++
		}
	}
	if n >= len(b.args) {
		return nil
	}
	return b.args[n]
}

func isNumeric(v any) bool {
	if v == nil {
		return false
	}
	t := reflect.TypeOf(v)
	if t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t == reflect.TypeFor[any]() {
		r := reflect.ValueOf(v)
		return r.Kind() == reflect.Slice && r.Len() > 0 && isNumeric(r.Index(0).Interface())
	}
	return t.Kind() >= reflect.Int && t.Kind() <= reflect.Float64 && t.String() != "time.Duration"
}
