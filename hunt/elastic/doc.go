// Package elastic fetches whole answers from Elasticsearch as Arrow records: searches over a point in time, and SQL
// over a cursor.
//
// Before it stands hunt, which says index, query and window in a hunter's words; behind it stand hunt/jsonrows, which
// turns pages into columns, and the records, which hunt gives to its engine. A fetch is complete or it is an error:
// failed shards, time-outs, cut answers, a lost point in time, and fewer rows than the server counted never end in
// a frame that looks whole.
//
// It talks through go-elasticsearch v8, the official client, for its compatibility headers, its check of the product
// and its authentication; only Perform is used, which streams. Repeating requests is done here: the client's own
// repeats know no waiting, do not repeat a 429 and cannot repeat a cut body.
//
// A scan uses point in time and search_after, not scroll: a repeated scroll request skips a page silently, a repeated
// search_after request gives the same page again.
package elastic
