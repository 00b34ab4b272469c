package decode

import (
	"context"
	"runtime"
	"slices"
	"sync/atomic"

	"github.com/apache/arrow/go/v15/arrow/array"
	"golang.org/x/sync/errgroup"
)

// Found are the layers of one row.
type Found struct {
	Row    int // 0 is the column's first
	Layers []Layer
}

const block = 4096 // rows that one goroutine takes at a time

// Column decodes each text of a column and gives the rows in which something was found, in order. Nulls hold nothing.
// It works on all processors, and ends early with ctx's error.
func Column(ctx context.Context, texts *array.String) ([]Found, error) {
	blocks := (texts.Len() + block - 1) / block
	found := make([][]Found, blocks)
	var next atomic.Int64
	workers, ctx := errgroup.WithContext(ctx)
	for range min(runtime.GOMAXPROCS(0), blocks) {
		workers.Go(func() error {
			for i := int(next.Add(1)) - 1; i < blocks; i = int(next.Add(1)) - 1 {
				if err := ctx.Err(); err != nil {
					return err
				}
				found[i] = rows(texts, i*block, min((i+1)*block, texts.Len()))
			}
			return nil
		})
	}
	if err := workers.Wait(); err != nil {
		return nil, err
	}
	return slices.Concat(found...), nil
}

func rows(texts *array.String, from, to int) (found []Found) {
	for i := from; i < to; i++ {
		if texts.IsNull(i) {
			continue
		}
		if layers := Layers(texts.Value(i)); len(layers) > 0 {
			found = append(found, Found{Row: i, Layers: layers})
		}
	}
	return found
}
