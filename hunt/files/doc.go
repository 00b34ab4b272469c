// Package files reads rows from files and writes them.
//
// hunt stands before it (Read and Save); hunt/jsonrows reads the JSON, hunt/engine the Parquet, and the rows go on to
// hunt/plan. What a file is shows in its first bytes, not in its name: gzip, zip and tar are unpacked in passing, and a
// zip or tar gives the rows of all its members. Types follow from all of the data. A row that does not fit is kept and
// counted, never dropped.
//
// CSV is read here, with encoding/csv, and not by the engine: the engine ends at a row with too many fields, or drops
// it. JSON is read by jsonrows, because the engine takes the types from a sample and makes structs of nested objects.
package files
