//go:build cgo

package duckdb

import (
	"errors"
	"fmt"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
)

// checked looks at a table before C sees it: what would be cut, mixed up or read wrongly there is said here.
func checked(name string, schema *arrow.Schema, records []arrow.Record) error {
	switch {
	case name == "":
		return errors.New("a table needs a name")
	case strings.ContainsRune(name, 0):
		return errors.New("a table's name can't hold a NUL character")
	case schema == nil || schema.NumFields() == 0:
		return errors.New("a table needs at least one column")
	}
	if err := checkFields(schema); err != nil {
		return err
	}
	return checkRecords(schema, records)
}

func checkFields(schema *arrow.Schema) error {
	first := map[string]string{}
	for _, f := range schema.Fields() {
		if strings.ContainsRune(f.Name, 0) {
			return fmt.Errorf("column %q: a column's name can't hold a NUL character", f.Name)
		}
		if before, met := first[folded(f.Name)]; met {
			return fmt.Errorf("columns %q and %q: SQL names do not tell them apart, rename one", before, f.Name)
		}
		first[folded(f.Name)] = f.Name
		if reason := misread(f.Type, false); reason != "" {
			return fmt.Errorf("column %q of type %s: %s", f.Name, f.Type, reason)
		}
	}
	return nil
}

// misread says why DuckDB 1.5 would read a type wrongly, or fail in a way that nobody understands; empty: it does not.
func misread(t arrow.DataType, inList bool) string {
	switch t := t.(type) {
	case *arrow.DayTimeIntervalType:
		return "days and milliseconds would be mixed up"
	case *arrow.DictionaryType:
		if inList {
			return "a dictionary inside a list can't be read"
		}
		return misread(t.ValueType, inList)
	case arrow.UnionType:
		return "a union can't be read"
	case *arrow.StructType:
		return misreadAny(t.Fields(), inList)
	case arrow.NestedType:
		return misreadAny(t.Fields(), true)
	}
	return ""
}

func misreadAny(fields []arrow.Field, inList bool) string {
	for _, f := range fields {
		if reason := misread(f.Type, inList); reason != "" {
			return reason
		}
	}
	return ""
}

func checkRecords(schema *arrow.Schema, records []arrow.Record) error {
	for i, r := range records {
		if int(r.NumCols()) != schema.NumFields() {
			return fmt.Errorf("record %d has %d columns, the schema %d", i, r.NumCols(), schema.NumFields())
		}
		for k, f := range schema.Fields() {
			if got := r.Column(k).DataType(); !arrow.TypeEqual(got, f.Type) {
				return fmt.Errorf("column %q is %s in record %d, the schema says %s", f.Name, got, i, f.Type)
			}
		}
	}
	return nil
}
