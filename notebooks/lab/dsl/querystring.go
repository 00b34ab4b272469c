package dsl

import (
	"fmt"
	"strings"

	"gohunt/notebooks/lab/refusal"
)

// QueryString is a query_string query with its options.
type QueryString struct {
	Query      string
	Fields     []string // the fields of words without one; empty: all fields
	DefaultAnd bool
	Lenient    *bool // nil: true if all fields are searched, as Elasticsearch has it
}

// lenient reports whether a value that does not fit a field's type matches nothing instead of failing.
func (q QueryString) lenient() bool {
	if q.Lenient != nil {
		return *q.Lenient
	}
	return len(q.Fields) == 0
}

// ParseQueryString reads a query_string. A syntax error is a query_shard_exception that names the column.
func ParseQueryString(q QueryString) (Query, error) {
	if strings.TrimSpace(q.Query) == "" {
		return None{}, nil
	}
	tokens, err := lex(q.Query)
	if err == nil {
		p := &parser{QueryString: q, tokens: tokens}
		var parsed Query
		if parsed, err = p.top(); err == nil {
			return parsed, nil
		}
	}
	e := refusal.Shard("Failed to parse query [%s]", q.Query)
	return nil, e.With("caused_by", map[string]any{"type": "parse_exception",
		"reason": fmt.Sprintf("Cannot parse '%s': %s", q.Query, err)})
}

type parser struct {
	QueryString
	tokens []token
	at     int
	depth  int // of parentheses
}

func (p *parser) peek(n int) token { return p.tokens[min(p.at+n, len(p.tokens)-1)] }

func (p *parser) take() token {
	t := p.peek(0)
	p.at = min(p.at+1, len(p.tokens)-1)
	return t
}

func (p *parser) unexpected() error {
	t := p.peek(0)
	return fmt.Errorf("Encountered \"%s\" at line 1, column %d.", t.text, t.column)
}

func (p *parser) top() (Query, error) {
	q, err := p.query("")
	if err == nil && p.peek(0).kind != eof {
		return nil, p.unexpected()
	}
	return q, err
}

// occur is how a clause counts in its group.
type occur int

const (
	should occur = iota
	must
	mustNot
)

type clause struct {
	occur occur
	query Query
}

// query reads clauses up to a closing parenthesis or the end. Operators have no precedence: AND makes
// both of its neighbours required, as in Lucene's classic parser.
func (p *parser) query(field string) (Query, error) {
	var clauses []clause
	for first := true; first || !p.ended(); first = false {
		conjunction := p.conjunction(first)
		if conjunction == eof && p.isMultiTerm(0) {
			clauses = append(clauses, p.multiTerm(field))
			continue
		}
		modifier := p.modifier()
		q, err := p.clause(field)
		if err != nil {
			return nil, err
		}
		clauses = p.addClause(clauses, conjunction, modifier, q)
	}
	return join(clauses), nil
}

func (p *parser) ended() bool {
	k := p.peek(0).kind
	return k == eof || k == rightParen
}

func (p *parser) conjunction(first bool) kind {
	if k := p.peek(0).kind; !first && (k == and || k == or) {
		p.take()
		return k
	}
	return eof
}

func (p *parser) modifier() occur {
	switch p.peek(0).kind {
	case plus:
		p.take()
		return must
	case minus, not:
		p.take()
		return mustNot
	}
	return should
}

// addClause counts a clause as Lucene does, from the operator before it and the default operator.
func (p *parser) addClause(clauses []clause, conjunction kind, modifier occur, q Query) []clause {
	if n := len(clauses); n > 0 {
		last := &clauses[n-1]
		if conjunction == and && last.occur != mustNot {
			last.occur = must
		}
		if p.DefaultAnd && conjunction == or && last.occur != mustNot {
			last.occur = should
		}
	}
	switch {
	case modifier == mustNot:
		return append(clauses, clause{mustNot, q})
	case modifier == must, conjunction == and, p.DefaultAnd && conjunction != or:
		return append(clauses, clause{must, q})
	}
	return append(clauses, clause{should, q})
}

// join makes one query of a group. A group of negations only matches all other documents, also inside a query,
// in which Elasticsearch differs from Lucene.
func join(clauses []clause) Query {
	if len(clauses) == 1 && clauses[0].occur != mustNot {
		return clauses[0].query
	}
	b := Bool{MinShould: -1}
	for _, c := range clauses {
		switch c.occur {
		case must:
			b.Must = append(b.Must, c.query)
		case mustNot:
			b.MustNot = append(b.MustNot, c.query)
		default:
			b.Should = append(b.Should, c.query)
		}
	}
	return b
}

// isMultiTerm reports whether two plain words follow, which are analysed as one text.
func (p *parser) isMultiTerm(from int) bool {
	return p.peek(from).kind == term && p.follows(from+1)
}

// follows reports whether a word continues the text before it: none that an operator binds to.
func (p *parser) follows(n int) bool {
	if p.peek(n).kind != term {
		return false
	}
	switch p.peek(n + 1).kind {
	case colon, star, tilde, caret, and, or:
		return false
	}
	return true
}

func (p *parser) multiTerm(field string) clause {
	words := []string{unescape(p.take().text)}
	for p.follows(0) {
		words = append(words, unescape(p.take().text))
	}
	q := p.word(field, strings.Join(words, " "), false)
	if p.DefaultAnd {
		return clause{must, q}
	}
	return clause{should, q}
}

// word is a term, a phrase, or a comparison such as >=10 in a term's place.
func (p *parser) word(field, text string, quote bool) Query {
	if field == "_exists_" {
		return Exists{Field: text}
	}
	if r, ok := comparison(text); ok && !quote {
		return p.leafOf(field, r)
	}
	return p.leafOf(field, Match{Text: text, And: p.DefaultAnd, Phrase: quote})
}

func comparison(text string) (Range, bool) {
	if len(text) < 2 || text[0] != '<' && text[0] != '>' {
		return Range{}, false
	}
	with := text[1] == '=' && len(text) > 2
	value := text[1:]
	if with {
		value = text[2:]
	}
	if text[0] == '>' {
		return Range{Lower: &value, WithLower: with, WithUpper: true}, true
	}
	return Range{Upper: &value, WithUpper: with, WithLower: true}, true
}
