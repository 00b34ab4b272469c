package dsl

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"gohunt/notebooks/lab/index"
)

// mapping is a small index: k is a keyword, n a long, x a float, b a boolean, t a date, ip an address, m a text.
func mapping(t testing.TB) *index.Mapping {
	t.Helper()
	m := index.NewMapping()
	err := m.Put([]byte(`{"properties": {"k": {"type": "keyword"}, "n": {"type": "long"}, "b": {"type": "boolean"}, "t": {"type": "date"}, "ip": {"type": "ip"},
		"m": {"type": "text"}, "o": {"properties": {"a": {"type": "keyword"}, "b": {"type": "keyword"}}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

var env = Env{Now: time.Date(2022, 12, 1, 12, 0, 0, 0, time.UTC), Index: "i"}

func condition(t testing.TB, q QueryString) string {
	t.Helper()
	parsed, err := ParseQueryString(q)
	if err != nil {
		return "error: " + err.Error()
	}
	sql, err := Compile(parsed, mapping(t), env)
	if err != nil {
		return "error: " + err.Error()
	}
	return sql
}

// TestQueryString pins the conditions of what is easily got wrong. c0 is b, c1 ip, c2 k, t3 the tokens of m,
// c4 n, c5 o.a, c6 o.b, c7 t.
func TestQueryString(t *testing.T) {
	is := func(column, value string) string { return "((coalesce((" + column + " = " + value + "), false)))" }
	a, b, c := is("c2", "'a'"), is("c2", "'b'"), is("c2", "'c'")
	strip := func(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, "(", ""), ")", "") }
	for _, q := range []struct{ query, want string }{
		{"k:a AND k:b OR k:c", a + " AND " + b},
		{"k:a OR k:b AND k:c", b + " AND " + c},
		{"k:a k:b", a + " OR " + b},
		{"+k:a k:b", a},
		{"k:a -k:b", "NOT " + b + " AND " + a},
		{"NOT k:a", "NOT " + a},
		{"k:(a OR (b AND c))", a + " OR " + b + " AND " + c},
		{`k:"a b"`, is("c2", "'a b'")},
		{`k:a\ b`, is("c2", "'a b'")},
		{`k:it's`, is("c2", "'it''s'")},
		{`k:a\u0041`, is("c2", "'aA'")},
		{"k:a*", `coalescec2 LIKE 'a%' ESCAPE '\', false`},
		{"k:a?_%", `coalescec2 LIKE 'a_\_\%' ESCAPE '\', false`},
		{`k:a\**`, `coalescec2 LIKE 'a*%' ESCAPE '\', false`},
		{"n:007", is("c4", "7")},
		{"n:1.5", "false"},
		{"n:many", "false"},
		{"n:[1 TO 2}", "coalescec4 >= 1 AND c4 < 2, false"},
		{"n:>=1", "coalescec4 >= 1, false"},
		{"t:2022-09-14", "coalescec7 >= TIMESTAMP '2022-09-14 00:00:00.000' AND c7 <= TIMESTAMP '2022-09-14 23:59:59.999', false"},
		{"t:[now-1d/d TO now/d}", "coalescec7 >= TIMESTAMP '2022-11-30 00:00:00.000' AND c7 < TIMESTAMP '2022-12-01 00:00:00.000', false"},
		{`ip:"10.0.0.0/8"`, "coalescec1 BETWEEN '00000000000000000000ffff0a000000' AND '00000000000000000000ffff0affffff', false"},
		{"b:true", "coalescec0 = true, false"},
		{"m:Quick", "coalescecontainst3, ' quick ', false"},
		{`m:"Quick Fox"`, "coalescecontainst3, ' quick fox ', false"},
		{`o.\*:a`, is("c5", "'a'") + " OR " + is("c6", "'a'")},
		{"_exists_:o", "c5 IS NOT NULL OR c6 IS NOT NULL"},
		{"_id:7", "_id = '7'"},
		{"_index:i", "'i' = 'i'"},
		{"nothing:a", "false"},
		{"*:*", "true"}, {"*", "true"}, {"", "false"},
	} {
		if got := strip(condition(t, QueryString{Query: q.query})); got != strip(q.want) {
			t.Errorf("%s\n got %s\nwant %s", q.query, got, strip(q.want))
		}
	}
}

// TestQueryStringOptions are the default operator, the default fields and leniency.
func TestQueryStringOptions(t *testing.T) {
	if got := condition(t, QueryString{Query: "k:a k:b", DefaultAnd: true}); !strings.Contains(got, " AND ") {
		t.Errorf("AND by default: %s", got)
	}
	if got := condition(t, QueryString{Query: "a", Fields: []string{"k^3"}}); got != "(coalesce((c2 = 'a'), false))" {
		t.Errorf("one field by default: %s", got)
	}
	if got := condition(t, QueryString{Query: "n:many", Fields: []string{"k"}}); !strings.Contains(got, `For input string: "many"`) {
		t.Errorf("with a default field it is not lenient: %s", got)
	}
}

// TestQueryStringErrors are refused at a column, as Lucene's parser does.
func TestQueryStringErrors(t *testing.T) {
	for query, want := range map[string]string{
		"k:a AND": "column 7", "(k:a": "column 4", "k:a)": "column 3", `k:"a`: "column 5", "k:[a TO": "column", "k:[a b]": "TO", "AND k:a": "column 0",
		"k:/a": "column 5", "k::a": "column 2", "roam~2": "fuzzy", "k:]": "column 3", `k:a\`: "column 5", "k:a^": "^",
	} {
		if got := condition(t, QueryString{Query: query}); !strings.HasPrefix(got, "error: ") {
			t.Errorf("%s was read as %s", query, got)
		} else if _, err := ParseQueryString(QueryString{Query: query}); !strings.Contains(causeOf(err), want) {
			t.Errorf("%s: %s, want %s", query, causeOf(err), want)
		}
	}
}

func causeOf(err error) string {
	text, _ := json.Marshal(err)
	return string(text)
}

func TestRegexp(t *testing.T) {
	for pattern, want := range map[string]string{`po.*`: `po.*`, `a\.b`: `a\.b`, `^a$`: `\^a\$`, `[^a]+`: `[^a]+`, `a\@b`: `a@b`, `\d`: `\d`} {
		if got, err := luceneRegexp(pattern); err != nil || got != want {
			t.Errorf("%s: %s, %v; want %s", pattern, got, err, want)
		}
	}
	for _, pattern := range []string{`a@`, `<1-9>`, `~a`, `a&b`, `(`, `a\`} {
		if got, err := luceneRegexp(pattern); err == nil {
			t.Errorf("%s was read as %s", pattern, got)
		}
	}
}

func TestJSONRefuses(t *testing.T) {
	for body, want := range map[string]string{
		`[]`: "malformed", `{"term": {"k": "a"}, "exists": {"field": "k"}}`: "expected one query clause", `{"bool": {"maybe": []}}`: "maybe",
		`{"bool": {"must": {"nonsense": {}}}}`: "unknown query [nonsense]", `{"range": {"t": {"gte": {}}}}`: "range", `{"range": {"t": {"from": 1}}}`: "from",
		`{"range": {"t": {"gte": 1, "time_zone": "+01:00"}}}`: "time zones", `{"terms": {"k": "a"}}`: "terms", `{"exists": {}}`: "field",
		`{"query_string": {}}`: "query", `{"query_string": {"query": "a", "fuzziness": 1}}`: "fuzziness", `{"bool": {"minimum_should_match": "75%"}}`: "75%",
	} {
		q, err := Parse(json.RawMessage(body))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, %v; want %s", body, q, err, want)
		}
	}
}

// FuzzQueryString must neither hang nor panic, and quotes in a query must stay inside literals.
func FuzzQueryString(f *testing.F) {
	for _, q := range []string{"k:a AND n:[1 TO 2}", `k:"a\"b" OR m:/x.*/`, "(a b) -c +d !e", `\u0041*?^2`, "t:>now-1d", "'"} {
		f.Add(q)
	}
	m := mapping(f)
	f.Fuzz(func(t *testing.T, query string) {
		parsed, err := ParseQueryString(QueryString{Query: query})
		if err != nil {
			return
		}
		sql, err := Compile(parsed, m, env)
		if err == nil && strings.Count(sql, "'")%2 != 0 {
			t.Errorf("%q leaves a literal open: %s", query, sql)
		}
	})
}
