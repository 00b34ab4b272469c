package hunt

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/apache/arrow/go/v15/arrow"

	"gohunt/hunt/bind"
	"gohunt/hunt/ledger"
	"gohunt/hunt/plan"
	"gohunt/hunt/values"
)

// Enricher knows something about a value. A type made in a cell satisfies it:
//
//	type Owners map[string]string
//	func (o Owners) Lookup(ip string) hunt.Row { return hunt.Row{"owner": o[ip]} }
type Enricher interface {
	// Lookup gives what is known, by column name; an empty Row or nil when nothing is.
	Lookup(value string) Row
}

// known is what an enricher found about many values.
type known struct {
	rows   map[string]Row
	ledger []ledger.Entry
	notes  []string
}

// declared is an Enricher whose columns are known before it is asked, and which is asked about all values at once.
type declared interface {
	columns() []arrow.Field
	lookup(ctx context.Context, distinct []string) (known, error)
}

// Enrich adds the columns that by knows about the values of col. Each distinct value is looked up once; null is not
// looked up. With VirusTotal the rows move when they are read; with an Enricher made in a cell at once, since only its
// answers tell the columns. Enriched columns stand after the frame's own, in alphabetical order.
func (f *Frame) Enrich(col string, by Enricher) *Frame {
	at := f.place("Enrich", col)
	if by == nil {
		refuse("Enrich", col, "there is no enricher", "write Enrich(col, hunt.VirusTotal())")
	}
	if d, ok := by.(declared); ok {
		return f.enriched(at, col, d.columns(), d.lookup)
	}
	one := &asked{by: by, col: col}
	found, err := one.lookup(cell(), distinct(f.read("Enrich"), at))
	raise("Enrich", col, err)
	return f.enriched(at, col, fieldsOf(found.rows), func(ctx context.Context, texts []string) (known, error) { return one.lookup(ctx, texts) })
}

// enriched is the frame with more columns, which lookup fills when the rows are read.
func (f *Frame) enriched(at int, col string, fields []arrow.Field, lookup func(context.Context, []string) (known, error)) *Frame {
	own := f.node.Schema().Fields()
	schema := arrow.NewSchema(bind.Unique(append(slices.Clone(own), fields...)), nil)
	return f.derived(schema, "enriched "+col, func(ctx context.Context, rows *plan.Rows) (plan.Rows, error) {
		found, err := lookup(ctx, distinct(rows, at))
		if err != nil {
			return plan.Rows{}, err
		}
		out := plan.Rows{Count: rows.Count, Ledger: found.ledger, Notes: found.notes}
		for _, r := range rows.Records {
			out.Records = append(out.Records, widened(r, schema, beside(r.Column(at), fields, found.rows)))
		}
		return out, nil
	})
}

// beside are the new columns for the values of one column.
func beside(keys arrow.Array, fields []arrow.Field, rows map[string]Row) []arrow.Array {
	arrays := make([]arrow.Array, len(fields))
	for k, field := range fields {
		cells := make([]any, keys.Len())
		for i := range cells {
			if !keys.IsNull(i) {
				cells[i] = rows[values.Text(keys, i)][field.Name]
			}
		}
		arrays[k] = values.Array(field.Type, cells)
	}
	return arrays
}

// distinct are the values of a column as text, each once, in the order in which they come.
func distinct(rows *plan.Rows, at int) []string {
	seen := map[string]bool{}
	var texts []string
	for _, r := range rows.Records {
		for i := range int(r.NumRows()) {
			if r.Column(at).IsNull(i) {
				continue
			}
			if text := values.Text(r.Column(at), i); !seen[text] {
				seen[text] = true
				texts = append(texts, text)
			}
		}
	}
	return texts
}

// asked is an Enricher from a cell with its answers.
type asked struct {
	by   Enricher
	col  string
	mu   sync.Mutex
	rows map[string]Row
}

// lookup asks about the values that were not asked about before.
func (a *asked) lookup(ctx context.Context, distinct []string) (known, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.rows == nil {
		a.rows = map[string]Row{}
	}
	left := slices.DeleteFunc(slices.Clone(distinct), func(text string) bool {
		_, done := a.rows[text]
		return done
	})
	if len(left) == 0 {
		return known{rows: maps.Clone(a.rows)}, nil
	}
	line := meter("Enrich "+a.col, "values", int64(len(left)))
	defer line.Done()
	for _, text := range left {
		if err := ctx.Err(); err != nil {
			return known{}, err
		}
		a.rows[text] = a.by.Lookup(text)
		line.Add(1)
	}
	return known{rows: maps.Clone(a.rows)}, nil
}

// fieldsOf are the columns of answers, in alphabetical order, with types that hold all of them.
func fieldsOf(rows map[string]Row) []arrow.Field {
	cells := map[string][]any{}
	for _, text := range slices.Sorted(maps.Keys(rows)) {
		for name, v := range rows[text] {
			cells[name] = append(cells[name], v)
		}
	}
	var fields []arrow.Field
	for _, name := range slices.Sorted(maps.Keys(cells)) {
		a, _ := values.Column(cells[name])
		fields = append(fields, arrow.Field{Name: name, Type: a.DataType(), Nullable: true})
	}
	if len(fields) == 0 {
		refuse("Enrich", "", fmt.Sprintf("nothing is known about any of %d values", len(rows)), "")
	}
	return fields
}
