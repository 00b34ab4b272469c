package essql

import (
	"fmt"
	"strings"
	"time"

	"gohunt/notebooks/lab/dsl"
	"gohunt/notebooks/lab/index"
)

// value is a compiled expression.
type value struct {
	sql     string
	kind    Type
	list    bool   // a column that holds lists
	name    string // of a column
	literal string // of a literal: its text
	fixed   bool   // a literal
}

func lower(s string) string { return strings.ToLower(s) }

// maxNodes bounds how many expressions one statement compiles: BETWEEN and aliases use theirs more than once,
// which nested would grow without end.
const maxNodes = 20_000

// value compiles an expression.
func (c *compiler) value(e expr) (value, error) {
	if c.nodes++; c.nodes > maxNodes {
		return value{}, parsing(c.sql, e.at(), "SQL statement too large; halt parsing to prevent memory errors")
	}
	return c.node(e)
}

func (c *compiler) node(e expr) (value, error) {
	switch e := e.(type) {
	case *column:
		return c.column(e)
	case *literal:
		return c.literal(e)
	case *interval:
		return value{sql: "INTERVAL (" + e.amount + ") " + e.unit, kind: "interval_" + Type(lower(e.unit))}, nil
	case *unary:
		return c.unary(e)
	case *binary:
		return c.binary(e)
	case *like:
		return c.like(e)
	case *in:
		return c.in(e)
	case *between:
		low := &binary{e.pos, ">=", e.expr, e.low}
		high := &binary{e.pos, "<=", e.expr, e.high}
		return c.negated(&binary{e.pos, "AND", low, high}, e.not)
	case *isNull:
		return c.isNull(e)
	case *cast:
		return c.cast(e)
	case *choice:
		return c.choice(e)
	case *call:
		return c.call(e)
	}
	return value{}, fmt.Errorf("an expression of kind %T", e)
}

func (c *compiler) literal(e *literal) (value, error) {
	v := value{kind: e.kind, literal: e.value, fixed: true}
	switch {
	case e.kind == Null:
		v.sql = "NULL"
	case e.kind == Boolean:
		v.sql = map[bool]string{true: "true", false: "false"}[lower(e.value) == "true"]
	case e.kind.isNumber():
		v.sql = "CAST(" + dsl.Literal(e.value) + " AS " + e.kind.engine() + ")"
	case e.kind.isDate():
		t, err := parseDate(e.value, c.source.Now, false)
		if err != nil {
			return v, verification(c.sql, e.at(), "%s", err)
		}
		v.sql = dsl.Timestamp(t)
	case e.kind == IP:
		digits, ok := index.Address(e.value)
		if !ok {
			return v, verification(c.sql, e.at(), "'%s' is not an IP string literal.", e.value)
		}
		v.sql = dsl.Literal(digits)
	default:
		v.sql = dsl.Literal(e.value)
	}
	return v, nil
}

func (c *compiler) unary(e *unary) (value, error) {
	v, err := c.value(e.expr)
	if err != nil {
		return v, err
	}
	if e.op == "NOT" {
		if v.kind != Boolean && v.kind != Null {
			return v, verification(c.sql, e.at(), "argument of [NOT %s] must be [boolean], found type [%s]", v.name, v.kind)
		}
		return value{sql: "(NOT " + v.sql + ")", kind: Boolean}, nil
	}
	if !v.kind.isNumber() && v.kind != Null {
		return v, verification(c.sql, e.at(), "argument of [-] must be [numeric], found type [%s]", v.kind)
	}
	return value{sql: "(-" + v.sql + ")", kind: v.kind}, nil
}

func (c *compiler) negated(e expr, not bool) (value, error) {
	v, err := c.value(e)
	if err == nil && not {
		v.sql = "(NOT " + v.sql + ")"
	}
	return v, err
}

func (c *compiler) isNull(e *isNull) (value, error) {
	v, err := c.value(e.expr)
	test := " IS NULL"
	if e.not {
		test = " IS NOT NULL"
	}
	return value{sql: "(" + v.sql + test + ")", kind: Boolean}, err
}

// binary compiles AND, OR, ||, arithmetic and comparisons.
func (c *compiler) binary(e *binary) (value, error) {
	left, err := c.value(e.left)
	if err != nil {
		return left, err
	}
	right, err := c.value(e.right)
	if err != nil {
		return right, err
	}
	switch e.op {
	case "AND", "OR":
		return c.logic(e, left, right)
	case "||":
		return value{sql: "concat(" + c.text(left) + ", " + c.text(right) + ")", kind: Keyword}, c.scalars(e.at(), left, right)
	case "+", "-", "*", "/", "%":
		return c.arithmetic(e, left, right)
	}
	return c.compare(e, left, right)
}

func (c *compiler) logic(e *binary, left, right value) (value, error) {
	for _, v := range []value{left, right} {
		if v.kind != Boolean && v.kind != Null {
			return v, verification(c.sql, e.at(), "argument of [%s] must be [boolean], found type [%s]", e.op, v.kind)
		}
	}
	return value{sql: "(" + left.sql + " " + e.op + " " + right.sql + ")", kind: Boolean}, nil
}

func (c *compiler) arithmetic(e *binary, left, right value) (value, error) {
	if err := c.scalars(e.at(), left, right); err != nil {
		return left, err
	}
	isInterval := func(v value) bool { return strings.HasPrefix(string(v.kind), "interval_") }
	switch {
	case left.kind.isDate() && isInterval(right) && (e.op == "+" || e.op == "-"):
		return value{sql: "(" + left.sql + " " + e.op + " " + right.sql + ")", kind: left.kind}, nil
	case isInterval(left) && right.kind.isDate() && e.op == "+":
		return value{sql: "(" + right.sql + " + " + left.sql + ")", kind: right.kind}, nil
	case !numeric(left) || !numeric(right):
		return left, verification(c.sql, e.at(), "[%s] has arguments with incompatible types [%s] and [%s]", e.op, strings.ToUpper(string(left.kind)), strings.ToUpper(string(right.kind)))
	}
	op := e.op
	kind := wider(left.kind, right.kind)
	if op == "/" && kind.engine() == "BIGINT" {
		op = "//"
	}
	return value{sql: "(" + left.sql + " " + op + " " + right.sql + ")", kind: kind}, nil
}

func numeric(v value) bool { return v.kind.isNumber() || v.kind == Null }

func wider(a, b Type) Type {
	for _, t := range []Type{Double, Float, Long} {
		if a == t || b == t {
			return t
		}
	}
	if a == Null {
		return b
	}
	return a
}

// scalars refuses columns with several values where one is needed.
func (c *compiler) scalars(at int, all ...value) error {
	for _, v := range all {
		if v.list {
			return verification(c.sql, at, "the lab cannot use [%s] here, which has several values in some documents: compare it with a constant, or select it", v.name)
		}
	}
	return nil
}

// text is a value as text; an address is written out.
func (c *compiler) text(v value) string {
	switch {
	case v.kind == IP:
		return addressText(v.sql)
	case v.kind.isDate():
		return "strftime(" + v.sql + ", '%Y-%m-%dT%H:%M:%S.%gZ')"
	case v.kind.isString() || v.kind == Null:
		return v.sql
	}
	return "CAST(" + v.sql + " AS VARCHAR)"
}

// addressText writes the 32 digits of a stored address as a person does, if it is an IPv4 address.
func addressText(x string) string {
	part := func(at int) string { return fmt.Sprintf("('0x' || substr(%s, %d, 2))::INT", x, at) }
	v4 := fmt.Sprintf("concat_ws('.', %s, %s, %s, %s)", part(25), part(27), part(29), part(31))
	return "CASE WHEN starts_with(" + x + ", '00000000000000000000ffff') THEN " + v4 + " ELSE rtrim(regexp_replace(" + x + ", '(....)', '\\1:', 'g'), ':') END"
}

func (c *compiler) cast(e *cast) (value, error) {
	v, err := c.value(e.expr)
	if err != nil {
		return v, err
	}
	if err := c.scalars(e.at(), v); err != nil {
		return v, err
	}
	switch {
	case e.to.isString():
		return value{sql: c.text(v), kind: e.to}, nil
	case e.to == IP && v.fixed:
		return c.literal(&literal{e.pos, IP, v.literal})
	case e.to == IP || v.kind == IP:
		return v, verification(c.sql, e.at(), "Cannot cast [%s] to [%s]", v.kind, e.to)
	case e.to.isDate() && v.fixed && v.kind.isString():
		return c.literal(&literal{e.pos, e.to, v.literal})
	case e.to == Date:
		return value{sql: "date_trunc('day', CAST(" + v.sql + " AS TIMESTAMP))", kind: Date}, nil
	case v.kind.isDate() && e.to.isNumber():
		return value{sql: "epoch_ms(" + v.sql + ")", kind: e.to}, nil
	}
	return value{sql: "CAST(" + v.sql + " AS " + e.to.engine() + ")", kind: e.to}, nil
}

func (c *compiler) choice(e *choice) (value, error) {
	sql, kind := "CASE", Null
	for _, w := range e.when {
		test := w[0]
		if e.operand != nil {
			test = &binary{e.pos, "=", e.operand, w[0]}
		}
		t, err := c.value(test)
		if err != nil {
			return t, err
		}
		v, err := c.value(w[1])
		if err != nil {
			return v, err
		}
		sql += " WHEN " + t.sql + " THEN " + v.sql
		kind = common(kind, v.kind)
	}
	if e.other != nil {
		v, err := c.value(e.other)
		if err != nil {
			return v, err
		}
		sql += " ELSE " + v.sql
		kind = common(kind, v.kind)
	}
	return value{sql: "(" + sql + " END)", kind: kind}, nil
}

// common is the type of either of two values.
func common(a, b Type) Type {
	if a == Null {
		return b
	}
	if a.isNumber() && b.isNumber() {
		return wider(a, b)
	}
	return a
}

func midnight(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
