// Command frames answers the ten group-by questions of the db-benchmark over Arrow records in memory, for bench.py, which
// asks pandas the same and compares both answers.
//
//	frames DATA.parquet
//
// It loads the table, prints a line, then reads the name of a question from each line of its input and answers it with
// one line of JSON: seconds and CPU seconds from the SQL text to the last Arrow record, rows, and a sum of each column.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/apache/arrow/go/v15/arrow"

	"gohunt/hunt/engine/duckdb"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: frames DATA.parquet")
		os.Exit(2)
	}
	if err := serve(os.Args[1], os.Stdin, json.NewEncoder(os.Stdout)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type answer struct {
	Seconds float64   `json:"seconds"`
	CPU     float64   `json:"cpu"`
	Rows    int64     `json:"rows"`
	Sums    []float64 `json:"sums"`
}

func serve(path string, in io.Reader, out *json.Encoder) error {
	db, err := duckdb.Open(duckdb.Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	rows, err := load(db, path)
	if err != nil {
		return err
	}
	if err := out.Encode(answer{Rows: rows}); err != nil {
		return err
	}
	for lines := bufio.NewScanner(in); lines.Scan(); {
		a, err := ask(db, questions[lines.Text()])
		if err != nil {
			return err
		}
		if err := out.Encode(a); err != nil {
			return err
		}
	}
	return nil
}

// load reads the file into Arrow records and registers those: what is measured is what hunt does with fetched rows.
func load(db *duckdb.DB, path string) (int64, error) {
	schema, records, err := query(db, "SELECT * FROM read_parquet('"+strings.ReplaceAll(path, "'", "''")+"')")
	if err != nil {
		return 0, err
	}
	return count(records), db.Register("x", schema, records)
}

func ask(db *duckdb.DB, sql string) (answer, error) {
	began, cpu := time.Now(), cpuSeconds()
	_, records, err := query(db, sql)
	a := answer{Seconds: time.Since(began).Seconds(), CPU: cpuSeconds() - cpu, Rows: count(records)}
	if err == nil {
		a.Sums = sums(records)
	}
	return a, err
}

func query(db *duckdb.DB, sql string) (*arrow.Schema, []arrow.Record, error) {
	reader, err := db.Query(context.Background(), sql)
	if err != nil {
		return nil, nil, err
	}
	defer reader.Release()
	var records []arrow.Record
	for reader.Next() {
		reader.Record().Retain()
		records = append(records, reader.Record())
	}
	return reader.Schema(), records, reader.Err()
}

func count(records []arrow.Record) (rows int64) {
	for _, r := range records {
		rows += r.NumRows()
	}
	return rows
}

// cpuSeconds is the processor time of this process so far, of all its threads.
func cpuSeconds() float64 {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		return 0
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano()).Seconds()
}
