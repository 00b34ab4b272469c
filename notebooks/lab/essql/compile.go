package essql

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"gohunt/notebooks/lab/dsl"
	"gohunt/notebooks/lab/index"
)

// Source is what a SELECT reads: the indices of its pattern as a snapshot sees them.
type Source struct {
	Indices  []*index.Index
	Snapshot int64
	Now      time.Time // what NOW() and TODAY() are, UTC
	Filter   dsl.Query // of the request's member "filter"; nil: none
}

// Column is a column of an answer.
type Column struct {
	Name string
	Type Type
}

// Plan is a statement for the embedded engine, and what its columns are. Columns of lists hold all values
// of a field that has several.
type Plan struct {
	SQL     string
	Columns []Column
}

type compiler struct {
	sql     string
	source  Source
	alias   string
	fields  []needed       // the columns that the statement reads
	known   map[string]int // their places by name
	aggs    bool           // an aggregate has been seen
	noAggs  string         // the clause in which none may stand
	aliases map[string]expr
	nodes   int // compiled so far
}

// needed is one column of the relation: its name, and whether it holds lists in one index at least.
type needed struct {
	name string
	kind Type
	list bool
}

// Compile checks a SELECT against the mappings and returns its plan.
func Compile(s *Select, source Source) (*Plan, error) {
	c := &compiler{sql: s.text, source: source, alias: s.alias, known: map[string]int{}, aliases: map[string]expr{}}
	if err := c.expand(s); err != nil {
		return nil, err
	}
	q, columns, err := c.query(s)
	if err != nil {
		return nil, err
	}
	relation, err := c.relation()
	if err != nil {
		return nil, err
	}
	return &Plan{SQL: strings.Replace(q, relationMark, relation, 1), Columns: columns}, nil
}

// relationMark stands for the relation until all columns that it needs are known.
const relationMark = "\x00relation\x00"

// expand replaces * by the columns that hold values of their own, and notes the aliases.
func (c *compiler) expand(s *Select) error {
	var items []item
	for _, i := range s.items {
		if !i.star {
			items = append(items, i)
			continue
		}
		if s.From == "" {
			return verification(c.sql, 0, "Cannot determine columns for [*]")
		}
		for _, name := range Names(c.source.Indices) {
			items = append(items, item{expr: &column{name: name}, text: name})
		}
	}
	s.items = items
	for _, i := range items {
		if i.alias != "" {
			c.aliases[i.alias] = i.expr
		}
	}
	return nil
}

// query writes all of the statement but its relation.
func (c *compiler) query(s *Select) (string, []Column, error) {
	where, err := c.condition(s.where, " WHERE ", "WHERE")
	if err != nil {
		return "", nil, err
	}
	groups, err := c.groups(s)
	if err != nil {
		return "", nil, err
	}
	list, columns, err := c.list(s)
	if err != nil {
		return "", nil, err
	}
	having, err := c.condition(s.having, " HAVING ", "")
	if err != nil {
		return "", nil, err
	}
	if err := c.checkGrouped(s, groups); err != nil {
		return "", nil, err
	}
	order, err := c.order(s, groups, list)
	if err != nil {
		return "", nil, err
	}
	q := "SELECT " + distinct(s.distinct) + named(list) + " FROM (" + relationMark + ") AS q" + where
	if len(groups) > 0 {
		q += " GROUP BY " + strings.Join(groups, ", ")
	}
	q += having + order
	if s.limit >= 0 {
		q += " LIMIT " + strconv.Itoa(s.limit)
	}
	return q, columns, nil
}

func distinct(yes bool) string {
	if yes {
		return "DISTINCT "
	}
	return ""
}

func named(list []string) string {
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = fmt.Sprintf("%s AS c%d", e, i)
	}
	return strings.Join(out, ", ")
}

func (c *compiler) condition(e expr, keyword, noAggs string) (string, error) {
	if e == nil {
		return "", nil
	}
	c.noAggs = noAggs
	defer func() { c.noAggs = "" }()
	v, err := c.value(e)
	if err != nil {
		return "", err
	}
	if v.kind != Boolean && v.kind != Null {
		return "", verification(c.sql, e.at(), "Condition expression needs to be boolean, found [%s]", strings.ToUpper(string(v.kind)))
	}
	return keyword + v.sql, nil
}

func (c *compiler) list(s *Select) (list []string, columns []Column, err error) {
	for _, i := range s.items {
		v, err := c.value(i.expr)
		if err != nil {
			return nil, nil, err
		}
		name := i.alias
		if col, ok := i.expr.(*column); ok && name == "" {
			name = col.name
		}
		if name == "" {
			name = i.text
		}
		list = append(list, v.sql)
		columns = append(columns, Column{name, v.kind})
	}
	return list, columns, nil
}

// named1 returns the expression that an ordinal or an alias stands for.
func (c *compiler) named1(s *Select, e expr) (expr, error) {
	if l, ok := e.(*literal); ok && l.kind == Integer {
		n, _ := strconv.Atoi(l.value)
		if n < 1 || n > len(s.items) {
			return nil, verification(c.sql, e.at(), "Ordinal [%d] out of bounds [%d]", n, len(s.items))
		}
		return s.items[n-1].expr, nil
	}
	if col, ok := e.(*column); ok && !c.has(col.name) {
		if aliased, ok := c.aliases[col.name]; ok {
			return aliased, nil
		}
	}
	return e, nil
}

func (c *compiler) groups(s *Select) (groups []string, err error) {
	c.noAggs = "GROUP BY"
	defer func() { c.noAggs = "" }()
	for _, e := range s.groupBy {
		if e, err = c.named1(s, e); err != nil {
			return nil, err
		}
		v, err := c.value(e)
		if err != nil {
			return nil, err
		}
		if v.list {
			return nil, verification(c.sql, e.at(), "the lab cannot group by [%s], which has several values in some documents", v.name)
		}
		groups = append(groups, v.sql)
	}
	return groups, nil
}

// order writes ORDER BY: what the statement says, then group keys, or the order of the documents.
func (c *compiler) order(s *Select, groups, list []string) (string, error) {
	keys, err := c.orderKeys(s, list)
	if err != nil {
		return "", err
	}
	if s.distinct {
		groups = list
	}
	for _, g := range groups {
		keys = append(keys, g+" ASC NULLS FIRST")
	}
	if len(groups) == 0 && !c.aggs && s.From != "" {
		keys = append(keys, "_row")
	}
	if len(keys) == 0 {
		return "", nil
	}
	return " ORDER BY " + strings.Join(keys, ", "), nil
}

// orderKeys are the keys that the statement names.
func (c *compiler) orderKeys(s *Select, list []string) (keys []string, err error) {
	for _, o := range s.orderBy {
		e, err := c.named1(s, o.expr)
		if err != nil {
			return nil, err
		}
		v, err := c.value(e)
		if err != nil {
			return nil, err
		}
		if v.list {
			return nil, verification(c.sql, e.at(), "the lab cannot order by [%s], which has several values in some documents", v.name)
		}
		if s.distinct && !contains(list, v.sql) {
			return nil, verification(c.sql, e.at(), "with DISTINCT, ORDER BY can only name selected columns")
		}
		keys = append(keys, o.key(v.sql))
	}
	return keys, nil
}

func (o order) key(sql string) string {
	direction, nulls := " ASC", " NULLS LAST"
	if o.desc {
		direction, nulls = " DESC", " NULLS FIRST"
	}
	if o.nulls != "" {
		nulls = " NULLS " + o.nulls
	}
	return sql + direction + nulls
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
