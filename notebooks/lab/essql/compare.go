package essql

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"time"

	"gohunt/notebooks/lab/datemath"
	"gohunt/notebooks/lab/dsl"
	"gohunt/notebooks/lab/index"
)

// flipped is the operator with its sides exchanged.
var flipped = map[string]string{"=": "=", "<>": "<>", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}

// compare compiles a comparison; a constant is read by the type of the other side.
func (c *compiler) compare(e *binary, left, right value) (value, error) {
	op := e.op
	if left.fixed && !right.fixed {
		left, right, op = right, left, flipped[op]
	}
	if right.list {
		return left, c.scalars(e.at(), right)
	}
	if left.kind == Text && left.name != "" {
		if err := c.exact(e.at(), op, left); err != nil {
			return left, err
		}
	}
	if first, last, ok := index.Network(right.literal); ok && left.kind == IP && right.fixed && (op == "=" || op == "<>" || op == "!=") {
		return block(left, first, last, op != "="), nil
	}
	right, err := c.constant(e.at(), left, right, op)
	if err != nil {
		return left, err
	}
	return some(left, func(x string) string { return x + " " + op + " " + right.sql }), nil
}

// some is the condition that the value, or one value of a list, fulfils a test.
func some(v value, test func(x string) string) value {
	if !v.list {
		return value{sql: "(" + test(v.sql) + ")", kind: Boolean}
	}
	return value{sql: "(len(list_filter(" + v.sql + ", lambda x: " + test("x") + ")) > 0)", kind: Boolean}
}

// block compares an address with a CIDR block.
func block(v value, first, last string, not bool) value {
	b := some(v, func(x string) string { return x + " BETWEEN '" + first + "' AND '" + last + "'" })
	if not {
		b.sql = "(NOT " + b.sql + ")"
	}
	return b
}

// exact refuses a text field without a keyword below it.
func (c *compiler) exact(at int, op string, v value) error {
	for _, x := range c.source.Indices {
		f := x.Mapping.Field(v.name)
		if f != nil && x.Mapping.Exact(f) == nil {
			return verification(c.sql, at, "[%s] cannot operate on first argument field of data type [text]: No keyword/multi-field defined exact matches for [%s]; define one or use MATCH/QUERY instead", op, v.name)
		}
	}
	return nil
}

// constant fits the right side of a comparison to the left side's type.
func (c *compiler) constant(at int, left, right value, op string) (value, error) {
	switch {
	case right.kind == Null || left.kind == Null || left.kind.isNumber() && right.kind.isNumber() || left.kind == right.kind ||
		left.kind.isString() && right.kind.isString() || left.kind.isDate() && right.kind.isDate():
		return right, nil
	case !right.fixed:
		return right, verification(c.sql, at, "[%s] has arguments with incompatible types [%s] and [%s]", op, left.kind, right.kind)
	case left.kind.isDate():
		t, err := parseDate(right.literal, c.source.Now, op == ">" || op == "<=")
		if err != nil {
			return right, verification(c.sql, at, "%s", err)
		}
		return value{sql: dsl.Timestamp(t), kind: left.kind}, nil
	case left.kind == IP:
		return c.literal(&literal{pos(at), IP, right.literal})
	case left.kind.isNumber():
		if _, ok := new(big.Rat).SetString(right.literal); !ok {
			return right, verification(c.sql, at, "Cannot compare a number with [%s]", right.literal)
		}
		return c.literal(&literal{pos(at), Double, right.literal})
	case left.kind.isString():
		return value{sql: dsl.Literal(right.literal), kind: Keyword}, nil
	}
	return right, verification(c.sql, at, "[%s] has arguments with incompatible types [%s] and [%s]", op, left.kind, right.kind)
}

// parseDate reads a date as ISO text, with a blank in place of the T, or as date math.
func parseDate(text string, now time.Time, up bool) (time.Time, error) {
	if len(text) > 10 && text[10] == ' ' {
		text = text[:10] + "T" + text[11:]
	}
	return datemath.Parse(text, datemath.Options{Now: now, Up: up})
}

func (c *compiler) in(e *in) (value, error) {
	var parts []string
	for _, one := range e.list {
		v, err := c.value(&binary{pos(one.at()), "=", e.expr, one})
		if err != nil {
			return v, err
		}
		parts = append(parts, v.sql)
	}
	v := value{sql: "(" + strings.Join(parts, " OR ") + ")", kind: Boolean}
	if e.not {
		v.sql = "(NOT " + v.sql + ")"
	}
	return v, nil
}

func (c *compiler) like(e *like) (value, error) {
	v, err := c.value(e.expr)
	if err != nil {
		return v, err
	}
	p, err := c.value(e.pattern)
	if err != nil {
		return p, err
	}
	if !v.kind.isString() {
		return v, verification(c.sql, e.at(), "argument of [LIKE] must be [string], found value [%s] type [%s]", v.name, v.kind)
	}
	if !p.fixed || !p.kind.isString() {
		return v, verification(c.sql, e.at(), "the pattern of LIKE and RLIKE must be a constant string")
	}
	if v.kind == Text && v.name != "" {
		if err := c.exact(e.at(), "LIKE", v); err != nil {
			return v, err
		}
	}
	test, err := c.pattern(e, p.literal)
	if err != nil {
		return v, err
	}
	out := some(v, test)
	if e.not {
		out.sql = "(NOT " + out.sql + ")"
	}
	return out, nil
}

// pattern is the test of LIKE or RLIKE.
func (c *compiler) pattern(e *like, p string) (func(x string) string, error) {
	if e.regexp {
		if _, err := regexp.Compile(p); err != nil {
			return nil, verification(c.sql, e.at(), "Invalid regex pattern for RLIKE [%s]: %s", p, err)
		}
		return func(x string) string { return "regexp_full_match(" + x + ", " + dsl.Literal(p) + ", 's')" }, nil
	}
	escape := ""
	if e.escape != "" {
		if len([]rune(e.escape)) != 1 || strings.Contains("*%_", e.escape) {
			return nil, parsing(c.sql, e.at(), fmt.Sprintf("A character not a string required for escaping; found [%s]", e.escape))
		}
		escape = " ESCAPE " + dsl.Literal(e.escape)
	}
	return func(x string) string { return x + " LIKE " + dsl.Literal(p) + escape }, nil
}
