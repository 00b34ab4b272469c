package jsonrows

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
)

// Count says how many values of a column were not as its type says, and where they went.
type Count struct {
	Column    string // the column's name
	Arrays    int64  // arrays where one value was expected: kept as JSON text
	Objects   int64  // objects where a value was expected: kept as JSON text
	Unheld    int64  // values that the type cannot hold: null, and as text in the column NAME__raw
	Repeated  int64  // values whose name came again in the same row: the last one stands
	Shortened int64  // moments with digits below a microsecond, which were cut

	kind  string // the type of the column when Unheld
	first string // an example of what was not held
}

const exampleBytes = 60

func (c *Count) unheld(dt arrow.DataType, text []byte) {
	if c.Unheld++; c.Unheld > 1 {
		return
	}
	c.kind = dt.String()
	if c.first = string(text); len(c.first) > exampleBytes {
		c.first = c.first[:exampleBytes] + "..."
	}
}

func (c *Count) any() bool {
	return c.Arrays+c.Objects+c.Unheld+c.Repeated+c.Shortened > 0
}

func (c *Count) notes(name string) (notes []string) {
	say := func(n int64, format string, more ...any) {
		if n > 0 {
			notes = append(notes, name+": "+plural(n)+fmt.Sprintf(format, more...))
		}
	}
	if c.Unheld == 0 {
		say(c.Arrays, "an unexpected array, kept as JSON text")
		say(c.Objects, "an object instead of a value, kept as JSON text")
	}
	say(c.Unheld, "no %s: null here, as it came in %s__raw (first: %q)", c.kind, name, c.first)
	say(c.Repeated, "a name that came twice, of which the last value stands")
	say(c.Shortened, "a moment with digits below a microsecond, which were cut")
	return notes
}

func plural(n int64) string {
	if n == 1 {
		return "1 row has "
	}
	return fmt.Sprintf("%d rows have ", n)
}
