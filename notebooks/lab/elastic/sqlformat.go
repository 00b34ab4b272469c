package elastic

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"

	"gohunt/notebooks/lab/essql"
	"gohunt/notebooks/lab/refusal"
)

// format writes a page in the format that the parameter or the Accept header names.
func (t *table) format(r *http.Request, q sqlRequest) (any, error) {
	name := r.URL.Query().Get("format")
	if name == "" {
		name = accepted(r.Header.Get("Accept"))
	}
	switch name {
	case "json":
		return t.json(q.Mode), nil
	case "csv", "tsv":
		return t.separated(name)
	case "txt":
		return text{"text/plain", t.text()}, nil
	}
	return nil, refusal.NotImplemented("the format [%s] of _sql: it has json, csv, tsv and txt", name)
}

func accepted(accept string) string {
	for kind, name := range map[string]string{"text/csv": "csv", "text/tab-separated-values": "tsv", "text/plain": "txt"} {
		if strings.HasPrefix(accept, kind) {
			return name
		}
	}
	return "json"
}

// jsonColumn is a column of a JSON answer; the JDBC driver wants its width.
type jsonColumn struct {
	Name  string     `json:"name"`
	Type  essql.Type `json:"type"`
	Width *int       `json:"display_size,omitempty"`
}

func (t *table) json(mode string) map[string]any {
	out := map[string]any{"rows": t.rows}
	if t.rows == nil {
		out["rows"] = [][]any{}
	}
	if t.cursor != "" {
		out["cursor"] = t.cursor
	}
	if !t.first {
		return out
	}
	columns := make([]jsonColumn, len(t.columns))
	for i, c := range t.columns {
		columns[i] = jsonColumn{Name: c.Name, Type: c.Type}
		if mode == "jdbc" || mode == "odbc" {
			width := c.Type.DisplaySize()
			columns[i].Width = &width
		}
	}
	out["columns"] = columns
	return out
}

func (t *table) strings() [][]string {
	var all [][]string
	for _, row := range t.rows {
		line := make([]string, len(row))
		for i, v := range row {
			if v != nil {
				line[i] = fmt.Sprint(v)
			}
		}
		all = append(all, line)
	}
	return all
}

func (t *table) head() []string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.Name
	}
	return names
}

func (t *table) separated(name string) (any, error) {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.UseCRLF = name == "csv"
	if name == "tsv" {
		w.Comma = '\t'
	}
	if t.first {
		w.Write(t.head())
	}
	w.WriteAll(t.strings())
	kind := map[string]string{"csv": "text/csv; charset=utf-8; header=present", "tsv": "text/tab-separated-values; charset=utf-8"}[name]
	return text{kind, b.String()}, w.Error()
}

// text lays a page out as a table for a terminal.
func (t *table) text() string {
	rows := t.strings()
	widths := make([]int, len(t.columns))
	for i, name := range t.head() {
		widths[i] = max(15, len([]rune(name)))
		for _, row := range rows {
			widths[i] = max(widths[i], len([]rune(row[i])))
		}
	}
	var b strings.Builder
	if t.first {
		writeLine(&b, t.head(), widths, "|")
		rule := make([]string, len(widths))
		for i, n := range widths {
			rule[i] = strings.Repeat("-", n)
		}
		writeLine(&b, rule, widths, "+")
	}
	for _, row := range rows {
		writeLine(&b, row, widths, "|")
	}
	return b.String()
}

func writeLine(b *strings.Builder, cells []string, widths []int, between string) {
	for i, c := range cells {
		if i > 0 {
			b.WriteString(between)
		}
		b.WriteString(c + strings.Repeat(" ", widths[i]-len([]rune(c))))
	}
	b.WriteByte('\n')
}
