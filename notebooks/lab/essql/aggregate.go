package essql

import (
	"strings"
)

// aggregate compiles COUNT, SUM, AVG, MIN, MAX and the like.
func (c *compiler) aggregate(e *call) (value, error) {
	if c.noAggs != "" {
		hint := "[" + e.name + "] cannot be used for grouping"
		if c.noAggs == "WHERE" {
			hint = "Cannot use WHERE filtering on aggregate function [" + e.name + "], use HAVING instead"
		}
		return value{}, verification(c.sql, e.at(), "%s", hint)
	}
	c.aggs = true
	if e.star {
		if e.name != "COUNT" {
			return value{}, parsing(c.sql, e.at(), "mismatched input '*' in "+e.name)
		}
		return value{sql: "count(*)", kind: Long}, nil
	}
	if len(e.args) != 1 {
		return value{}, parsing(c.sql, e.at(), "error building ["+e.name+"]: expects exactly one argument")
	}
	c.noAggs = "aggregate"
	v, err := c.value(e.args[0])
	c.noAggs = ""
	if err != nil {
		return v, err
	}
	if e.name != "COUNT" {
		if err := c.scalars(e.at(), v); err != nil {
			return v, err
		}
	}
	return c.aggregated(e, v)
}

func (c *compiler) aggregated(e *call, v value) (value, error) {
	inner := v.sql
	if e.distinct {
		inner = "DISTINCT " + inner
	}
	sql := aggregates[e.name] + "(" + inner + ")"
	switch e.name {
	case "COUNT":
		return value{sql: sql, kind: Long}, nil
	case "MIN", "MAX":
		return value{sql: sql, kind: v.kind}, nil
	}
	if !numeric(v) {
		return v, verification(c.sql, e.at(), "argument of [%s(%s)] must be [numeric], found value [%s] type [%s]", e.name, v.name, v.name, v.kind)
	}
	if e.name == "SUM" && v.kind.engine() == "BIGINT" {
		return value{sql: sql + "::BIGINT", kind: Long}, nil
	}
	return value{sql: sql + "::DOUBLE", kind: Double}, nil
}

// checkGrouped sees that a grouped statement selects group keys and aggregates only.
func (c *compiler) checkGrouped(s *Select, groups []string) error {
	if len(groups) == 0 && !c.aggs {
		if s.having != nil {
			return verification(c.sql, s.having.at(), "HAVING needs GROUP BY or an aggregate function")
		}
		return nil
	}
	for _, i := range s.items {
		if err := c.grouped(i.expr, groups); err != nil {
			return err
		}
	}
	for _, o := range s.orderBy {
		e, err := c.named1(s, o.expr)
		if err != nil {
			return err
		}
		if err := c.grouped(e, groups); err != nil {
			return err
		}
	}
	if s.having != nil {
		return c.grouped(s.having, groups)
	}
	return nil
}

func (c *compiler) grouped(e expr, groups []string) error {
	if e == nil {
		return nil
	}
	if f, ok := e.(*call); ok {
		if _, ok := aggregates[f.name]; ok {
			return nil
		}
	}
	v, err := c.value(e)
	if err != nil {
		return err
	}
	if contains(groups, v.sql) {
		return nil
	}
	if col, ok := e.(*column); ok {
		if aliased, ok := c.aliases[col.name]; ok && !c.has(col.name) {
			return c.grouped(aliased, groups)
		}
		return verification(c.sql, e.at(), "Cannot use non-grouped column [%s], expected %s", col.name, c.expected(groups))
	}
	for _, child := range children(e) {
		if err := c.grouped(child, groups); err != nil {
			return err
		}
	}
	return nil
}

func (c *compiler) expected(groups []string) string {
	var names []string
	for i, n := range c.fields {
		for _, g := range groups {
			if g == "f"+itoa(i) {
				names = append(names, n.name)
			}
		}
	}
	return "[" + strings.Join(names, ", ") + "]"
}

func children(e expr) []expr {
	switch e := e.(type) {
	case *unary:
		return []expr{e.expr}
	case *binary:
		return []expr{e.left, e.right}
	case *like:
		return []expr{e.expr}
	case *in:
		return append([]expr{e.expr}, e.list...)
	case *between:
		return []expr{e.expr, e.low, e.high}
	case *isNull:
		return []expr{e.expr}
	case *cast:
		return []expr{e.expr}
	case *call:
		return e.args
	case *choice:
		all := []expr{e.operand, e.other}
		for _, w := range e.when {
			all = append(all, w[0], w[1])
		}
		return all
	}
	return nil
}
