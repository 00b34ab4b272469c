package report

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strings"

	"gohunt/notebooks/ipynb"
)

//go:embed assets/page.html
var pageText string

//go:embed assets/style.css
var style string

var page = template.Must(template.New("page").Parse(pageText))

// Options name the document in its report.
type Options struct {
	Name   string // file name of the notebook, shown in the head and the foot
	SHA256 string // of the executed notebook file, in hexadecimal; "" leaves the line out
}

// HTML renders the notebook. The result is one UTF-8 document that needs no other file and makes no request.
// It fails only on a notebook whose Markdown the renderer refuses.
func HTML(nb *ipynb.Notebook, o Options) ([]byte, error) {
	p, err := build(nb, o)
	if err != nil {
		return nil, fmt.Errorf("report of %s: %w", o.Name, err)
	}
	var out bytes.Buffer
	if err := page.Execute(&out, p); err != nil {
		return nil, fmt.Errorf("report of %s: %w", o.Name, err)
	}
	return []byte(showDirection.Replace(out.String())), nil
}

// showDirection makes characters visible that turn the direction of text, with which a file named
// "exe.fdp" passes for a PDF. None of them has a place in the page's own markup.
var showDirection = func() *strings.Replacer {
	var pairs []string
	for _, r := range []rune{0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x200e, 0x200f, 0x061c} {
		pairs = append(pairs, string(r), fmt.Sprintf("[U+%04X]", r))
	}
	return strings.NewReplacer(pairs...)
}()
