// Command elastic measures one fetch from a real Elasticsearch, from the first request to the finished frame, for
// bench.py, which runs the same fetch with elasticsearch-py and pandas and compares both answers.
//
//	elastic load  URL N    makes the index and fills it with N documents of 1.5 kB and 44 fields
//	elastic fetch URL      prints rows, seconds, peak memory and a checksum of every column as JSON
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"gohunt/hunt/elastic"
)

const (
	indexName = "bench-endpoint.events"
	query     = "data_stream.dataset:endpoint.events.process AND process.name:*.exe"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 3 && args[0] == "load":
		n, err := strconv.Atoi(args[2])
		if err != nil {
			return err
		}
		return load(args[1], n)
	case len(args) == 2 && args[0] == "fetch":
		return fetch(args[1])
	}
	return fmt.Errorf("usage: elastic load URL N | elastic fetch URL")
}

// fetch is what is measured; the checksums are made after the clock has stopped and the memory was read.
func fetch(url string) error {
	began := time.Now()
	client, err := elastic.Open(elastic.Config{URL: url})
	if err != nil {
		return err
	}
	ctx := context.Background()
	from, to, err := client.Resolve(ctx, indexName, elastic.Window{From: "now-120d/d", To: "now/d"})
	if err != nil {
		return err
	}
	result, err := client.Search(ctx, elastic.Search{Index: indexName, Query: query, From: from, To: to})
	if err != nil {
		return err
	}
	took, peak := time.Since(began), peakMB()
	return json.NewEncoder(os.Stdout).Encode(map[string]any{"rows": result.Fetch.Fetched, "columns": len(result.Schema.Fields()),
		"seconds": took.Seconds(), "peak_mb": peak, "checksums": checksums(result)})
}

// peakMB is the most memory that the process has had at once, as Linux counts it.
func peakMB() float64 {
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		if kb, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, _ := strconv.ParseFloat(strings.Fields(kb)[0], 64)
			return n / 1024
		}
	}
	return 0
}
