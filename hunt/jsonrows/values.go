package jsonrows

// AppendValues reads one array from c as the next row: its elements are the values of the given columns, in their
// order. This is the form of rows in answers of SQL services. After an error the table gives nothing but that error.
func (t *Table) AppendValues(c *Cursor) error {
	if t.err != nil {
		return t.err
	}
	given, i := t.given(), 0
	t.err = c.Array(func() error {
		if i == len(given) {
			return c.wrong("a row has more values than there are columns")
		}
		i++
		return t.fill(c, given[i-1])
	})
	if t.err == nil && i < len(given) {
		t.err = c.wrong("a row has fewer values than there are columns")
	}
	if t.err == nil {
		t.row++
		t.flushFull()
	}
	return t.err
}

// given is the columns that the options named: the first ones.
func (t *Table) given() []*column { return t.columns[:len(t.opt.Fields)] }
