package hunt

import (
	"html"
	"regexp"
	"strings"
)

// Text is text that shows as it is, without quotes.
type Text string

// String is the text.
func (t Text) String() string { return string(t) }

// MIME is the text as text/plain.
func (t Text) MIME() map[string]any { return map[string]any{"text/plain": string(t)} }

// Document is text with a form: Markdown or HTML.
type Document struct{ mime, source, plain string }

// Markdown is text that shows as Markdown.
func Markdown(text string) *Document { return &Document{"text/markdown", text, text} }

// HTML is text that shows as HTML. Use inline styles: an untrusted notebook drops scripts and style sheets.
func HTML(text string) *Document { return &Document{"text/html", text, withoutTags(text)} }

// MIME is the document in its form and as text/plain.
func (d *Document) MIME() map[string]any {
	return map[string]any{d.mime: d.source, "text/plain": d.plain}
}

// String is the document without its form.
func (d *Document) String() string { return d.plain }

var tags = regexp.MustCompile(`<[^>]*>`)

func withoutTags(page string) string {
	return strings.TrimSpace(html.UnescapeString(tags.ReplaceAllString(page, " ")))
}
