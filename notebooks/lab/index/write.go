package index

import (
	"context"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"gohunt/notebooks/lab/refusal"
)

// Op is one action of a bulk request.
type Op struct {
	Action string // "index", "create" or "delete"
	Index  string
	ID     string // empty: the server makes one
	Source []byte
	Leaves []Leaf // of the source, if the caller has them; else they are read from it
}

// Done is what came of an Op.
type Done struct {
	Index   string
	ID      string
	Version int64
	SeqNo   int64
	Result  string // "created", "updated", "deleted" or "not_found"
	Status  int    // of HTTP
	Err     *refusal.Error
}

// Write carries out the actions in their order; what one of them fails with stands in its own result.
// The error is for what ends the whole request.
func (c *Catalog) Write(ctx context.Context, ops []Op) ([]Done, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := &write{catalog: c, batches: map[*Index]*batch{}}
	done := make([]Done, len(ops))
	for i, op := range ops {
		done[i] = w.do(ctx, op)
	}
	for _, x := range w.order {
		b := w.batches[x]
		if err := x.insert(ctx, b.rows); err != nil {
			return nil, err
		}
		if err := x.end(ctx, b.gone); err != nil {
			return nil, err
		}
	}
	return done, nil
}

type write struct {
	catalog *Catalog
	batches map[*Index]*batch
	order   []*Index
}

// batch is what one request changes in one index.
type batch struct {
	rows []newRow
	at   map[int64]int // position in rows of a row that this batch made
	gone map[int64]int64
}

func (w *write) do(ctx context.Context, op Op) Done {
	done := Done{Index: op.Index, ID: op.ID}
	x, err := w.target(ctx, op)
	if err == nil {
		done.Index = x.Name
		if op.Action == "delete" {
			return w.remove(x, done)
		}
		err = w.put(x, op, &done)
	}
	if err != nil {
		done.Err = refusal.Of(err)
		done.Status = done.Err.Status
	}
	return done
}

func (w *write) target(ctx context.Context, op Op) (*Index, error) {
	x := w.catalog.exact(op.Index)
	if x == nil && op.Action == "delete" {
		return nil, refusal.NoIndex(op.Index)
	}
	if x == nil {
		return w.make(ctx, op)
	}
	if x.Stream != "" && op.Action == "index" {
		return nil, refusal.Argument("only write ops with an op_type of create are allowed in data streams")
	}
	return x, nil
}

// make creates the index of a document on the fly, as Elasticsearch's templates for logs and metrics do.
func (w *write) make(ctx context.Context, op Op) (*Index, error) {
	m := NewMapping()
	if !isStream(op.Index) {
		return w.catalog.create(ctx, op.Index, "", m)
	}
	if op.Action != "create" {
		return nil, refusal.Argument("only write ops with an op_type of create are allowed in data streams")
	}
	m.Strings = "keyword"
	now := w.catalog.now()
	return w.catalog.create(ctx, backing(op.Index, now), op.Index, m)
}

func isStream(name string) bool {
	for _, kind := range []string{"logs-", "metrics-", "traces-"} {
		if rest, ok := strings.CutPrefix(name, kind); ok && strings.Contains(rest, "-") {
			return true
		}
	}
	return false
}

func (w *write) put(x *Index, op Op, done *Done) error {
	if done.ID == "" {
		done.ID = strings.ReplaceAll(uuid.NewString(), "-", "")[:20]
	}
	was := x.live[done.ID]
	if was != nil && op.Action == "create" {
		return refusal.Argument("[%s]: version conflict, document already exists (current version [%d])", done.ID, was.version).
			Typed("version_conflict_engine_exception").At(http.StatusConflict).With("index", x.Name)
	}
	leaves, err := leavesOf(x.Mapping, op)
	if err != nil {
		return err
	}
	w.catalog.row++
	row := newRow{row: w.catalog.row, id: done.ID, source: op.Source, leaves: leaves}
	done.SeqNo, done.Version, done.Result, done.Status = row.row-1, 1, "created", http.StatusCreated
	b := w.batch(x)
	if was != nil {
		b.end(was.row, row.row)
		done.Version, done.Result, done.Status = was.version+1, "updated", http.StatusOK
	}
	b.at[row.row] = len(b.rows)
	b.rows = append(b.rows, row)
	x.live[done.ID] = &alive{row.row, done.Version}
	return nil
}

// leavesOf reads a document and checks that every value fits the mapping, to which it adds what is new.
func leavesOf(m *Mapping, op Op) ([]Leaf, error) {
	given := op.Leaves != nil
	leaves := op.Leaves
	if !given {
		var err error
		if leaves, err = Flatten(op.Source); err != nil {
			return nil, err
		}
	}
	for _, leaf := range leaves {
		f, err := m.fieldFor(leaf)
		if err != nil {
			return nil, err
		}
		if err := checkValues(f, leaf, given); err != nil {
			return nil, err
		}
	}
	return leaves, nil
}

func checkValues(f *Field, leaf Leaf, trusted bool) error {
	if trusted {
		return nil
	}
	if !leaf.Array {
		_, err := f.stored(leaf.Value)
		return err
	}
	for _, v := range leaf.Values {
		if _, err := f.stored(v); err != nil {
			return err
		}
	}
	return nil
}

func (w *write) remove(x *Index, done Done) Done {
	was := x.live[done.ID]
	w.catalog.row++
	done.SeqNo, done.Version, done.Result, done.Status = w.catalog.row-1, 1, "not_found", http.StatusNotFound
	if was == nil {
		return done
	}
	w.batch(x).end(was.row, w.catalog.row)
	delete(x.live, done.ID)
	done.Version, done.Result, done.Status = was.version+1, "deleted", http.StatusOK
	return done
}

func (w *write) batch(x *Index) *batch {
	if w.batches[x] == nil {
		w.batches[x] = &batch{at: map[int64]int{}, gone: map[int64]int64{}}
		w.order = append(w.order, x)
	}
	return w.batches[x]
}

// end notes that a row is ended by the write of that number, in the batch itself or in the table.
func (b *batch) end(row, by int64) {
	if i, ok := b.at[row]; ok {
		b.rows[i].gone = by
		return
	}
	b.gone[row] = by
}
