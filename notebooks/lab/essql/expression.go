package essql

import "strings"

func (p *parser) list() ([]expr, error) {
	var all []expr
	for {
		e, err := p.expression()
		if err != nil {
			return nil, err
		}
		all = append(all, e)
		if !p.symbol(",") {
			return all, nil
		}
	}
}

// levels are the binary operators from the loosest to the tightest.
var levels = [][]string{{"OR"}, {"AND"}, nil, {"||"}, {"+", "-"}, {"*", "/", "%"}}

// notLevel is where NOT and the predicates stand.
const notLevel = 2

// maxDepth bounds how deep expressions nest.
const maxDepth = 200

func (p *parser) expression() (expr, error) {
	return p.deeper(func() (expr, error) { return p.level(0) })
}

// deeper reads a part one level further in.
func (p *parser) deeper(read func() (expr, error)) (expr, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, parsing(p.sql, p.peek().start, "SQL statement too large; halt parsing to prevent memory errors")
	}
	defer func() { p.depth-- }()
	return read()
}

func (p *parser) level(n int) (expr, error) {
	if n == notLevel {
		return p.not()
	}
	if n == len(levels) {
		return p.signed()
	}
	left, err := p.level(n + 1)
	for err == nil {
		at := p.peek().start
		op := p.operator(levels[n])
		if op == "" {
			return left, nil
		}
		var right expr
		right, err = p.level(n + 1)
		left = &binary{pos(at), op, left, right}
	}
	return nil, err
}

func (p *parser) operator(ops []string) string {
	for _, op := range ops {
		if p.symbol(op) || p.keyword(op) {
			return op
		}
	}
	return ""
}

func (p *parser) not() (expr, error) {
	at := p.peek().start
	if !p.keyword("NOT") {
		return p.predicate()
	}
	e, err := p.deeper(p.not)
	return &unary{pos(at), "NOT", e}, err
}

// predicate is a comparison, LIKE, IN, BETWEEN or IS NULL.
func (p *parser) predicate() (expr, error) {
	left, err := p.level(notLevel + 1)
	if err != nil {
		return nil, err
	}
	at := p.peek().start
	if op := p.operator([]string{"=", "<>", "!=", "<=", ">=", "<", ">"}); op != "" {
		right, err := p.level(notLevel + 1)
		return &binary{pos(at), op, left, right}, err
	}
	if p.keyword("IS") {
		not := p.keyword("NOT")
		return &isNull{pos(at), left, not}, p.expect("NULL")
	}
	not := p.keyword("NOT")
	switch {
	case p.keyword("LIKE"):
		pattern, err := p.level(notLevel + 1)
		return &like{pos(at), left, pattern, p.escape(), false, not}, err
	case p.keyword("RLIKE"):
		pattern, err := p.level(notLevel + 1)
		return &like{pos(at), left, pattern, "", true, not}, err
	case p.keyword("IN"):
		return p.in(at, left, not)
	case p.keyword("BETWEEN"):
		return p.between(at, left, not)
	case not:
		return nil, p.unexpected("{'LIKE', 'RLIKE', 'IN', 'BETWEEN'}")
	}
	return left, nil
}

func (p *parser) in(at int, left expr, not bool) (expr, error) {
	if err := p.expect("("); err != nil {
		return nil, err
	}
	if p.peek().upper() == "SELECT" {
		return nil, p.refuse(p.peek().start, "subselects")
	}
	list, err := p.list()
	if err != nil {
		return nil, err
	}
	return &in{pos(at), left, list, not}, p.expect(")")
}

func (p *parser) between(at int, left expr, not bool) (expr, error) {
	low, err := p.level(notLevel + 1)
	if err != nil {
		return nil, err
	}
	if err := p.expect("AND"); err != nil {
		return nil, err
	}
	high, err := p.level(notLevel + 1)
	return &between{pos(at), left, low, high, not}, err
}

func (p *parser) signed() (expr, error) {
	at := p.peek().start
	if p.symbol("-") {
		e, err := p.deeper(p.signed)
		return &unary{pos(at), "-", e}, err
	}
	p.symbol("+")
	e, err := p.primary()
	for err == nil && p.symbol("::") {
		var to Type
		to, err = p.typeName()
		e = &cast{pos(at), e, to}
	}
	return e, err
}

// interval is INTERVAL [-] 90 DAY or INTERVAL '90' DAYS.
func (p *parser) interval() (expr, error) {
	at := p.take().start
	sign := ""
	if p.symbol("-") {
		sign = "-"
	}
	p.symbol("+")
	amount := p.take()
	unit := strings.TrimSuffix(p.peek().upper(), "S")
	if !units[unit] || (amount.kind != number && amount.kind != text) || strings.Trim(amount.text, "0123456789") != "" || amount.text == "" {
		return nil, p.unexpected("{'YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND'} behind a whole number")
	}
	p.take()
	if p.keyword("TO") {
		return nil, p.refuse(at, "intervals of two units")
	}
	return &interval{pos(at), sign + amount.text, unit}, nil
}

var units = map[string]bool{"YEAR": true, "MONTH": true, "WEEK": true, "DAY": true, "HOUR": true, "MINUTE": true, "SECOND": true}

func (p *parser) choice() (expr, error) {
	c := &choice{pos: pos(p.take().start)}
	var err error
	if p.peek().upper() != "WHEN" {
		if c.operand, err = p.expression(); err != nil {
			return nil, err
		}
	}
	for p.keyword("WHEN") {
		var pair [2]expr
		if pair[0], err = p.expression(); err != nil {
			return nil, err
		}
		if err = p.expect("THEN"); err != nil {
			return nil, err
		}
		if pair[1], err = p.expression(); err != nil {
			return nil, err
		}
		c.when = append(c.when, pair)
	}
	if p.keyword("ELSE") {
		if c.other, err = p.expression(); err != nil {
			return nil, err
		}
	}
	return c, p.expect("END")
}
