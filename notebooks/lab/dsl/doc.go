// Package dsl reads Elasticsearch queries, JSON and query_string alike, and turns them into conditions in
// the SQL of the embedded engine.
//
// Before it stands elastic, which has the request's body; it reads index's mappings, because what
// process.pid:4* means depends on the type of process.pid; after it the condition runs as the WHERE of a
// statement. A query is parsed once into a tree and compiled once for every index that it searches, whose
// mappings may differ. Relevance is not computed: a query says yes or no.
//
// The grammar of query_string is that of Lucene's classic query parser (QueryParser.jj, 9.12) with the
// changes that Elasticsearch documents; encoding/json and regexp are all it needs.
package dsl
