// Package run executes a notebook and leaves it, executed, beside a report.
//
// Before it in the flow is a document (notebooks/ipynb) and what a person sets in it with -p. It starts
// a kernel as a process of its own through kernel/frontend and sends it every cell over ZeroMQ, as a
// browser would. After it are two files: NAME.executed.ipynb, and NAME.html by notebooks/report.
//
// What is recorded follows nbclient (how outputs become part of a document) and papermill (tags,
// error markers, metadata.papermill), so that tools which read their documents read ours. It differs by decision:
//
//   - a cell that did not run is pending; papermill says completed after a time-out or when the kernel died,
//   - a time-out, a dead kernel and an interrupt are errors in the cell where they happened, and the report is written,
//   - a cell tagged raises-exception may fail without failing the run, as in nbclient,
//   - the text of one stream is one output until another output parts it,
//   - a parameter has the type that the parameters cell gives it, and an unknown name is an error before anything runs,
//   - nan and inf are text where papermill takes them for numbers, since Go has no literals for them,
//   - passwords in URLs that parameters hold are in no document.
//
// A parameter is never source text: its value becomes one typed literal of Go, whatever it contains. The standard
// library's scanner and parser read what the parameters cell declares; golang.org/x/sys asks terminals for
// their width and silences them for passwords.
package run
