// Package jsonrows turns JSON objects into Arrow columns, one pass over the bytes and no maps in between.
//
// Before it stand hunt/elastic, which hands over the pages of a search, and hunt.Read, which hands over files of
// NDJSON or arrays of objects; after it stands whatever takes Arrow records: the engine of hunt, or any other.
//
// Objects inside objects become dotted columns: {"a":{"b":1}} and {"a.b":1} fill the same column. A tree of
// field names remembers which name came after which last time, so that a name is usually found by one comparison.
// A row that lacks a column holds null there, also in rows that came before the column did.
//
// A column's type is given by the caller, or follows from all of its values: int64, float64, bool, else text,
// whatever order they come in. No value is lost. What a column cannot hold is kept as text beside it (see Result).
//
// Arrow v15 is the memory format that all of gohunt shares. encoding/json is not used: building maps for rows of
// 44 columns takes five times as long as reading them (measured on pages of Elasticsearch).
package jsonrows
