package essql

import (
	"fmt"
	"strconv"
	"strings"
)

func itoa(n int) string { return strconv.Itoa(n) }

// dateUnits are the units of DATE_TRUNC and its like, with their other names.
var dateUnits = map[string]string{
	"years": "year", "year": "year", "yyyy": "year", "yy": "year", "quarters": "quarter", "quarter": "quarter", "qq": "quarter", "q": "quarter",
	"months": "month", "month": "month", "mm": "month", "m": "month", "weeks": "week", "week": "week", "ww": "week", "wk": "week",
	"days": "day", "day": "day", "dd": "day", "d": "day", "hours": "hour", "hour": "hour", "hh": "hour", "minutes": "minute", "minute": "minute", "mi": "minute", "n": "minute",
	"seconds": "second", "second": "second", "ss": "second", "s": "second", "milliseconds": "millisecond", "millisecond": "millisecond", "ms": "millisecond",
}

// unit reads the first argument of a date function, a constant unit.
func (c *compiler) unit(e *call, v value) (string, error) {
	unit, ok := dateUnits[lower(v.literal)]
	if !ok || !v.fixed {
		return "", verification(c.sql, e.at(), "first argument of [%s] must be one of [YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE, SECOND, MILLISECOND] or their aliases; found value [%s]", e.name, v.literal)
	}
	return unit, nil
}

func (c *compiler) dateTrunc(e *call) (value, error) {
	args, err := c.arguments(e, 2, 2)
	if err != nil {
		return value{}, err
	}
	unit, err := c.unit(e, args[0])
	if err != nil {
		return value{}, err
	}
	if err := c.needsDate(e, args[1]); err != nil {
		return value{}, err
	}
	return value{sql: "date_trunc('" + unit + "', " + args[1].sql + ")", kind: Datetime}, nil
}

func (c *compiler) needsDate(e *call, v value) error {
	if !v.kind.isDate() && v.kind != Null {
		return verification(c.sql, e.at(), "argument of [%s] must be [date or datetime], found type [%s]", e.name, v.kind)
	}
	return nil
}

// datePart compiles DATE_ADD(unit, n, date), DATE_DIFF(unit, from, to) and DATE_PART(unit, date).
func (c *compiler) datePart(e *call) (value, error) {
	count := 3
	if strings.HasSuffix(e.name, "PART") {
		count = 2
	}
	args, err := c.arguments(e, count, count)
	if err != nil {
		return value{}, err
	}
	unit, err := c.unit(e, args[0])
	if err != nil {
		return value{}, err
	}
	if err := c.needsDate(e, args[count-1]); err != nil {
		return value{}, err
	}
	last := args[count-1].sql
	switch {
	case count == 2:
		return value{sql: "date_part('" + unit + "', " + last + ")::BIGINT", kind: Integer}, nil
	case strings.HasSuffix(e.name, "DIFF"):
		return value{sql: fmt.Sprintf("date_diff('%s', %s, %s)", unit, args[1].sql, last), kind: Integer}, c.needsDate(e, args[1])
	}
	if unit == "quarter" {
		return value{sql: fmt.Sprintf("(%s + to_months((3 * %s)::INT))", last, args[1].sql), kind: Datetime}, nil
	}
	return value{sql: fmt.Sprintf("(%s + (%s) * INTERVAL 1 %s)", last, args[1].sql, unit), kind: Datetime}, nil
}

// histogram compiles HISTOGRAM(date, INTERVAL n unit) and HISTOGRAM(number, width).
func (c *compiler) histogram(e *call) (value, error) {
	args, err := c.arguments(e, 2, 2)
	if err != nil {
		return value{}, err
	}
	if i, ok := e.args[1].(*interval); ok {
		if err := c.needsDate(e, args[0]); err != nil {
			return value{}, err
		}
		if i.amount == "1" {
			return value{sql: "date_trunc('" + lower(i.unit) + "', " + args[0].sql + ")", kind: Datetime}, nil
		}
		return value{sql: "time_bucket(" + args[1].sql + ", " + args[0].sql + ", TIMESTAMP '1970-01-01')", kind: Datetime}, nil
	}
	if !numeric(args[0]) || !numeric(args[1]) {
		return value{}, verification(c.sql, e.at(), "HISTOGRAM needs a date and an interval, or two numbers")
	}
	return value{sql: fmt.Sprintf("(floor(%s / (%s)::DOUBLE) * %s)", args[0].sql, args[1].sql, args[1].sql), kind: args[0].kind}, nil
}
