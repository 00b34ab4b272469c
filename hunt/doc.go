// Package hunt is the vocabulary of a hunt: the one package that cells import.
//
// Cells stand before it: a cell says import "hunt" (compiled Go says import "gohunt/hunt"). After it come the engine
// that runs plans, the sources that bring rows, and the systems that take findings; they are plain Go libraries in the
// folders below this one, which return errors and never import it. What hunt returns shows itself: each value has
// MIME, and the kernel turns that into output.
//
//	es := hunt.Elastic("https://127.0.0.1:9200", hunt.Auth("elastic", hunt.Secret("elastic")))
//	powershell := es.Search("logs-endpoint.events*", "process.name:powershell.exe", hunt.Last("120d"))
//	powershell.Stack("process.parent.name")
//
// The surface obeys three rules. Every function has one result. Nothing exported is generic or takes a context:
// interrupting the cell cancels what hunt is doing. What fails is raised as *Error, with the step, its object and
// what to try; a compiled program turns it into an error with defer hunt.Catch(&err).
//
// A Frame is an immutable plan. A verb checks names and types at once and moves no row; the first reading of rows
// runs the whole chain as one query, and what was read is kept, so that every number of a frame comes from the same
// rows. Times are UTC everywhere.
//
// Arrow (apache/arrow/go/v15) is the format of rows in memory, because the engine, Parquet and other people's programs
// share it without copying; version 15 because the C data interface of two versions cannot be linked into one program.
package hunt
