package main

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"strconv"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"gohunt/hunt/elastic"
)

// checksums gives for every column the sum, over all rows, of CRC-32(row's sequence number | value): the same whatever
// order the rows come in, and different when a value has moved to another row. bench.py makes the same sums.
func checksums(r *elastic.Result) map[string]string {
	sums := map[string]uint64{}
	at := r.Schema.FieldIndices("event.sequence")[0]
	for _, rec := range r.Records {
		keys := rec.Column(at).(*array.Int64)
		for k, f := range r.Schema.Fields() {
			for i := range int(rec.NumRows()) {
				if text, ok := cell(rec.Column(k), i); ok {
					sums[f.Name] += uint64(crc32.ChecksumIEEE([]byte(strconv.FormatInt(keys.Value(i), 10) + "|" + text)))
				}
			}
		}
	}
	out := map[string]string{}
	for name, sum := range sums {
		out[name] = strconv.FormatUint(sum, 10)
	}
	return out
}

func cell(a arrow.Array, i int) (string, bool) {
	if a.IsNull(i) {
		return "", false
	}
	switch a := a.(type) {
	case *array.Timestamp:
		return time.UnixMicro(int64(a.Value(i))).UTC().Format("2006-01-02T15:04:05.000Z07:00"), true
	case *array.List:
		text, _ := json.Marshal(a.GetOneForMarshal(i))
		return string(text), true
	case *array.Float64:
		return strconv.FormatFloat(a.Value(i), 'f', -1, 64), true
	case *array.Boolean:
		return fmt.Sprint(a.Value(i)), true
	}
	return a.ValueStr(i), true
}
