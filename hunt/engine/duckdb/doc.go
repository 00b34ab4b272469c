// Package duckdb is the embedded engine: DuckDB 1.5 in this process, speaking Arrow v15 in and out.
//
// Before it in the flow stands hunt with SQL text and the records that sources fetched; after it come Arrow
// records for frames. The way of a row: Register pins the Arrow buffers and shows them to DuckDB as a table
// function (scan.go), found by name through a replacement scan (tables.go), so that nothing is copied in and
// nothing is written to a catalog; Query prepares, streams chunks of 2048 rows (stream.go) and gathers them
// into records on the Go heap (gather.go), which live as long as somebody holds them.
//
// # Why these libraries
//
// DuckDB, because measured against pandas, Polars and Spark on a hunter's questions nothing pure Go came near.
// github.com/duckdb/duckdb-go-bindings rather than duckdb-go: the latter's Arrow is v18, and the C helpers of v15
// and v18 can't be linked into one program. The bindings give every call but the four that convert Arrow;
// those are declared in bridge.h, where the only layouts are Arrow's own C data interface, which is frozen.
//
// # Linking
//
// This package needs cgo, a C compiler and the C++ standard library's development files. A plain build needs
// libstdc++.so.6 where it runs. A release build links it statically: put a folder first that holds nothing but
// the archive, so that the linker's -lstdc++ finds that one:
//
//	mkdir -p build/lib && ln -sf "$(gcc -print-file-name=libstdc++.a)" build/lib/
//	CGO_LDFLAGS="-L$PWD/build/lib -static-libgcc" go build -o gohunt ./kernel
//	ldd gohunt | grep -c libstdc++      # prints 0
//
// Without cgo the package compiles, and Open says why it can't work.
package duckdb
