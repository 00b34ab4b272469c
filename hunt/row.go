package hunt

import (
	"fmt"
	"time"

	"gohunt/hunt/table"
)

// Row is one row: a value for each column name. Values are nil (null), bool, int64, float64, string, time.Time (UTC),
// []byte, or a slice of these; a column that only SQL can make (decimal, struct, interval ...) comes as its text.
type Row map[string]any

// Str is the column's value as text, "" when it is null or there is no such column. Times are RFC 3339 in UTC.
func (r Row) Str(col string) string {
	switch v := r[col].(type) {
	case nil:
		return ""
	case string:
		return v
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	default:
		return fmt.Sprint(v)
	}
}

// Int is the column's value as a whole number; a fraction is cut, anything that is no number gives 0.
func (r Row) Int(col string) int {
	switch v := r[col].(type) {
	case int64:
		return int(v)
	case int:
		return v
	case float64:
		return int(v)
	default:
		return 0
	}
}

// Float is the column's value as a number, 0 when it is none.
func (r Row) Float(col string) float64 {
	switch v := r[col].(type) {
	case float64:
		return v
	case int64:
		return float64(v)
	case int:
		return float64(v)
	default:
		return 0
	}
}

// Time is the column's value as a UTC time, the zero time when it is none.
func (r Row) Time(col string) time.Time {
	t, _ := r[col].(time.Time)
	return t
}

// MIME is the row as a record: names, in alphabetical order, beside values.
func (r Row) MIME() map[string]any {
	if len(r) == 0 {
		return Text("an empty row").MIME()
	}
	v := viewOf([]Row{r})
	return map[string]any{"text/html": table.RecordHTML(v), "text/plain": table.RecordText(v)}
}
