package values

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"gohunt/hunt/bind"
)

// From makes one record of a slice whose elements are structs, maps with text keys, or pointers to these. A struct
// inside a struct and a map inside a map become dotted columns. A field's column is called by its tag hunt:"name",
// else json:"name", else its own name; "-" leaves it out. Struct columns come in the order of the fields, map columns in
// alphabetical order. notes tell of columns whose values were of different kinds and became text.
func From(rows any) (record arrow.Record, notes []string, err error) {
	list := reflect.ValueOf(rows)
	if !list.IsValid() || list.Kind() != reflect.Slice && list.Kind() != reflect.Array {
		return nil, nil, fmt.Errorf("%T is no slice of structs or maps", rows)
	}
	c := &collector{places: map[string]int{}}
	c.declare(list.Type().Elem())
	for i := range list.Len() {
		if err := c.row(list.Index(i)); err != nil {
			return nil, nil, fmt.Errorf("element %d: %w", i, err)
		}
	}
	if len(c.columns) == 0 {
		return nil, nil, fmt.Errorf("%T has no columns", rows)
	}
	return c.record()
}

// collector gathers values by column.
type collector struct {
	places  map[string]int
	columns []*gathered
	rows    int
	mapped  bool // columns come from map keys, which have no order
}

type gathered struct {
	name   string
	values []any
	typ    arrow.DataType // what an empty column is
}

// declare makes the columns of a struct type known, so that an empty slice has them too.
func (c *collector) declare(t reflect.Type) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() == reflect.Struct && !scalarStruct(t) {
		c.declareFields("", t)
	}
}

func (c *collector) declareFields(prefix string, t reflect.Type) {
	for i := range t.NumField() {
		name, ok := fieldName(t.Field(i))
		if !ok {
			continue
		}
		inner := t.Field(i).Type
		if inner.Kind() == reflect.Struct && !scalarStruct(inner) {
			c.declareFields(below(prefix, t.Field(i), name), inner)
			continue
		}
		c.column(prefix + name).typ = emptyType(inner)
	}
}

func (c *collector) column(name string) *gathered {
	i, ok := c.places[name]
	if !ok {
		i = len(c.columns)
		c.places[name] = i
		c.columns = append(c.columns, &gathered{name: name})
	}
	return c.columns[i]
}

func (c *collector) set(name string, v any) {
	col := c.column(name)
	for len(col.values) < c.rows {
		col.values = append(col.values, nil)
	}
	col.values = append(col.values[:c.rows], v)
}

func (c *collector) row(r reflect.Value) error {
	for r.Kind() == reflect.Pointer || r.Kind() == reflect.Interface {
		if r.IsNil() {
			c.rows++
			return nil
		}
		r = r.Elem()
	}
	switch {
	case r.Kind() == reflect.Struct && !scalarStruct(r.Type()):
		c.fields("", r)
	case r.Kind() == reflect.Map && r.Type().Key().Kind() == reflect.String:
		c.mapped = true
		c.keys("", r)
	default:
		return fmt.Errorf("%s is neither a struct nor a map with text keys", r.Type())
	}
	c.rows++
	return nil
}

func (c *collector) fields(prefix string, r reflect.Value) {
	for i := range r.NumField() {
		field := r.Type().Field(i)
		name, ok := fieldName(field)
		if !ok {
			continue
		}
		if v := r.Field(i); v.Kind() == reflect.Struct && !scalarStruct(v.Type()) {
			c.fields(below(prefix, field, name), v)
		} else {
			c.set(prefix+name, v.Interface())
		}
	}
}

func (c *collector) keys(prefix string, r reflect.Value) {
	for it := r.MapRange(); it.Next(); {
		name, v := prefix+it.Key().String(), it.Value()
		for v.Kind() == reflect.Interface && !v.IsNil() {
			v = v.Elem()
		}
		if v.Kind() == reflect.Map && v.Type().Key().Kind() == reflect.String {
			c.keys(name+".", v)
		} else {
			c.set(name, v.Interface())
		}
	}
}

func (c *collector) record() (arrow.Record, []string, error) {
	if c.mapped {
		slices.SortStableFunc(c.columns, func(a, b *gathered) int { return strings.Compare(a.name, b.name) })
	}
	var fields []arrow.Field
	var arrays []arrow.Array
	var notes []string
	for _, col := range c.columns {
		a, note := col.array(c.rows)
		fields = append(fields, arrow.Field{Name: col.name, Type: a.DataType(), Nullable: true})
		arrays = append(arrays, a)
		if note != "" {
			notes = append(notes, note)
		}
	}
	schema := arrow.NewSchema(bind.Unique(fields), nil)
	return array.NewRecord(schema, arrays, int64(c.rows)), notes, nil
}

func (g *gathered) array(rows int) (arrow.Array, string) {
	for len(g.values) < rows {
		g.values = append(g.values, nil)
	}
	a, mixed := Column(g.values)
	if a.NullN() == a.Len() && g.typ != nil {
		return array.MakeArrayOfNull(memory.DefaultAllocator, g.typ, a.Len()), ""
	}
	if mixed == 0 {
		return a, ""
	}
	return a, fmt.Sprintf("%s: values of different kinds, %d of them turned into text", g.name, mixed)
}

// fieldName is the column of a field; false when it has none.
func fieldName(f reflect.StructField) (string, bool) {
	for _, tag := range []string{"hunt", "json"} {
		name, _, _ := strings.Cut(f.Tag.Get(tag), ",")
		if name == "-" {
			return "", false
		}
		if name != "" {
			return name, f.IsExported()
		}
	}
	return f.Name, f.IsExported()
}

// below is the prefix of a struct's fields inside another; an embedded struct adds none.
func below(prefix string, f reflect.StructField, name string) string {
	if f.Anonymous {
		return prefix
	}
	return prefix + name + "."
}

// scalarStruct tells the structs that are one value: times, and what prints itself.
func scalarStruct(t reflect.Type) bool {
	return t == reflect.TypeFor[time.Time]() || t.Implements(reflect.TypeFor[fmt.Stringer]())
}

// emptyType is the column type of a field before there are values.
func emptyType(t reflect.Type) arrow.DataType {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == reflect.TypeFor[time.Time]() {
		return Moment
	}
	if t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8 {
		return arrow.ListOf(emptyType(t.Elem()))
	}
	k, _ := kindOf(plain(reflect.Zero(t).Interface()))
	return arrowTypes[k]
}
