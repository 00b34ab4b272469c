package bind

import (
	"errors"
	"fmt"
	"math"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
)

// schema makes a schema of texts out of names; "name:int" makes a whole number of it, "name:struct" a struct.
func schema(names ...string) *arrow.Schema {
	var fields []arrow.Field
	for _, n := range names {
		name, typ, _ := strings.Cut(n, ":")
		f := arrow.Field{Name: name, Type: arrow.BinaryTypes.String}
		switch typ {
		case "int":
			f.Type = arrow.PrimitiveTypes.Int64
		case "struct":
			f.Type = arrow.StructOf(arrow.Field{Name: "field", Type: arrow.BinaryTypes.String})
		}
		fields = append(fields, f)
	}
	return arrow.NewSchema(fields, nil)
}

var ecs = NewColumns(schema("@timestamp", "process.name", "process.parent.name", "process.command_line", "destination.ip",
	"source.port", "user", "at", "order", "day", "geo:struct", "n:int", "source.bytes:int"))

func TestExpr(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`process.name = 'powershell.exe'`, `"process.name" = 'powershell.exe'`},
		{`@timestamp > now() - INTERVAL 90 DAY`, `"@timestamp" > now() - INTERVAL 90 DAY`},
		{`Process.Name ILIKE '%process.name%' AND n > 1.5`, `"process.name" ILIKE '%process.name%' AND n > 1.5`},
		{`lower(process.command_line) LIKE '%-enc%'`, `lower("process.command_line") LIKE '%-enc%'`},
		{`"process.name" = 'x' -- process.nope`, `"process.name" = 'x' -- process.nope`},
		{`process.name = 'it''s process.nope' /* a.b /* c.d */ e.f */`, `"process.name" = 'it''s process.nope' /* a.b /* c.d */ e.f */`},
		{`process.name = E'\'process.nope' OR process.name = $$a.b'$$ OR process.name = $q$a.b$q$`,
			`"process.name" = E'\'process.nope' OR "process.name" = $$a.b'$$ OR "process.name" = $q$a.b$q$`},
		{`@timestamp::DATE`, `"@timestamp"::DATE`},
		{`CAST(@timestamp AS date)`, `CAST("@timestamp" AS date)`},
		{`date_trunc('day', @timestamp) = day`, `date_trunc('day', "@timestamp") = day`},
		{`user = 'bob'`, `"user" = 'bob'`},
		{`at > 'x' AND at AT TIME ZONE 'UTC' > 'y'`, `"at" > 'x' AND "at" AT TIME ZONE 'UTC' > 'y'`},
		{`sum(n) OVER (ORDER BY order)`, `sum(n) OVER (ORDER BY "order")`},
		{`"user" = 'bob'`, `"user" = 'bob'`},
		{`process.name.lower() = 'x'`, `"process.name".lower() = 'x'`},
		{`geo.field = 'x'`, `"geo".field = 'x'`},
		{`n>1e-3 AND n<0x1F`, `n>1e-3 AND n<0x1F`},
		{`process.nmae = 'x'`, `no column process.nmae; did you mean process.name?`},
		{`PROCESS.PARENT.NMAE = 'x'`, `no column PROCESS.PARENT.NMAE; did you mean process.parent.name?`},
		{`parent.name = 'x'`, `no column parent.name; did you mean process.parent.name?`},
		{`@timestmap > 1`, `no column @timestmap; did you mean @timestamp?`},
		{`dns.question.class = 'x'`, `no column dns.question.class; there are @timestamp, process.name, process.parent.name, process.command_line, destination.ip, source.port and 7 more columns`},
		{`process.name = 'unfinished`, `a string is not closed`},
		{`process.name = 'a''`, `a string is not closed`},
		{`n = 1) OR (n = 2`, `there is a ) too many`},
		{`(n = [1, 2)`, `there is a ) too many`},
		{`(n = 1`, `a ( is not closed`},
		{`n = 1; DROP TABLE x`, `there is more than one statement`},
		{`n = 1 /* and`, `a comment is not closed`},
		{`"n = 1`, `a quoted name is not closed`},
		{`n = $a$1`, `a string is not closed`},
		{`größe.länge = 1`, `no column größe.länge; there are @timestamp, process.name, process.parent.name, process.command_line, destination.ip, source.port and 7 more columns`},
	} {
		if got := exprText(c.in); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.in, got, c.want)
		}
	}
}

func exprText(in string, args ...any) string {
	got, err := Expr(in, args, ecs)
	var unknown *Unknown
	if errors.As(err, &unknown) {
		return unknown.Error() + "; " + unknown.Hint()
	}
	if err != nil {
		return err.Error()
	}
	return got.SQL
}

func TestArguments(t *testing.T) {
	at := time.Date(2022, 12, 1, 14, 0, 0, 1500, time.FixedZone("CET", 3600))
	for _, c := range []struct {
		in   string
		args []any
		want string
	}{
		{`process.name IN (?) AND n > ?`, []any{[]string{"mshta.exe", "cmd.exe"}, 3}, `"process.name" IN ('mshta.exe', 'cmd.exe') AND n > 3`},
		{`n IN (?, 7)`, []any{[]int{1, 2}}, `n IN (1, 2, 7)`},
		{`n NOT IN (?)`, []any{[]int64{}}, `n NOT IN (SELECT NULL::BIGINT WHERE false)`},
		{`process.name IN (?)`, []any{[]string{}}, `"process.name" IN (SELECT NULL::VARCHAR WHERE false)`},
		{`list_contains(?, process.name)`, []any{[]string{"a"}}, `list_contains(['a'], "process.name")`},
		{`process.name IN (lower(?))`, []any{"A"}, `"process.name" IN (lower('A'))`},
		{`process.name = ?`, []any{"it's ?"}, `"process.name" = 'it''s ?'`},
		{`process.name = '?' AND n = ?`, []any{1}, `"process.name" = '?' AND n = 1`},
		{`process.name = ?`, []any{"a\x00b"}, `"process.name" = ('a' || chr(0) || 'b')`},
		{`process.name = ?`, []any{"a\xffb"}, `the text argument "a\xffb" is not UTF-8`},
		{`n -?`, []any{-5}, `n -(-5)`},
		{`n > ?`, []any{0.1}, `n > 0.1::DOUBLE`},
		{`n > ?`, []any{math.Inf(-1)}, `n > ('-infinity'::DOUBLE)`},
		{`@timestamp > ?`, []any{at}, `"@timestamp" > TIMESTAMP '2022-12-01 13:00:00.000001'`},
		{`@timestamp > now() - ?`, []any{90 * time.Second}, `"@timestamp" > now() - to_microseconds(90000000)`},
		{`destination.ip = ?`, []any{netip.MustParseAddr("10.0.0.1")}, `"destination.ip" = '10.0.0.1'`},
		{`process.name IS NOT DISTINCT FROM ?`, []any{nil}, `"process.name" IS NOT DISTINCT FROM NULL`},
		{`n = ?`, nil, `1 ? in the text, 0 arguments after it`},
		{`n = 1`, []any{1}, `0 ? in the text, 1 arguments after it`},
		{`n = ?`, []any{struct{}{}}, `a struct {} cannot be an argument`},
	} {
		want := strings.ReplaceAll(c.want, `('-infinity'::DOUBLE)`, `'-infinity'::DOUBLE`)
		if got := exprText(c.in, c.args...); got != want {
			t.Errorf("%s %v\n got %s\nwant %s", c.in, c.args, got, want)
		}
	}
}

// A text column that stands alone on its side of a comparison with a number is read as a number.
func TestTextMeetsNumber(t *testing.T) {
	const cast = `TRY_CAST("source.port" AS DOUBLE)`
	for _, c := range []struct {
		in   string
		args []any
		want string
	}{
		{`source.port = 443`, nil, cast + ` = 443`},
		{`source.port > -1`, nil, cast + ` > -1`},
		{`443 = source.port`, nil, `443 = ` + cast},
		{`n = 1 AND source.port <> ?`, []any{443}, `n = 1 AND ` + cast + ` <> 443`},
		{`source.port IN (80, 443)`, nil, cast + ` IN (80, 443)`},
		{`source.port NOT IN (?)`, []any{[]int{80, 443}}, cast + ` NOT IN (80, 443)`},
		{`source.port BETWEEN 1 AND 1023`, nil, cast + ` BETWEEN 1 AND 1023`},
		{`(source.port = 1 OR source.port = 2)`, nil, `(` + cast + ` = 1 OR ` + cast + ` = 2)`},
		{`"source.port" = 443`, nil, cast + ` = 443`},
		{`source.port = '443'`, nil, `"source.port" = '443'`},
		{`source.port = ?`, []any{"443"}, `"source.port" = '443'`},
		{`source.port::INT = 443`, nil, `"source.port"::INT = 443`},
		{`length(source.port) = 3`, nil, `length("source.port") = 3`},
		{`'1' || source.port = 443`, nil, `'1' || "source.port" = 443`},
		{`source.bytes = 443`, nil, `"source.bytes" = 443`},
	} {
		got, err := Expr(c.in, c.args, ecs)
		if err != nil || got.SQL != c.want {
			t.Errorf("%s\n got %s %v\nwant %s", c.in, got.SQL, err, c.want)
		}
		if cast := strings.Contains(c.want, "TRY_CAST"); cast != (len(got.Numbers) == 1) {
			t.Errorf("%s: text columns that meet a number: %v", c.in, got.Numbers)
		}
	}
}

func TestQuery(t *testing.T) {
	events, talkers := ecs, NewColumns(schema("source.ip", "vt.malicious:int"))
	for _, c := range []struct{ in, want string }{
		{`SELECT process.parent.name, count(*) AS n FROM e GROUP BY ALL ORDER BY n`, `SELECT "process.parent.name", count(*) AS n FROM e GROUP BY ALL ORDER BY n`},
		{`SELECT p.process.name, p.n, p.@timestamp FROM e p`, `SELECT p."process.name", p.n, p."@timestamp" FROM e p`},
		{`SELECT e.user, t.vt.malicious FROM e JOIN t ON e.destination.ip = t.source.ip`, `SELECT e.user, t."vt.malicious" FROM e JOIN t ON e."destination.ip" = t."source.ip"`},
		{`SELECT x.y, other.column.name FROM x`, `SELECT x.y, other.column.name FROM x`},
		{`SELECT * FROM e WHERE source.port = 443`, `SELECT * FROM e WHERE "source.port" = 443`},
		{`SELECT "Process Name" FROM main.e`, `SELECT "Process Name" FROM main.e`},
	} {
		got, err := Query(c.in, nil, events, talkers)
		if err != nil || got.SQL != c.want {
			t.Errorf("%s\n got %s %v\nwant %s", c.in, got.SQL, err, c.want)
		}
	}
	if got, _ := Query(`SELECT 1 FROM e WHERE source.port = 443`, nil, events); len(got.Numbers) != 1 {
		t.Errorf("the comparison of text with a number is not told: %v", got.Numbers)
	}
}

func TestTables(t *testing.T) {
	known := func(name string) (string, bool) {
		name = strings.ToLower(name)
		return name, name == "events" || name == "talkers" || name == "odd name"
	}
	for _, c := range []struct {
		in   string
		want []string
	}{
		{`SELECT * FROM events`, []string{"events"}},
		{`select events from Talkers t, EVENTS AS e`, []string{"talkers", "events"}},
		{`SELECT * FROM a, (SELECT talkers, events FROM x) b, events`, []string{"events"}},
		{`SELECT * FROM a JOIN (events CROSS JOIN talkers) ON talkers = 1`, []string{"events", "talkers"}},
		{`SELECT extract(day FROM d), events FROM "odd name" WHERE x IN (SELECT y, events FROM talkers)`, []string{"odd name", "talkers"}},
		{`SUMMARIZE events`, []string{"events"}},
		{`FROM e: events SELECT talkers`, []string{"events"}},
		{`SELECT 'FROM events' -- FROM talkers`, nil},
		{`SELECT a, talkers FROM events GROUP BY b, talkers`, []string{"events"}},
	} {
		if got := Tables(c.in, known); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s\n got %v\nwant %v", c.in, got, c.want)
		}
	}
}

func TestUsed(t *testing.T) {
	for in, want := range map[string]string{
		`n > 1 AND process.name = 'x' AND N < 3`: "[1 11] false",
		`count(*)`:                               "[] true",
		`n * 2`:                                  "[11] false",
		`COLUMNS('n.*')`:                         "[] true",
	} {
		got, err := Expr(in, nil, ecs)
		if text := fmt.Sprint(got.Used, " ", got.Star); err != nil || text != want {
			t.Errorf("%s: %s %v, want %s", in, text, err, want)
		}
	}
}

func TestStatement(t *testing.T) {
	for in, want := range map[string]string{
		"SELECT 1 ; -- done\n": "SELECT 1",
		"SELECT ';'":           "SELECT ';'",
		" ;":                   "there is no SQL in the text",
		"SELECT 1; SELECT 2":   "there is more than one statement",
		"SELECT 1 /*":          "a comment is not closed",
	} {
		got, err := Statement(in)
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestItem(t *testing.T) {
	for in, want := range map[string]string{
		"process.name":                   "process.name|",
		"lower(process.name) AS name":    "lower(process.name)|name",
		`CAST(n AS DATE) as "a ""b"" c"`: `CAST(n AS DATE)|a "b" c`,
		"CAST(n AS DATE)":                "CAST(n AS DATE)|",
		"n AS vt.score":                  "n|vt.score",
		"'x AS y'":                       "'x AS y'|",
	} {
		expr, name := Item(in)
		if got := expr + "|" + name; got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func TestUnique(t *testing.T) {
	var names []string
	for _, f := range Unique(schema("LogonId", "LogonID", "logonid", "", "n").Fields()) {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); got != "LogonId LogonID__cs2 logonid__cs3 column4 n" {
		t.Error(got)
	}
}

func FuzzExpr(f *testing.F) {
	for _, s := range []string{`process.name = 'x'`, `/* ' */ "a`, `$a$ ? $a$ IN (?)`, `E'\`, `a.b.c(`, `1e+`, "@", `@.`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		var whole strings.Builder
		for _, tok := range lex(sql) {
			whole.WriteString(tok.text)
		}
		if whole.String() != sql {
			t.Fatalf("the tokens of %q join to %q", sql, whole.String())
		}
		Expr(sql, []any{1, "x"}, ecs)
		Query(sql, nil, ecs)
		Tables(sql, func(s string) (string, bool) { return s, true })
	})
}

func BenchmarkExpr(b *testing.B) {
	for b.Loop() {
		Expr("process.parent.name IN (?) AND n > ?", []any{[]string{"mshta.exe", "cmd.exe"}, 3}, ecs)
	}
}
