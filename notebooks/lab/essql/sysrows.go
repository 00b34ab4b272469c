package essql

import (
	"strings"

	"gohunt/notebooks/lab/index"
)

// matches reports whether a name fits a pattern with * and ?; the empty pattern fits every name.
func matches(pattern, name string) bool {
	if pattern == "" {
		return true
	}
	head, rest, star := strings.Cut(pattern, "*")
	if len(name) < len(head) {
		return false
	}
	for i := 0; i < len(head); i++ {
		if head[i] != '?' && head[i] != name[i] {
			return false
		}
	}
	name = name[len(head):]
	if !star {
		return name == ""
	}
	for i := 0; i <= len(name); i++ {
		if matches(rest, name[i:]) {
			return true
		}
	}
	return false
}

// tableName is what an index is called as a table: a data stream by its own name.
func tableName(x *index.Index) string {
	if x.Stream != "" {
		return x.Stream
	}
	return x.Name
}

func columns(list ...any) []Column {
	var out []Column
	for i := 0; i < len(list); i += 2 {
		out = append(out, Column{list[i].(string), list[i+1].(Type)})
	}
	return out
}

// Rows answers SHOW TABLES and SYS TABLES.
func (s *Show) Rows(indices []*index.Index) ([]Column, [][]any) {
	if s.Sys {
		return s.sys(indices)
	}
	var rows [][]any
	for _, x := range indices {
		if matches(s.Pattern, tableName(x)) {
			rows = append(rows, []any{catalogName, tableName(x), "TABLE", "INDEX"})
		}
	}
	return columns("catalog", Keyword, "name", Keyword, "type", Keyword, "kind", Keyword), rows
}

func (s *Show) sys(indices []*index.Index) ([]Column, [][]any) {
	head := columns("TABLE_CAT", Keyword, "TABLE_SCHEM", Keyword, "TABLE_NAME", Keyword, "TABLE_TYPE", Keyword, "REMARKS", Keyword, "TYPE_CAT", Keyword,
		"TYPE_SCHEM", Keyword, "TYPE_NAME", Keyword, "SELF_REFERENCING_COL_NAME", Keyword, "REF_GENERATION", Keyword)
	var rows [][]any
	if s.Types {
		return head, [][]any{{nil, nil, nil, "TABLE", nil, nil, nil, nil, nil, nil}, {nil, nil, nil, "VIEW", nil, nil, nil, nil, nil, nil}}
	}
	for _, x := range indices {
		if !s.None && matches(s.Pattern, tableName(x)) {
			rows = append(rows, []any{catalogName, nil, tableName(x), "TABLE", "", nil, nil, nil, nil, nil})
		}
	}
	return head, rows
}

// Rows answers DESCRIBE, SHOW COLUMNS and SYS COLUMNS over the indices that the pattern named.
func (d *Describe) Rows(indices []*index.Index) ([]Column, [][]any) {
	if d.Sys {
		return d.sys(indices)
	}
	var rows [][]any
	seen := map[string]bool{}
	for _, x := range indices {
		for _, name := range x.Mapping.Names() {
			if !seen[name] {
				seen[name] = true
				t := fieldType(x.Mapping.Field(name))
				rows = append(rows, []any{name, jdbcTypes[t].name, string(t)})
			}
		}
	}
	return columns("column", Keyword, "type", Keyword, "mapping", Keyword), rows
}

// jdbc is a type as java.sql.Types numbers it.
type jdbc struct {
	name      string
	number    int64
	precision int64
}

var jdbcTypes = map[Type]jdbc{
	Boolean: {"BOOLEAN", 16, 1}, "byte": {"TINYINT", -6, 3}, "short": {"SMALLINT", 5, 5}, Integer: {"INTEGER", 4, 10}, Long: {"BIGINT", -5, 19},
	Float: {"REAL", 7, 7}, "half_float": {"FLOAT", 6, 3}, Double: {"DOUBLE", 8, 15}, Keyword: {"VARCHAR", 12, 32766}, "constant_keyword": {"VARCHAR", 12, 32766},
	"wildcard": {"VARCHAR", 12, 2147483647}, Text: {"VARCHAR", 12, 2147483647}, IP: {"VARCHAR", 12, 45}, Datetime: {"TIMESTAMP", 93, 3}, Date: {"DATE", 91, 0}, Null: {"NULL", 0, 0},
}

func (d *Describe) sys(indices []*index.Index) ([]Column, [][]any) {
	head := columns("TABLE_CAT", Keyword, "TABLE_SCHEM", Keyword, "TABLE_NAME", Keyword, "COLUMN_NAME", Keyword, "DATA_TYPE", Integer, "TYPE_NAME", Keyword,
		"COLUMN_SIZE", Integer, "BUFFER_LENGTH", Integer, "DECIMAL_DIGITS", Integer, "NUM_PREC_RADIX", Integer, "NULLABLE", Integer, "REMARKS", Keyword,
		"COLUMN_DEF", Keyword, "SQL_DATA_TYPE", Integer, "SQL_DATETIME_SUB", Integer, "CHAR_OCTET_LENGTH", Integer, "ORDINAL_POSITION", Integer,
		"IS_NULLABLE", Keyword, "SCOPE_CATALOG", Keyword, "SCOPE_SCHEMA", Keyword, "SCOPE_TABLE", Keyword, "SOURCE_DATA_TYPE", Type("short"), "IS_AUTOINCREMENT", Keyword, "IS_GENERATEDCOLUMN", Keyword)
	var rows [][]any
	for _, x := range indices {
		if !matches(d.Pattern, tableName(x)) {
			continue
		}
		for i, name := range x.Mapping.Names() {
			if matches(d.Column, name) {
				rows = append(rows, sysColumn(tableName(x), name, fieldType(x.Mapping.Field(name)), int64(i+1)))
			}
		}
	}
	return head, rows
}

func sysColumn(table, name string, t Type, position int64) []any {
	j := jdbcTypes[t]
	var radix any
	if t.isNumber() {
		radix = int64(10)
	}
	return []any{catalogName, nil, table, name, j.number, strings.ToUpper(string(t)), j.precision, j.precision, nil, radix, int64(1), nil, nil, j.number, int64(0), nil,
		position, "YES", nil, nil, nil, nil, "NO", "NO"}
}

// Rows answers SYS TYPES.
func (*SysTypes) Rows() ([]Column, [][]any) {
	head := columns("TYPE_NAME", Keyword, "DATA_TYPE", Integer, "PRECISION", Integer, "LITERAL_PREFIX", Keyword, "LITERAL_SUFFIX", Keyword, "CREATE_PARAMS", Keyword,
		"NULLABLE", Type("short"), "CASE_SENSITIVE", Boolean, "SEARCHABLE", Type("short"), "UNSIGNED_ATTRIBUTE", Boolean, "FIXED_PREC_SCALE", Boolean, "AUTO_INCREMENT", Boolean,
		"LOCAL_TYPE_NAME", Keyword, "MINIMUM_SCALE", Type("short"), "MAXIMUM_SCALE", Type("short"), "SQL_DATA_TYPE", Integer, "SQL_DATETIME_SUB", Integer, "NUM_PREC_RADIX", Integer)
	var rows [][]any
	for _, t := range []Type{Boolean, Integer, Long, Float, Double, Keyword, Text, IP, Datetime} {
		j := jdbcTypes[t]
		rows = append(rows, []any{strings.ToUpper(string(t)), j.number, j.precision, "'", "'", nil, int64(2), t.isString(), int64(3), !t.isNumber(), false, false, nil, nil, nil, j.number, int64(0), nil})
	}
	return head, rows
}
