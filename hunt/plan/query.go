package plan

import (
	"strconv"
	"strings"

	"gohunt/hunt/bind"
)

// stage is how far one SELECT has been filled; SQL works its clauses off in this order, so a later verb fits into the
// same SELECT only if its clause comes later.
type stage int

const (
	from stage = iota
	filtered
	projected
	ordered
	limited
)

// query is one SELECT in the making.
type query struct {
	with    string // a WITH clause in front
	from    string
	where   []string
	items   []string // none: *
	group   []string
	unique  bool // SELECT DISTINCT
	order   []string
	limit   int // -1: all
	reached stage
}

func over(from string) *query { return &query{from: from, limit: -1} }

// step is what a verb does to the SELECT under it.
type step interface {
	fits(q *query) bool // the SELECT can still take it
	add(q *query)
}

// compose is the node as one SELECT over tables that are kept, or will be when it runs.
func (n *Node) compose() *query {
	switch {
	case n.Kept() != nil || n.fetch != nil:
		return over(bind.Quote(n.table.name))
	case n.query != nil:
		return n.composeText()
	}
	q := n.below(0)
	if !n.step.fits(q) {
		q = over("(\n" + indent(q.String()) + "\n)")
	}
	n.step.add(q)
	return q
}

// below is the i-th parent as it was when n was planned: a source that brought more columns gives those of then.
func (n *Node) below(i int) *query {
	q, planned := n.parents[i].compose(), n.planned[i]
	if now := n.parents[i].Schema(); now == planned || now.NumFields() == planned.NumFields() {
		return q
	}
	for _, f := range planned.Fields() {
		q.items = append(q.items, bind.Quote(f.Name))
	}
	q.reached = projected
	return q
}

func (q *query) String() string {
	lines := []string{q.with + q.head(), "FROM " + q.from}
	if len(q.where) > 0 {
		lines = append(lines, "WHERE "+strings.Join(q.where, "\n  AND "))
	}
	if q.group != nil {
		lines = append(lines, "GROUP BY "+strings.Join(q.group, ", "))
	}
	if len(q.order) > 0 {
		lines = append(lines, "ORDER BY "+strings.Join(q.order, ", "))
	}
	if q.limit >= 0 {
		lines = append(lines, "LIMIT "+strconv.Itoa(q.limit))
	}
	return strings.Join(lines, "\n")
}

func (q *query) head() string {
	head := "SELECT "
	if q.unique {
		head = "SELECT DISTINCT "
	}
	if len(q.items) == 0 {
		return head + "*"
	}
	return head + strings.Join(q.items, ", ")
}

func indent(s string) string { return "  " + strings.ReplaceAll(s, "\n", "\n  ") }

// where is Where.
type where struct{ condition string }

func (where) fits(q *query) bool { return q.reached <= filtered }

func (w where) add(q *query) {
	q.where, q.reached = append(q.where, "("+closed(w.condition)+")"), filtered
}

// closed ends a trailing line comment, so that what follows is not swallowed.
func closed(expr string) string {
	if strings.Contains(expr, "--") {
		return expr + "\n"
	}
	return expr
}

// project is Select and With, and with unique Distinct.
type project struct {
	items  []string
	unique bool
}

func (project) fits(q *query) bool { return q.reached <= filtered }

func (p project) add(q *query) {
	q.items, q.unique, q.reached = p.items, p.unique, projected
}

// group is GroupBy with its aggregates, or the whole as one group when there are no keys.
// Keys are counted from 1, as GROUP BY takes places in the list.
type group struct{ items, keys, aggregates []string }

func (group) fits(q *query) bool { return q.reached <= filtered }

func (g group) add(q *query) {
	q.items, q.reached = append(append([]string{}, g.items...), g.aggregates...), projected
	if len(g.keys) > 0 {
		q.group = g.keys
	}
}

// order is OrderBy; plain says that its items are columns of the result, so that it may follow in the same SELECT.
type order struct {
	items []string
	plain bool
}

func (o order) fits(q *query) bool {
	return q.reached <= filtered || o.plain && q.reached <= projected
}

func (o order) add(q *query) { q.order, q.reached = o.items, ordered }

// limit is Head.
type limit struct{ n int }

func (limit) fits(q *query) bool { return q.reached <= ordered }

func (l limit) add(q *query) { q.limit, q.reached = l.n, limited }
