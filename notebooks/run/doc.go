// Package run executes a notebook and leaves it, executed, beside a report.
//
// Before it in the flow is a document (notebooks/ipynb) and what a person sets in it with -p. It starts
// a kernel as a process of its own through kernel/frontend and sends it every cell over ZeroMQ, as a
// browser would. After it are two files: NAME.executed.ipynb, and NAME.html by notebooks/report.
//
// What is recorded follows nbclient (how outputs become part of the document) and papermill (tags,
// error markers, metadata.papermill), so that tools which read their documents read ours. Where papermill says
// that a cell completed although it never ran, this package says pending.
//
// A parameter is never source text: its value becomes one typed literal of Go, whatever it contains.
// The Go parser of the standard library reads what the parameters cell declares.
package run
