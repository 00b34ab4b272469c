// Package bind makes what a hunter writes into what the engine reads: names, arguments, suggestions.
//
// Text from a cell stands before it, hunt/plan after it. Hunters write ECS names bare (process.parent.name,
// @timestamp), and no engine reads those as written: DuckDB takes process for a table. So bind finds each name that is
// a column and quotes it, spreads slice arguments over IN (?), renders arguments as SQL literals, and says which text
// columns meet a number. Everything else stays byte for byte. It is pure: no engine, no I/O.
package bind
