package decode

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// commands has an encoded command in every third row, a plain one after it, and a null.
func commands(rows int) *array.String {
	b := array.NewStringBuilder(memory.NewGoAllocator())
	for i := range rows {
		switch i % 3 {
		case 0:
			b.Append("powershell.exe -enc " + std(le(fmt.Sprintf("Get-Process -Id %d", i))))
		case 1:
			b.Append(`C:\Windows\System32\svchost.exe -k netsvcs -p -s Schedule`)
		default:
			b.AppendNull()
		}
	}
	return b.NewStringArray()
}

// TestColumn holds that a column gives what its rows give one by one, in order, also when it is a slice.
func TestColumn(t *testing.T) {
	whole := commands(3*block + 100)
	for _, column := range []*array.String{whole, array.NewSlice(whole, 5, int64(whole.Len())-7).(*array.String), commands(0)} {
		got, err := Column(context.Background(), column)
		if err != nil {
			t.Fatal(err)
		}
		var want []Found
		for i := range column.Len() {
			if layers := Layers(column.Value(i)); len(layers) > 0 {
				want = append(want, Found{Row: i, Layers: layers})
			}
		}
		if !reflect.DeepEqual(got, want) || len(want) < column.Len()/3 {
			t.Errorf("%d rows: found in %d, one by one in %d", column.Len(), len(got), len(want))
		}
	}
}

func TestColumnEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Column(ctx, commands(10)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func BenchmarkColumn(b *testing.B) {
	column := commands(300_000)
	for b.Loop() {
		if _, err := Column(context.Background(), column); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(300_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
