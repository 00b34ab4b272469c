package essql

import (
	"strings"
	"testing"
)

// TestParsePlaces pins where errors are said to be: line and column from 1, columns in characters.
func TestParsePlaces(t *testing.T) {
	for sql, want := range map[string]string{
		"SELECT\n  a FRM b":            "line 2:9: mismatched input 'b' expecting the end",
		"SELECT 'ü' FROM b WHERE )":    "line 1:25: mismatched input ')' expecting an expression",
		"SELECT a\n-- c\nFROM b LIMIT": "line 3:13: mismatched input '<EOF>'",
		"SELECT a /* open":             "line 1:10: comment without an end",
		"SELECT \"a":                   `line 1:8: token recognition error at: '"a'`,
		"SELECT a FROM b WHERE c = ?":  "line 1:27: Not enough actual parameters",
		"SELECT a # b":                 "line 1:10: token recognition error at: '#'",
		"SELECT CAST(a AS moon)":       "line 1:18: Does not recognize type [moon]",
		"SELECT INTERVAL 1 MOON":       "line 1:19: mismatched input 'MOON'",
		"SELECT a FROM b WHERE c NOT":  "line 1:28: mismatched input '<EOF>'",
	} {
		if _, err := Parse(sql, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", sql, err, want)
		}
	}
	if _, err := Parse("SELECT 1", []Param{{Type: Long, Value: "1"}}); err == nil || !strings.Contains(err.Error(), "1 parameters for 0 placeholders") {
		t.Errorf("a parameter too many: %v", err)
	}
}

// TestTables are the ways to write what is read.
func TestTables(t *testing.T) {
	for sql, want := range map[string]string{
		`SELECT a FROM "logs-*,-logs-x" WHERE b = 1`:                    "logs-*,-logs-x",
		`SELECT a FROM logs-endpoint.events.process-default ORDER BY a`: "logs-endpoint.events.process-default",
		`SELECT a FROM logs-* AS l`:                                     "logs-*",
		`SELECT a FROM "we""ird" w`:                                     `we"ird`,
		`SELECT 1`:                                                      "",
	} {
		s, err := Parse(sql, nil)
		if err != nil {
			t.Errorf("%s: %v", sql, err)
			continue
		}
		if got := s.(*Select).From; got != want {
			t.Errorf("%s: %s, want %s", sql, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"process.name", "process.parent.name", "user.name", "@timestamp"}
	for name, want := range map[string]string{"proces.name": "process.name", "Process.Name": "process.name", "timestamp": "@timestamp", "usr.nam": "user.name", "destination": ""} {
		if got := nearest(name, names); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestFromLike(t *testing.T) {
	for _, c := range []struct{ pattern, escape, want string }{{"logs%", `\`, "logs*"}, {`a\_b_`, `\`, "a_b?"}, {"100!%", "!", "100%"}, {"", "", ""}} {
		if got := fromLike(c.pattern, c.escape); got != c.want {
			t.Errorf("%s: %s, want %s", c.pattern, got, c.want)
		}
	}
}
