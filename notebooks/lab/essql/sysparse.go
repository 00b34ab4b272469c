package essql

import "strings"

// sys reads the statements with which Elastic's JDBC driver asks for metadata.
func (p *parser) sys() (Statement, error) {
	switch {
	case p.keyword("TABLES"):
		return p.sysTables()
	case p.keyword("COLUMNS"):
		return p.sysColumns()
	case p.keyword("TYPES"):
		if p.peek().kind == number || p.peek().kind == symbol {
			p.symbol("-")
			p.take()
		}
		return &SysTypes{}, nil
	}
	return nil, p.unexpected("{'TABLES', 'COLUMNS', 'TYPES'}")
}

// catalogName is the one catalog, which is the cluster.
const catalogName = "gohunt-lab"

// sysTables is SYS TABLES [CATALOG LIKE 'x'] [LIKE 'y'] [TYPE 'a', 'b'].
func (p *parser) sysTables() (Statement, error) {
	s := &Show{Sys: true, Pattern: "*"}
	if p.keyword("CATALOG") {
		pattern, err := p.likeValue()
		if err != nil {
			return nil, err
		}
		s.None = pattern != "" && !matches(pattern, catalogName)
	}
	if p.keyword("LIKE") {
		p.i--
		pattern, err := p.likeValue()
		if err != nil {
			return nil, err
		}
		s.Pattern = pattern
	}
	return s, p.sysKinds(s)
}

func (p *parser) sysKinds(s *Show) error {
	if !p.keyword("TYPE") {
		return nil
	}
	wanted := false
	for {
		kind, err := p.stringValue()
		if err != nil {
			return err
		}
		if kind == "%" {
			s.Types = s.Pattern == ""
		}
		wanted = wanted || kind == "%" || strings.EqualFold(kind, "TABLE") || strings.EqualFold(kind, "BASE TABLE")
		if !p.symbol(",") {
			s.None = s.None || !wanted
			return nil
		}
	}
}

// likeValue is LIKE 'pattern' [ESCAPE 'c'] or a plain value; a NULL parameter fits everything.
func (p *parser) likeValue() (string, error) {
	isLike := p.keyword("LIKE")
	v, err := p.stringValue()
	if err != nil || !isLike {
		return v, err
	}
	return fromLike(v, p.escape()), nil
}

// sysColumns is SYS COLUMNS [CATALOG 'x'] [TABLE LIKE 'y'] [LIKE 'z'].
func (p *parser) sysColumns() (Statement, error) {
	d := &Describe{Sys: true, Pattern: "*", Column: "*"}
	if p.keyword("CATALOG") {
		if _, err := p.stringValue(); err != nil {
			return nil, err
		}
	}
	var err error
	if p.keyword("TABLE") {
		if d.Pattern, err = p.likeValue(); err != nil {
			return nil, err
		}
	}
	if p.peek().upper() == "LIKE" {
		d.Column, err = p.likeValue()
	}
	return d, err
}
