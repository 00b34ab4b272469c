// Package report turns an executed notebook into one HTML file that colleagues read.
//
// Before it in the flow is a document that notebooks/run (or papermill, or JupyterLab) has executed.
// After it is a reader, maybe years later and without a network: the file holds everything it
// shows, asks nobody for anything, prints well, and follows the reader's choice of dark or light.
//
// What was hunted is hostile. Every string of the notebook passes through an escape or an allow-list on its way
// into the page, and a content security policy in the page forbids scripts, forms and requests on top.
//
// github.com/yuin/goldmark renders Markdown because it is CommonMark to the letter, with tables, in pure Go.
// github.com/microcosm-cc/bluemonday holds the allow-list because sanitising HTML is a field of
// its own and it is the library Go people review. Code is coloured by the standard library's go/scanner.
package report
