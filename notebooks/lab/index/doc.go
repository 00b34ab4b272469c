// Package index keeps documents the way Elasticsearch does, in tables of the embedded engine: one table
// for an index or a data stream, a column for a mapped field, the source as it came.
//
// Before it stand corpus (generated documents) and elastic (bulk requests); after it dsl and essql, which
// turn queries into conditions on the columns. A row is written once and never changed but for the number
// of the write that ended it, so a snapshot is a number: a point in time sees the rows that were born up
// to it and had not gone by then.
//
// Physical columns are named c0, c1, ...: field names differ in case and hold dots, the engine's do not.
// Arrow (v15, the memory format of the whole program) carries batches into the engine.
package index
