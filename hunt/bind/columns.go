package bind

import (
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
)

// Columns is the index of a schema's names. It is built once and shared by all frames of the same schema.
type Columns struct {
	schema *arrow.Schema
	exact  map[string]int
	folded map[string]int
}

// NewColumns indexes schema. Names that differ only in case are expected to be told apart before (see Unique).
func NewColumns(schema *arrow.Schema) *Columns {
	c := &Columns{schema: schema, exact: make(map[string]int, schema.NumFields()), folded: make(map[string]int, schema.NumFields())}
	for i, f := range schema.Fields() {
		c.exact[f.Name] = i
		if lower := strings.ToLower(f.Name); !has(c.folded, lower) {
			c.folded[lower] = i
		}
	}
	return c
}

// Schema is what was indexed.
func (c *Columns) Schema() *arrow.Schema { return c.schema }

// Find is the position of a column by its name, exactly or else in any case; -1 when there is none.
func (c *Columns) Find(name string) int {
	if i, ok := c.exact[name]; ok {
		return i
	}
	if i, ok := c.folded[strings.ToLower(name)]; ok {
		return i
	}
	return -1
}

// Names are the column names in order.
func (c *Columns) Names() []string {
	names := make([]string, c.schema.NumFields())
	for i, f := range c.schema.Fields() {
		names[i] = f.Name
	}
	return names
}

// Quote makes name an identifier that the engine takes as it is.
func Quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// Unique tells names apart that the engine would take for one: the second of a name, in whatever case, gets the
// ending __cs2, the third __cs3. Empty names become column1, column2 by their place.
func Unique(fields []arrow.Field) []arrow.Field {
	out := make([]arrow.Field, len(fields))
	taken := make(map[string]bool, len(fields))
	for i, f := range fields {
		f.Name = free(f.Name, i, taken)
		taken[strings.ToLower(f.Name)] = true
		out[i] = f
	}
	return out
}

func free(name string, place int, taken map[string]bool) string {
	if name == "" {
		name = "column" + itoa(place+1)
	}
	candidate := name
	for n := 2; taken[strings.ToLower(candidate)]; n++ {
		candidate = name + "__cs" + itoa(n)
	}
	return candidate
}

func has(m map[string]int, key string) bool {
	_, ok := m[key]
	return ok
}
