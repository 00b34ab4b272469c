package essql

import "strings"

func (p *parser) primary() (expr, error) {
	t := p.peek()
	switch t.kind {
	case number:
		p.take()
		return &literal{pos(t.start), numberType(t.text), t.text}, nil
	case text:
		p.take()
		return &literal{pos(t.start), Keyword, t.text}, nil
	case parameter:
		return p.param()
	case quotedName:
		return p.name()
	case word:
		return p.fromWord()
	}
	if !p.symbol("(") {
		return nil, p.unexpected("an expression")
	}
	e, err := p.expression()
	if err != nil {
		return nil, err
	}
	return e, p.expect(")")
}

func numberType(text string) Type {
	switch {
	case strings.ContainsAny(text, ".eE"):
		return Double
	case len(text) > 9:
		return Long
	}
	return Integer
}

func (p *parser) param() (*literal, error) {
	t := p.take()
	if p.used == len(p.params) {
		return nil, parsing(p.sql, t.start, "Not enough actual parameters 0")
	}
	v := p.params[p.used]
	p.used++
	if v.Null {
		return &literal{pos(t.start), Null, ""}, nil
	}
	return &literal{pos(t.start), v.Type, v.Value}, nil
}

// name reads a column: parts joined by dots, each in quotes or not.
func (p *parser) name() (expr, error) {
	t := p.take()
	parts := []string{t.text}
	for p.symbol(".") {
		next := p.take()
		if next.kind != word && next.kind != quotedName {
			p.i--
			return nil, p.unexpected("a name")
		}
		parts = append(parts, next.text)
	}
	return &column{pos(t.start), strings.Join(parts, ".")}, nil
}

// bare are functions that may stand without parentheses.
var bare = map[string]bool{"CURRENT_DATE": true, "CURRENT_TIMESTAMP": true, "CURRENT_TIME": true}

func (p *parser) fromWord() (expr, error) {
	t := p.peek()
	w := t.upper()
	after := p.tokens[min(p.i+1, len(p.tokens)-1)]
	switch {
	case w == "TRUE" || w == "FALSE":
		p.take()
		return &literal{pos(t.start), Boolean, strings.ToLower(w)}, nil
	case w == "NULL":
		p.take()
		return &literal{pos(t.start), Null, ""}, nil
	case w == "INTERVAL" && (after.kind == number || after.kind == text || after.text == "-" || after.text == "+"):
		return p.interval()
	case w == "CASE":
		return p.choice()
	case w == "CAST" && after.text == "(":
		return p.cast()
	case after.kind == symbol && after.text == "(":
		return p.call()
	case bare[w]:
		p.take()
		return &call{pos: pos(t.start), name: w}, nil
	case reserved[w]:
		return nil, p.unexpected("an expression")
	}
	return p.name()
}

func (p *parser) call() (expr, error) {
	t := p.take()
	p.take()
	c := &call{pos: pos(t.start), name: t.upper()}
	if p.symbol(")") {
		return c, nil
	}
	if p.symbol("*") {
		c.star = true
		return c, p.expect(")")
	}
	c.distinct = p.keyword("DISTINCT")
	p.keyword("ALL")
	var err error
	if c.args, err = p.list(); err != nil {
		return nil, err
	}
	return c, p.expect(")")
}

func (p *parser) cast() (expr, error) {
	at := p.take().start
	p.take()
	e, err := p.expression()
	if err != nil {
		return nil, err
	}
	if err := p.expect("AS"); err != nil {
		return nil, err
	}
	to, err := p.typeName()
	if err != nil {
		return nil, err
	}
	return &cast{pos(at), e, to}, p.expect(")")
}

func (p *parser) typeName() (Type, error) {
	t := p.take()
	if to, ok := typeNames[strings.ToLower(t.text)]; ok && t.kind == word {
		return to, nil
	}
	return "", parsing(p.sql, t.start, "Does not recognize type ["+t.text+"]")
}
