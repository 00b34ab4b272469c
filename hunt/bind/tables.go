package bind

import (
	"slices"
	"strings"
)

// Tables are the names in a query that stand where a table does (after FROM, JOIN, DESCRIBE ... and after commas in a
// list of tables) and are known; each once, in order, as known has them.
func Tables(sql string, known func(name string) (string, bool)) []string {
	w := &tableWalk{known: known}
	for _, t := range lex(sql) {
		if t.kind != blank {
			w.step(t)
		}
	}
	return w.found
}

type tableWalk struct {
	known func(string) (string, bool)
	found []string
	want  bool   // the next name is a table
	lists []bool // for each open bracket, and the top level: in a list of tables
}

var (
	beforeTable = []string{"from", "join", "describe", "summarize", "show", "table", "pivot", "unpivot"}
	afterTables = []string{"where", "group", "having", "order", "limit", "select", "union", "except", "intersect", "window", "qualify", "on", "using", "sample"}
)

func (w *tableWalk) step(t token) {
	if len(w.lists) == 0 {
		w.lists = []bool{false}
	}
	top := &w.lists[len(w.lists)-1]
	word := strings.ToLower(t.text)
	switch {
	case t.text == "(":
		w.lists = append(w.lists, w.want)
	case t.text == ")":
		w.lists = w.lists[:max(1, len(w.lists)-1)]
		w.want = false
	case t.text == ",", t.text == ":": // FROM alias: table
		w.want = *top
	case t.kind == ident && slices.Contains(beforeTable, word):
		w.want, *top = true, true
	case t.kind == ident && slices.Contains(afterTables, word):
		w.want, *top = false, false
	case w.want && (t.kind == ident || t.kind == quoted):
		w.table(t)
	}
}

func (w *tableWalk) table(t token) {
	w.want = false
	bare := t.text
	if t.kind == quoted {
		bare = strings.Trim(bare, `"`)
	}
	if as, ok := w.known(bare); ok && !slices.Contains(w.found, as) {
		w.found = append(w.found, as)
	}
}
