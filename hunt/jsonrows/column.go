package jsonrows

import (
	"github.com/apache/arrow/go/v15/arrow"
)

// column is a leaf of the tree: a name, a kind that may widen, the values of the record being filled, and those
// handed over before.
type column struct {
	field   arrow.Field // the name; type and metadata only when given
	given   bool        // the type is the caller's and stays
	kind    kind
	list    bool // values are runs of kind
	objects bool // values are objects, as the caller knows
	wide    bool // an integer beyond 2^53 came
	n       int  // rows of this record so far
	store   store
	done    []arrow.Array // one a record; nil where the column had no value yet
	raw     *column       // keeps as text what a given type cannot hold
	count   Count
}

func newColumn(name string) *column {
	return &column{field: arrow.Field{Name: name, Nullable: true}, count: Count{Column: name}}
}

// typed makes a column whose type is given.
func typed(f arrow.Field) *column {
	c := newColumn(f.Name)
	f.Nullable = true
	c.field, c.given = f, true
	c.objects = f.Metadata.FindKey(ObjectsKey) >= 0
	c.kind = kindOf(f.Type)
	if list, ok := f.Type.(*arrow.ListType); ok {
		c.runs(typed(arrow.Field{Name: "item", Type: list.Elem()}))
		return c
	}
	c.field.Type = c.kind.arrow()
	c.store = newStore(c.kind)
	return c
}

// runs makes the column's values lists of item's.
func (c *column) runs(item *column) {
	c.kind, c.list = isList, true
	c.store = newLists(item)
}

func newStore(k kind) store {
	switch k {
	case isBool:
		return new(bools)
	case isInt, isMoment:
		return newInts()
	case isFloat:
		return newFloats()
	}
	return newTexts()
}

// at makes row the next to be filled: missing rows before it become null, a value that is there already is taken
// back and counted.
func (c *column) at(row int) {
	switch {
	case c.n < row:
		c.null(row - c.n)
	case c.n > row:
		c.count.Repeated++
		c.cut(row)
		if c.raw != nil {
			c.raw.cut(min(c.raw.n, row))
		}
	}
}

func (c *column) null(n int) {
	if c.store != nil {
		c.store.nulls(n)
	}
	c.n += n
}

func (c *column) cut(n int) {
	if c.store != nil {
		c.store.cut(n)
	}
	c.n = n
}

// put appends a value and reports whether the column's type holds it; if not, nothing is appended.
func (c *column) put(t token) bool {
	if t.kind == isNull {
		c.null(1)
		return true
	}
	if !c.given {
		c.fit(t)
	}
	if !c.hold(t) {
		return false
	}
	c.n++
	return true
}

// fit widens an inferred column until it holds t.
func (c *column) fit(t token) {
	k := t.kind
	switch k {
	case isInt:
		i, ok := integer(t.text)
		if !ok {
			k = isText // more digits than int64 has: text keeps them all
		}
		c.wide = c.wide || !ok || i > 1<<53 || i < -1<<53
	case isFloat:
		if _, ok := fraction(t.text); !ok {
			k = isText
		}
	case isJSON:
		k = isText
	}
	if k = join(c.kind, k, c.wide); k != c.kind {
		c.widen(k)
	}
}

// widen turns the values of this record into kind k; records handed over before follow when all is read.
func (c *column) widen(k kind) {
	old, was := c.store, c.kind
	c.kind, c.store = k, newStore(k)
	if old == nil {
		c.store.nulls(c.n)
		return
	}
	c.store = fill(k, old.array(was.arrow()))
}

// take hands over the values of this record as an array and starts the next one.
func (c *column) take() arrow.Array {
	if c.store == nil {
		c.store = newStore(isText)
		c.store.nulls(c.n)
		defer func() { c.store = nil }()
	}
	c.n = 0
	return c.store.array(c.kind.arrow())
}

// dataType is the column's type after all rows that were read.
func (c *column) dataType() arrow.DataType {
	if l, ok := c.store.(*lists); ok {
		return arrow.ListOf(l.item.dataType())
	}
	return c.kind.arrow()
}
