package essql

import (
	"fmt"
	"strconv"
)

// Param is a value for a question mark: its type by Elasticsearch's name, and its text. Null is a NULL.
type Param struct {
	Type  Type
	Value string
	Null  bool
}

type parser struct {
	sql    string
	tokens []token
	i      int
	params []Param
	used   int
	depth  int
}

// Parse reads one statement; each ? takes the next parameter.
func Parse(sql string, params []Param) (Statement, error) {
	tokens, err := lex(sql)
	if err != nil {
		return nil, err
	}
	p := &parser{sql: sql, tokens: tokens, params: params}
	s, err := p.statement()
	if err != nil {
		return nil, err
	}
	p.symbol(";")
	if p.peek().kind != end {
		return nil, p.unexpected("the end")
	}
	if p.used < len(params) {
		return nil, parsing(sql, len(sql), fmt.Sprintf("Found %d parameters for %d placeholders", len(params), p.used))
	}
	return s, nil
}

func (p *parser) peek() token { return p.tokens[p.i] }

func (p *parser) take() token {
	t := p.tokens[p.i]
	if t.kind != end {
		p.i++
	}
	return t
}

// keyword takes the words if they all follow.
func (p *parser) keyword(words ...string) bool {
	for i, w := range words {
		if p.i+i >= len(p.tokens) || p.tokens[p.i+i].upper() != w {
			return false
		}
	}
	p.i += len(words)
	return true
}

func (p *parser) symbol(s string) bool {
	if t := p.peek(); t.kind == symbol && t.text == s {
		p.i++
		return true
	}
	return false
}

func (p *parser) expect(s string) error {
	if p.symbol(s) || p.keyword(s) {
		return nil
	}
	return p.unexpected("'" + s + "'")
}

func (p *parser) unexpected(wanted string) error {
	t := p.peek()
	seen := p.sql[t.start:t.stop]
	if t.kind == end {
		seen = t.text
	}
	return parsing(p.sql, t.start, fmt.Sprintf("mismatched input '%s' expecting %s", seen, wanted))
}

func (p *parser) refuse(at int, what string) error {
	return parsing(p.sql, at, "the lab does not implement "+what)
}

func (p *parser) statement() (Statement, error) {
	switch {
	case p.keyword("SELECT"):
		return p.selection()
	case p.keyword("SHOW", "TABLES"):
		pattern, err := p.tablePattern()
		return &Show{Pattern: pattern}, err
	case p.keyword("SHOW", "COLUMNS"):
		if !p.keyword("FROM") && !p.keyword("IN") {
			return nil, p.unexpected("'FROM'")
		}
		pattern, err := p.tablePattern()
		return &Describe{Pattern: pattern}, err
	case p.keyword("DESCRIBE"), p.keyword("DESC"):
		pattern, err := p.tablePattern()
		return &Describe{Pattern: pattern}, err
	case p.keyword("SYS"):
		return p.sys()
	case p.keyword("WITH"):
		return nil, p.refuse(0, "WITH")
	}
	return nil, p.unexpected("{'SELECT', 'SHOW', 'DESCRIBE', 'SYS'}")
}

func (p *parser) selection() (*Select, error) {
	s := &Select{text: p.sql, limit: -1}
	if p.keyword("TOP") {
		if err := p.limit(s); err != nil {
			return nil, err
		}
	}
	s.distinct = p.keyword("DISTINCT")
	p.keyword("ALL")
	for _, part := range []func(*Select) error{p.items, p.from, p.filter, p.groups, p.havingClause, p.orders} {
		if err := part(s); err != nil {
			return nil, err
		}
	}
	if p.keyword("LIMIT") {
		if p.keyword("ALL") {
			return s, nil
		}
		return s, p.limit(s)
	}
	return s, nil
}

func (p *parser) limit(s *Select) error {
	t := p.peek()
	value := t.text
	if t.kind == parameter {
		l, err := p.param()
		if err != nil {
			return err
		}
		value = l.value
	} else {
		p.take()
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 {
		return parsing(p.sql, t.start, fmt.Sprintf("mismatched input '%s' expecting a whole number", t.text))
	}
	s.limit = n
	return nil
}

func (p *parser) items(s *Select) error {
	for {
		i, err := p.item()
		if err != nil {
			return err
		}
		s.items = append(s.items, i)
		if !p.symbol(",") {
			return nil
		}
	}
}

func (p *parser) item() (item, error) {
	start := p.peek().start
	if p.symbol("*") {
		return item{star: true}, nil
	}
	e, err := p.expression()
	if err != nil {
		return item{}, err
	}
	i := item{expr: e, text: p.sql[start:p.tokens[p.i-1].stop]}
	if p.keyword("AS") || p.peek().kind == quotedName || p.peek().kind == word && !reserved[p.peek().upper()] {
		t := p.take()
		if t.kind != word && t.kind != quotedName {
			p.i--
			return i, p.unexpected("a name")
		}
		i.alias = t.text
	}
	return i, nil
}

// reserved are the words that end an expression, so that none of them is an alias.
var reserved = map[string]bool{"FROM": true, "WHERE": true, "GROUP": true, "HAVING": true, "ORDER": true, "LIMIT": true, "AND": true, "OR": true, "NOT": true,
	"AS": true, "IS": true, "IN": true, "LIKE": true, "RLIKE": true, "BETWEEN": true, "ASC": true, "DESC": true, "NULLS": true, "THEN": true, "ELSE": true, "END": true, "WHEN": true,
	"JOIN": true, "INNER": true, "LEFT": true, "RIGHT": true, "UNION": true, "ON": true, "PIVOT": true, "ESCAPE": true, "USING": true}

func (p *parser) from(s *Select) error {
	if !p.keyword("FROM") {
		return nil
	}
	s.fromAt = p.peek().start
	if p.symbol("(") {
		return p.refuse(s.fromAt, "subselects")
	}
	p.keyword("FROZEN")
	var err error
	if s.From, err = p.table(); err != nil {
		return err
	}
	if p.keyword("AS") || p.peek().kind == quotedName || p.peek().kind == word && !reserved[p.peek().upper()] {
		s.alias = p.take().text
	}
	switch w := p.peek().upper(); {
	case w == "JOIN" || w == "INNER" || w == "LEFT" || w == "RIGHT" || p.peek().text == ",":
		return p.refuse(p.peek().start, "joins, and neither does Elasticsearch SQL")
	case w == "PIVOT" || w == "UNION":
		return p.refuse(p.peek().start, w)
	}
	return nil
}

func (p *parser) filter(s *Select) (err error) {
	if p.keyword("WHERE") {
		s.where, err = p.expression()
	}
	return err
}

func (p *parser) groups(s *Select) (err error) {
	if p.keyword("GROUP", "BY") {
		s.groupBy, err = p.list()
	}
	return err
}

func (p *parser) havingClause(s *Select) (err error) {
	if p.keyword("HAVING") {
		s.having, err = p.expression()
	}
	return err
}

func (p *parser) orders(s *Select) error {
	if !p.keyword("ORDER", "BY") {
		return nil
	}
	for {
		e, err := p.expression()
		if err != nil {
			return err
		}
		o := order{expr: e, desc: p.keyword("DESC")}
		if !o.desc {
			p.keyword("ASC")
		}
		if p.keyword("NULLS") {
			if o.nulls = p.take().upper(); o.nulls != "FIRST" && o.nulls != "LAST" {
				p.i--
				return p.unexpected("{'FIRST', 'LAST'}")
			}
		}
		s.orderBy = append(s.orderBy, o)
		if !p.symbol(",") {
			return nil
		}
	}
}
