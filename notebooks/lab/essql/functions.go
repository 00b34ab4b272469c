package essql

import (
	"fmt"
	"strings"

	"gohunt/notebooks/lab/dsl"
)

// function is a scalar function: how many arguments it takes, what it gives, and its text for the engine
// with a verb %s an argument. Its kind is empty where it gives the type of its first argument.
type function struct {
	min, max int
	kind     Type
	sql      string
}

var functions = map[string]function{
	"YEAR": {1, 1, Integer, "year(%s)"}, "QUARTER": {1, 1, Integer, "quarter(%s)"}, "MONTH": {1, 1, Integer, "month(%s)"}, "MONTH_OF_YEAR": {1, 1, Integer, "month(%s)"},
	"DAY": {1, 1, Integer, "day(%s)"}, "DAY_OF_MONTH": {1, 1, Integer, "day(%s)"}, "DOM": {1, 1, Integer, "day(%s)"},
	"DAY_OF_YEAR": {1, 1, Integer, "dayofyear(%s)"}, "DOY": {1, 1, Integer, "dayofyear(%s)"},
	"DAY_OF_WEEK": {1, 1, Integer, "(dayofweek(%s) + 1)"}, "DOW": {1, 1, Integer, "(dayofweek(%s) + 1)"}, "DAYOFWEEK": {1, 1, Integer, "(dayofweek(%s) + 1)"},
	"ISO_DAY_OF_WEEK": {1, 1, Integer, "isodow(%s)"}, "ISODOW": {1, 1, Integer, "isodow(%s)"}, "ISO_WEEK_OF_YEAR": {1, 1, Integer, "weekofyear(%s)"},
	"HOUR": {1, 1, Integer, "hour(%s)"}, "HOUR_OF_DAY": {1, 1, Integer, "hour(%s)"}, "MINUTE": {1, 1, Integer, "minute(%s)"}, "MINUTE_OF_HOUR": {1, 1, Integer, "minute(%s)"},
	"MINUTE_OF_DAY": {1, 1, Integer, "(hour(%[1]s) * 60 + minute(%[1]s))"}, "SECOND": {1, 1, Integer, "second(%s)"}, "SECOND_OF_MINUTE": {1, 1, Integer, "second(%s)"},
	"MONTH_NAME": {1, 1, Keyword, "monthname(%s)"}, "DAY_NAME": {1, 1, Keyword, "dayname(%s)"},
	"LENGTH": {1, 1, Integer, "length(rtrim(%s))"}, "CHAR_LENGTH": {1, 1, Integer, "length(%s)"}, "CHARACTER_LENGTH": {1, 1, Integer, "length(%s)"}, "OCTET_LENGTH": {1, 1, Integer, "strlen(%s)"},
	"LCASE": {1, 1, Keyword, "lower(%s)"}, "UCASE": {1, 1, Keyword, "upper(%s)"}, "TRIM": {1, 1, Keyword, "trim(%s)"}, "LTRIM": {1, 1, Keyword, "ltrim(%s)"}, "RTRIM": {1, 1, Keyword, "rtrim(%s)"},
	"CONCAT": {2, 2, Keyword, "concat(%s, %s)"}, "LEFT": {2, 2, Keyword, "left(%s, %s)"}, "RIGHT": {2, 2, Keyword, "right(%s, %s)"}, "SUBSTRING": {2, 3, Keyword, "substring(%s, %s, %s)"},
	"REPLACE": {3, 3, Keyword, "replace(%s, %s, %s)"}, "LOCATE": {2, 2, Integer, "strpos(%[2]s, %[1]s)"}, "POSITION": {2, 2, Integer, "strpos(%[2]s, %[1]s)"},
	"STARTS_WITH": {2, 2, Boolean, "starts_with(%s, %s)"}, "REPEAT": {2, 2, Keyword, "repeat(%s, %s)"}, "ASCII": {1, 1, Integer, "ascii(%s)"},
	"ABS": {1, 1, "", "abs(%s)"}, "CEIL": {1, 1, Long, "ceil(%s)"}, "CEILING": {1, 1, Long, "ceil(%s)"}, "FLOOR": {1, 1, Long, "floor(%s)"}, "SIGN": {1, 1, Integer, "sign(%s)"},
	"ROUND": {1, 2, "", "round(%s, %s)"}, "SQRT": {1, 1, Double, "sqrt(%s)"}, "POWER": {2, 2, Double, "pow(%s, %s)"}, "MOD": {2, 2, "", "(%s %% %s)"},
	"EXP": {1, 1, Double, "exp(%s)"}, "LOG": {1, 1, Double, "ln(%s)"}, "LOG10": {1, 1, Double, "log10(%s)"},
	"COALESCE": {1, 9, "", ""}, "IFNULL": {2, 2, "", ""}, "ISNULL": {2, 2, "", ""}, "NVL": {2, 2, "", ""}, "NULLIF": {2, 2, "", "nullif(%s, %s)"},
	"GREATEST": {1, 9, "", ""}, "LEAST": {1, 9, "", ""}, "IIF": {2, 3, "", ""},
}

// many are the functions that take any number of arguments, by the engine's name.
var many = map[string]string{"COALESCE": "coalesce", "IFNULL": "coalesce", "ISNULL": "coalesce", "NVL": "coalesce", "GREATEST": "greatest", "LEAST": "least"}

var aggregates = map[string]string{"COUNT": "count", "SUM": "sum", "AVG": "avg", "MIN": "min", "MAX": "max", "STDDEV_POP": "stddev_pop", "VAR_POP": "var_pop"}

func (c *compiler) call(e *call) (value, error) {
	switch e.name {
	case "NOW", "CURRENT_TIMESTAMP":
		return value{sql: dsl.Timestamp(c.source.Now), kind: Datetime}, nil
	case "TODAY", "CURDATE", "CURRENT_DATE":
		return value{sql: dsl.Timestamp(midnight(c.source.Now)), kind: Date}, nil
	case "DATE_TRUNC", "DATETRUNC":
		return c.dateTrunc(e)
	case "HISTOGRAM":
		return c.histogram(e)
	case "DATE_ADD", "DATEADD", "TIMESTAMP_ADD", "DATE_DIFF", "DATEDIFF", "DATE_PART", "DATEPART":
		return c.datePart(e)
	}
	if _, ok := aggregates[e.name]; ok {
		return c.aggregate(e)
	}
	return c.scalar(e)
}

// arguments compiles the arguments, each of which must be one value a row.
func (c *compiler) arguments(e *call, least, most int) ([]value, error) {
	if e.star || e.distinct || len(e.args) < least || len(e.args) > most {
		return nil, parsing(c.sql, e.at(), fmt.Sprintf("error building [%s]: expects between [%d] and [%d] arguments", e.name, least, most))
	}
	var all []value
	for _, a := range e.args {
		v, err := c.value(a)
		if err != nil {
			return nil, err
		}
		if err := c.scalars(a.at(), v); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

func (c *compiler) scalar(e *call) (value, error) {
	f, ok := functions[e.name]
	if !ok {
		return value{}, verification(c.sql, e.at(), "Unknown function [%s]: the lab knows the commonly used ones", e.name)
	}
	args, err := c.arguments(e, f.min, f.max)
	if err != nil {
		return value{}, err
	}
	if e.name == "IIF" {
		return c.choice(iif(e))
	}
	if err := c.checkDates(e, f, args); err != nil {
		return value{}, err
	}
	v := value{kind: f.kind}
	if v.kind == "" {
		v.kind = args[0].kind
	}
	for _, a := range args[1:] {
		if f.kind == "" {
			v.kind = common(v.kind, a.kind)
		}
	}
	v.sql = "CAST(" + c.render(e.name, f, args) + " AS " + v.kind.engine() + ")"
	return v, nil
}

func iif(e *call) *choice {
	c := &choice{pos: e.pos, when: [][2]expr{{e.args[0], e.args[1]}}}
	if len(e.args) == 3 {
		c.other = e.args[2]
	}
	return c
}

// checkDates sees that functions of dates get dates, and those of text get text.
func (c *compiler) checkDates(e *call, f function, args []value) error {
	first := args[0].kind
	isDate := strings.Contains("YEAR QUARTER MONTH MONTH_OF_YEAR DAY DAY_OF_MONTH DOM DAY_OF_YEAR DOY DAY_OF_WEEK DOW DAYOFWEEK ISO_DAY_OF_WEEK ISODOW ISO_WEEK_OF_YEAR HOUR HOUR_OF_DAY MINUTE MINUTE_OF_HOUR MINUTE_OF_DAY SECOND SECOND_OF_MINUTE MONTH_NAME DAY_NAME", e.name)
	switch {
	case isDate && !first.isDate() && first != Null:
		return verification(c.sql, e.at(), "argument of [%s] must be [date or datetime], found type [%s]", e.name, first)
	case strings.Contains("ABS CEIL CEILING FLOOR SIGN ROUND SQRT POWER MOD EXP LOG LOG10", e.name) && !numeric(args[0]):
		return verification(c.sql, e.at(), "argument of [%s] must be [numeric], found type [%s]", e.name, first)
	}
	return nil
}

// render writes the engine's call. Text functions get text, and missing last arguments their defaults.
func (c *compiler) render(name string, f function, args []value) string {
	texts := make([]any, len(args))
	for i, a := range args {
		texts[i] = a.sql
		if f.kind == Keyword && i == 0 || name == "CONCAT" {
			texts[i] = c.text(a)
		}
	}
	if engine, ok := many[name]; ok {
		return engine + "(" + strings.TrimSuffix(fmt.Sprintf(strings.Repeat("%s, ", len(texts)), texts...), ", ") + ")"
	}
	if name == "ROUND" && len(texts) == 1 {
		texts = append(texts, "0")
	}
	if name == "SUBSTRING" && len(texts) == 2 {
		texts = append(texts, "2147483647")
	}
	return fmt.Sprintf(f.sql, texts...)
}
