package essql

import (
	"gohunt/notebooks/lab/index"
)

// Type is a type of Elasticsearch SQL by its lower-case name, as answers have it.
type Type string

// The types of columns and expressions here.
const (
	Null     Type = "null"
	Boolean  Type = "boolean"
	Integer  Type = "integer"
	Long     Type = "long"
	Float    Type = "float"
	Double   Type = "double"
	Keyword  Type = "keyword"
	Text     Type = "text"
	IP       Type = "ip"
	Datetime Type = "datetime"
	Date     Type = "date"
)

// typeNames are the names that CAST and parameters use.
var typeNames = map[string]Type{
	"null": Null, "boolean": Boolean, "bool": Boolean, "byte": Integer, "short": Integer, "integer": Integer, "int": Integer, "long": Long, "bigint": Long,
	"tinyint": Integer, "smallint": Integer, "float": Float, "real": Float, "double": Double, "keyword": Keyword, "string": Keyword, "varchar": Keyword,
	"text": Text, "ip": IP, "datetime": Datetime, "timestamp": Datetime, "date": Date, "time": Datetime,
}

// TypeOf returns the type of a name as parameters have it, in any case; false if there is none.
func TypeOf(name string) (Type, bool) {
	t, ok := typeNames[lower(name)]
	return t, ok
}

func (t Type) isNumber() bool {
	switch t {
	case "byte", "short", Integer, Long, Float, "half_float", Double:
		return true
	}
	return false
}

func (t Type) isString() bool {
	switch t {
	case Keyword, Text, "wildcard", "constant_keyword", "match_only_text":
		return true
	}
	return false
}

func (t Type) isDate() bool { return t == Datetime || t == Date }

// engine is the type by which the embedded engine knows it.
func (t Type) engine() string {
	switch {
	case t == Boolean:
		return "BOOLEAN"
	case t == Float || t == Double || t == "half_float":
		return "DOUBLE"
	case t.isNumber():
		return "BIGINT"
	case t.isDate():
		return "TIMESTAMP"
	}
	return "VARCHAR"
}

// displaySizes are the widths that the JDBC driver is told.
var displaySizes = map[Type]int{Null: 0, Boolean: 1, "byte": 5, "short": 6, Integer: 11, Long: 20, Float: 15, "half_float": 25, Double: 25, IP: 45, Datetime: 34, Date: 29}

// DisplaySize returns the width of a column of the type, in characters.
func (t Type) DisplaySize() int {
	if n, ok := displaySizes[t]; ok {
		return n
	}
	return 32766
}

// fieldType returns the SQL type of a mapped field: a date is a datetime, the others keep their names.
func fieldType(f *index.Field) Type {
	if f.Kind == index.Date {
		return Datetime
	}
	if f.Type == "match_only_text" {
		return Text
	}
	return Type(f.Type)
}
