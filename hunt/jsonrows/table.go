package jsonrows

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
)

// Options say what is known before the first row. The zero value infers everything.
type Options struct {
	// Fields are columns whose types are known: bool, int64, float64, utf8, timestamp (read as UTC, held in
	// microseconds without a zone whatever its unit), or a list of one of them. Any other type is held as utf8.
	// They lead the schema in this order, even when no row has them. A field is read from the path that is its
	// name, or from its metadata's PathKey.
	Fields []arrow.Field
	// Lists names columns, as dotted paths, whose values are lists; a single value becomes a list of one.
	Lists []string
	// Rows is how many rows a record has at most; 65,536 when zero.
	Rows int
	// Depth is how many objects deep names are dotted; 64 when zero. Deeper objects are kept as JSON text.
	Depth int
	// Columns is how many columns there may be; 10,000 when zero. More is an error.
	Columns int
}

// recordBytes of JSON end a record early, far below the 2 GiB that a text column of a record can hold.
const recordBytes = 256 << 20

func (o Options) filled() Options {
	o.Rows = orElse(o.Rows, 1<<16)
	o.Depth = orElse(o.Depth, 64)
	o.Columns = orElse(o.Columns, 10000)
	return o
}

func orElse(n, usual int) int {
	if n <= 0 {
		return usual
	}
	return n
}

// Table collects rows into columns. It is for one goroutine at a time.
type Table struct {
	*tree
	opt   Options
	row   int   // rows in the record being filled
	sizes []int // rows of the records handed over
	bytes int   // of JSON in the record being filled
	err   error // the first that Append met: a row may be there by half
}

// NewTable starts an empty table.
func NewTable(o Options) *Table {
	o = o.filled()
	return &Table{tree: newTree(o.Fields, o.Lists), opt: o}
}

// Append reads one object from c as the next row. After an error the table gives nothing but that error.
func (t *Table) Append(c *Cursor) error {
	if t.err != nil {
		return t.err
	}
	start := c.pos
	if c.Peek() != '{' {
		t.err = c.unexpected("an object, which is a row,")
	} else {
		t.err = t.object(c, t.root, 0)
	}
	if t.err != nil {
		return t.err
	}
	t.row++
	t.bytes += c.pos - start
	t.flushFull()
	return nil
}

func (t *Table) flushFull() {
	if t.row >= t.opt.Rows || t.bytes >= recordBytes {
		t.flush()
	}
}

// Put sets a column of the row that the next Append completes.
func (t *Table) Put(path string, text []byte) {
	t.put(t.columnOf(t.node(path)), token{isText, text})
}

// Rows is how many rows were appended.
func (t *Table) Rows() int64 {
	n := int64(t.row)
	for _, size := range t.sizes {
		n += int64(size)
	}
	return n
}

// object reads the members of an object whose names go below n.
func (t *Table) object(c *Cursor, n *node, depth int) error {
	more, err := c.open('{')
	prev := -1
	for more && err == nil {
		var key []byte
		if key, err = c.key(); err != nil {
			return err
		}
		var child *node
		child, prev = t.child(n, key, prev)
		if err = t.value(c, child, depth+1); err == nil {
			more, err = c.next('}')
		}
	}
	return err
}

// value reads one value into n's column, or an object into the columns below n.
func (t *Table) value(c *Cursor, n *node, depth int) error {
	first := c.Peek()
	if first == '{' && depth < t.opt.Depth && (n.known || n.col == nil || !n.col.given) {
		return t.object(c, n, depth)
	}
	if first == '[' && n.known {
		if inner := c.only(); inner != nil {
			return t.object(inner, n, depth)
		}
	}
	col := t.columnOf(n)
	if len(t.columns) > t.opt.Columns {
		return fmt.Errorf("more than %d columns: the last one is %s", t.opt.Columns, n.path)
	}
	return t.fill(c, col)
}

// fill reads one value of any kind into col.
func (t *Table) fill(c *Cursor, col *column) error {
	first := c.Peek()
	switch {
	case col.list:
		return t.run(c, col)
	case first == '{' || first == '[':
		return t.structure(c, col)
	}
	tok, err := c.scalar()
	if err == nil {
		t.put(col, tok)
	}
	return err
}

// structure keeps an object or array as JSON text.
func (t *Table) structure(c *Cursor, col *column) error {
	tok, err := c.structure()
	if err != nil {
		return err
	}
	t.put(col, tok)
	switch {
	case col.objects:
	case tok.text[0] == '[':
		col.count.Arrays++
	default:
		col.count.Objects++
	}
	return nil
}

// put fills this row's place in col, or, when its type cannot hold the value, the place in the column beside it.
func (t *Table) put(col *column, tok token) {
	col.at(t.row)
	if col.put(tok) {
		return
	}
	col.null(1)
	t.beside(col, tok.text)
}

func (t *Table) beside(col *column, text []byte) {
	raw := t.rawOf(col)
	raw.at(t.row)
	raw.put(token{isText, text})
	col.count.unheld(col.field.Type, text)
}

// run reads a value of a list column: an array, whose inner arrays are flattened as Elasticsearch flattens them,
// or a single value.
func (t *Table) run(c *Cursor, col *column) error {
	col.at(t.row)
	l := col.store.(*lists)
	c.space()
	start, before := c.pos, l.item.n
	if c.Peek() == 'n' {
		_, err := c.scalar()
		col.null(1)
		return err
	}
	held, err := items(c, l.item)
	if err != nil {
		return err
	}
	if !held {
		l.item.cut(before)
		col.null(1)
		t.beside(col, compact(c.data[start:c.pos]))
		return nil
	}
	l.close()
	col.n++
	return nil
}

// items appends one value, or all in an array, and reports whether every one was held.
func items(c *Cursor, item *column) (held bool, err error) {
	held = true
	switch c.Peek() {
	case '[':
		err = c.Array(func() error {
			ok, err := items(c, item)
			held = held && ok
			return err
		})
		return held, err
	case '{':
		tok, err := c.structure()
		return err == nil && item.put(tok), err
	}
	tok, err := c.scalar()
	return err == nil && item.put(tok), err
}

// flush hands the rows over as one record's worth of arrays.
func (t *Table) flush() {
	if t.row == 0 {
		return
	}
	for _, c := range t.columns {
		c.null(t.row - c.n)
		for len(c.done) < len(t.sizes) {
			c.done = append(c.done, nil)
		}
		c.done = append(c.done, c.take())
	}
	t.sizes = append(t.sizes, t.row)
	t.row, t.bytes = 0, 0
}
