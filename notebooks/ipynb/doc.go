// Package ipynb reads and writes Jupyter notebooks, format 4.5.
//
// Before it in the flow is a file on disk. After it come notebooks/run, which executes the
// document and writes it back, and notebooks/report, which turns it into a page.
//
// What Jupyter wrote comes back byte for byte: the writer follows nbformat 5.11
// (sorted keys, an indent of one space, no ASCII escapes, multi-line text as a list of lines,
// a final newline), numbers keep the digits they had, and keys this package does not know stay
// where they were. Formats 4.0 to 4.4 are upgraded by giving every cell an id; older and
// newer major formats are refused with a sentence that says what to do.
//
// Only the standard library is used: encoding/json reads, and a small writer of our own
// writes, because encoding/json cannot leave U+2028 unescaped as Jupyter does.
package ipynb
