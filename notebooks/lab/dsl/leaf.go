package dsl

import (
	"fmt"
	"strconv"

	"gohunt/notebooks/lab/refusal"
)

// maxDepth bounds how deep parentheses nest.
const maxDepth = 200

// clause reads field:... or (...) or a term.
func (p *parser) clause(field string) (Query, error) {
	if k := p.peek(0).kind; p.peek(1).kind == colon && (k == term || k == star) {
		field = unescapeField(p.take().text)
		p.take()
	} else if p.peek(1).kind == colon && (k == prefix || k == wild) {
		return nil, p.unexpected()
	}
	if p.peek(0).kind != leftParen {
		return p.term(field)
	}
	p.take()
	if p.depth++; p.depth > maxDepth {
		return nil, fmt.Errorf("more than %d parentheses within each other", maxDepth)
	}
	defer func() { p.depth-- }()
	q, err := p.query(field)
	if err != nil {
		return nil, err
	}
	if p.peek(0).kind != rightParen {
		return nil, p.unexpected()
	}
	p.take()
	return q, p.boost()
}

// boost passes over ^n, which only moves scores.
func (p *parser) boost() error {
	if p.peek(0).kind != caret {
		return nil
	}
	t := p.take()
	if _, err := strconv.ParseFloat(t.text, 64); err != nil {
		return fmt.Errorf("Encountered \"^\" without a number at line 1, column %d.", t.column)
	}
	return nil
}

func (p *parser) term(field string) (Query, error) {
	t := p.peek(0)
	q, err := p.leaf(field, t)
	if err != nil {
		return nil, err
	}
	p.take()
	if p.peek(0).kind == tilde {
		return nil, refusal.NotImplemented("fuzzy terms and sloppy phrases (~) of query_string")
	}
	return q, p.boost()
}

func (p *parser) leaf(field string, t token) (Query, error) {
	switch t.kind {
	case term, bare:
		return p.word(field, unescape(t.text), false), nil
	case quoted:
		return p.word(field, unescape(t.text), true), nil
	case star:
		return p.anything(field), nil
	case prefix:
		return p.leafOf(field, Wildcard{Pattern: t.text, Kind: "prefix"}), nil
	case wild:
		return p.leafOf(field, Wildcard{Pattern: t.text, Kind: "wildcard"}), nil
	case regex:
		return p.leafOf(field, Regexp{Pattern: t.text}), nil
	case interval:
		return p.leafOf(field, t.bounds()), nil
	}
	return nil, p.unexpected()
}

func (t token) bounds() Range {
	r := Range{WithLower: !t.open[0], WithUpper: !t.open[1]}
	if t.from != "*" || t.quote[0] {
		from := unescape(t.from)
		r.Lower = &from
	}
	if t.to != "*" || t.quote[1] {
		to := unescape(t.to)
		r.Upper = &to
	}
	return r
}

func (p *parser) anything(field string) Query {
	if field == "*" || field == "" && len(p.Fields) == 0 {
		return All{}
	}
	if field == "" {
		return p.leafOf(field, Exists{})
	}
	return Exists{Field: field}
}
