// Package table draws rows for people: HTML that reads well in an untrusted notebook, and text for a terminal.
//
// hunt stands before it with a schema, records and what must be said about them; the kernel's display stands after it.
//
// The HTML uses inline styles and no script, because an untrusted notebook drops everything else, and colours that are
// shades of the page's own, so that it reads on light and dark. The values come from attackers, so they are escaped,
// and what would act on the reader instead of being read (terminal escapes, bidirectional and invisible characters) is
// drawn as what it is. The class names tex2jax_ignore and mathjax_ignore keep notebooks from setting the dollar signs of
// a script as mathematics.
//
// golang.org/x/text/width knows which characters take two places in a terminal.
package table
