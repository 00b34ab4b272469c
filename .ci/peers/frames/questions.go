package main

import (
	"math"
	"strconv"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// questions are those of the db-benchmark's group-by task; bench.py has the same in pandas' words.
var questions = map[string]string{
	"q1":  "SELECT id1, sum(v1)::BIGINT AS v1 FROM x GROUP BY id1",
	"q2":  "SELECT id1, id2, sum(v1)::BIGINT AS v1 FROM x GROUP BY id1, id2",
	"q3":  "SELECT id3, sum(v1)::BIGINT AS v1, avg(v3) AS v3 FROM x GROUP BY id3",
	"q4":  "SELECT id4, avg(v1) AS v1, avg(v2) AS v2, avg(v3) AS v3 FROM x GROUP BY id4",
	"q5":  "SELECT id6, sum(v1)::BIGINT AS v1, sum(v2)::BIGINT AS v2, sum(v3) AS v3 FROM x GROUP BY id6",
	"q6":  "SELECT id4, id5, median(v3) AS median, stddev(v3) AS std FROM x GROUP BY id4, id5",
	"q7":  "SELECT id3, max(v1) - min(v2) AS range FROM x GROUP BY id3",
	"q8":  "SELECT id6, unnest(max(v3, 2)) AS v3 FROM x GROUP BY id6",
	"q9":  "SELECT id2, id4, pow(corr(v1, v2), 2) AS r2 FROM x GROUP BY id2, id4",
	"q10": "SELECT id1, id2, id3, id4, id5, id6, sum(v3) AS v3, count(*) AS n FROM x GROUP BY id1, id2, id3, id4, id5, id6",
}

const firstPrime, lastPrime = 1_000_003, 65_521

// sums has for each column the sum of value * weight, where a row's weight follows from its ids: the same whatever
// order the rows come in, another one when a value is in another row. bench.py makes the same sums.
func sums(records []arrow.Record) []float64 {
	if len(records) == 0 {
		return nil
	}
	out := make([]float64, records[0].NumCols())
	for _, r := range records {
		weights := weigh(r)
		for k := range out {
			value := reader(r.Column(k))
			for i, w := range weights {
				out[k] += value(i) * w
			}
		}
	}
	return out
}

func weigh(r arrow.Record) []float64 {
	weights := make([]int64, r.NumRows())
	for k, f := range r.Schema().Fields() {
		if !strings.HasPrefix(f.Name, "id") {
			continue
		}
		value := reader(r.Column(k))
		for i := range weights {
			weights[i] = (weights[i]*31 + int64(value(i))) % firstPrime
		}
	}
	out := make([]float64, len(weights))
	for i, w := range weights {
		out[i] = float64(w%lastPrime + 1)
	}
	return out
}

// reader gives the numbers of a column; the number of an id like id0042 is 42, that of no value (the deviation of a
// group of one) is 0.
func reader(column arrow.Array) func(int) float64 {
	switch c := column.(type) {
	case *array.Int64:
		return func(i int) float64 { return float64(c.Value(i)) }
	case *array.Float64:
		return func(i int) float64 {
			if c.IsNull(i) || math.IsNaN(c.Value(i)) {
				return 0
			}
			return c.Value(i)
		}
	}
	return func(i int) float64 {
		n, err := strconv.Atoi(strings.TrimPrefix(column.ValueStr(i), "id"))
		if err != nil {
			panic(err) // the data is ours
		}
		return float64(n)
	}
}
