package lab

import (
	"context"
	"runtime/debug"

	"gohunt/notebooks/lab/corpus"
	"gohunt/notebooks/lab/index"
)

// batch is how many documents are written at once.
const batch = 4096

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
	batches := make(chan []corpus.Document, 1)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go lay(ctx, seed, batches)
	for documents := range batches {
		if err := write(ctx, c, documents); err != nil {
			return err
		}
	}
	debug.FreeOSMemory()
	return ctx.Err()
}

// lay lays the documents out in batches while others are written.
func lay(ctx context.Context, seed uint64, batches chan<- []corpus.Document) {
	defer close(batches)
	send := func(documents []corpus.Document) bool {
		select {
		case batches <- documents:
			return true
		case <-ctx.Done():
			return false
		}
	}
	var documents []corpus.Document
	for d := range corpus.Generate(seed) {
		documents = append(documents, d)
		if len(documents) < batch {
			continue
		}
		if !send(documents) {
			return
		}
		documents = make([]corpus.Document, 0, batch)
	}
	send(documents)
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
