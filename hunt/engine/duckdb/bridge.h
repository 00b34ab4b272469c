// The Arrow C data interface (arrow.apache.org/docs/format/CDataInterface.html, a frozen layout) and the four
// functions of DuckDB's C API that speak it. DuckDB's handles are all one pointer.
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct ArrowSchema {
	const char *format, *name, *metadata;
	int64_t flags, n_children;
	struct ArrowSchema **children, *dictionary;
	void (*release)(struct ArrowSchema *);
	void *private_data;
};

struct ArrowArray {
	int64_t length, null_count, offset, n_buffers, n_children;
	const void **buffers;
	struct ArrowArray **children, *dictionary;
	void (*release)(struct ArrowArray *);
	void *private_data;
};

void *duckdb_to_arrow_schema(void *options, void **types, const char **names, uint64_t count, struct ArrowSchema *out);
void *duckdb_data_chunk_to_arrow(void *options, void *chunk, struct ArrowArray *out);
void *duckdb_schema_from_arrow(void *connection, struct ArrowSchema *schema, void **out);
void *duckdb_data_chunk_from_arrow(void *connection, struct ArrowArray *array, void *converted, void **out);
void duckdb_destroy_arrow_converted_schema(void **converted);

// borrowed_release is the release of an array whose memory somebody else holds and frees.
static void borrowed_release(struct ArrowArray *array) { array->release = NULL; }

// piece_to_chunk shows rows [offset, offset+length) of one column to DuckDB, as a chunk of one vector.
// The column's memory is only borrowed: it must outlive the chunk. A whole column keeps its number of nulls: DuckDB
// takes -1 in a dictionary for "none".
static inline void *piece_to_chunk(void *connection, const struct ArrowArray *column, int64_t offset, int64_t length,
                                   void *converted, void **chunk) {
	const void *no_nulls[1] = {NULL};
	struct ArrowArray child = *column;
	struct ArrowArray *children[1] = {&child};
	struct ArrowArray parent = {length, 0, 0, 1, 1, no_nulls, children, NULL, borrowed_release, NULL};
	child.offset += offset;
	child.length = length;
	if (length != column->length && column->null_count != 0) child.null_count = -1; // not counted
	child.release = borrowed_release;
	return duckdb_data_chunk_from_arrow(connection, &parent, converted, chunk);
}
