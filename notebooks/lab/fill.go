package lab

import (
	"context"

	"gohunt/notebooks/lab/corpus"
	"gohunt/notebooks/lab/index"
)

// batch is how many documents are written at once.
const batch = 8192

// load makes the data streams and writes the documents of a seed into them.
func load(ctx context.Context, c *index.Catalog, seed uint64) error {
	for _, dataset := range corpus.Streams {
		m := index.NewMapping()
		if err := m.Put([]byte(corpus.Mapping)); err != nil {
			return err
		}
		if _, err := c.CreateStream(ctx, corpus.Stream(dataset), corpus.Since(), m); err != nil {
			return err
		}
	}
	documents := corpus.Generate(seed)
	for len(documents) > 0 {
		n := min(batch, len(documents))
		if err := write(ctx, c, documents[:n]); err != nil {
			return err
		}
		documents = documents[n:]
	}
	return nil
}

func write(ctx context.Context, c *index.Catalog, documents []corpus.Document) error {
	ops := make([]index.Op, len(documents))
	for i, d := range documents {
		ops[i] = index.Op{Action: "create", Index: d.Stream, ID: d.ID, Source: d.Source, Leaves: d.Leaves}
	}
	done, err := c.Write(ctx, ops)
	if err != nil {
		return err
	}
	for _, d := range done {
		if d.Err != nil {
			return d.Err
		}
	}
	return nil
}
