// Package plan is a chain of verbs that has not run yet, and the rows it gave once it has.
//
// hunt stands before it and wraps each Node in a Frame; hunt/bind turns names and arguments into SQL, hunt/engine runs
// it. A verb makes a new Node: it binds names and asks the engine for types at once, and moves no row. Rows runs
// everything between the node and the nearest rows that are already kept as one query, keeps the result as Arrow and
// registers it, so that whatever builds on the node afterwards sees the same rows. When no node needs a table any more,
// the garbage collector finds that out and the engine drops it.
//
// Arrow (apache/arrow/go/v15) is used because the engine reads and writes it without copying.
package plan
