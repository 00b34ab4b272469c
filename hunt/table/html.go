package table

import (
	"fmt"
	"html"
	"strings"
	"unicode/utf8"

	"github.com/apache/arrow/go/v15/arrow"

	"gohunt/hunt/ledger"
	"gohunt/hunt/values"
)

const (
	cellShown = 140    // characters of a value that stand in the table
	cellHeld  = 20_000 // characters of a value that unfolding it shows
)

const (
	outer      = "font-size:12px;line-height:1.45;text-align:left"
	scroller   = "overflow-x:auto;max-width:100%;margin:0 0 4px"
	grid       = "border-collapse:collapse;border:0;margin:0;font-size:12px"
	line       = "border:0;border-bottom:1px solid rgba(128,128,128,.25);"
	headStyle  = line + "border-bottom-width:2px;padding:3px 10px;vertical-align:bottom;white-space:nowrap;font-weight:600;text-align:"
	cellStyle  = line + "padding:3px 10px;vertical-align:top;"
	bodyStyle  = "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace"
	textCell   = cellStyle + "text-align:left;white-space:pre-wrap;overflow-wrap:anywhere;min-width:24em;max-width:60em"
	shortCell  = cellStyle + "text-align:left;white-space:nowrap"
	numberCell = cellStyle + "text-align:right;white-space:nowrap"
	quiet      = "opacity:.55"
	typeStyle  = "font-weight:400;font-size:10px;opacity:.55"
	footStyle  = "opacity:.75;margin:2px 0"
	warnStyle  = "border-left:3px solid #d08700;padding:1px 8px;margin:3px 0"
)

// HTML is the view as a table with its size, warnings and, folded, its ledger.
func HTML(v View) string {
	rows, columns, _ := v.limits()
	var b strings.Builder
	b.WriteString(opening + tag("div", scroller) + tag("table", grid) + "<thead>" + tag("tr", "background:none"))
	for _, f := range v.Schema.Fields()[:columns] {
		b.WriteString(headHTML(f))
	}
	b.WriteString("</tr></thead>" + tag("tbody", bodyStyle))
	v.each(rows, columns, false, func(_ int, cells []cell) {
		b.WriteString(tag("tr", "background:none"))
		for i, c := range cells {
			b.WriteString(tag("td", cellStyleOf(v.Schema.Field(i).Type, c.text)) + valueHTML(c, cellShown) + "</td>")
		}
		b.WriteString("</tr>")
	})
	b.WriteString("</tbody></table></div>" + v.footHTML(rows, columns) + "</div>")
	return b.String()
}

const opening = `<div class="tex2jax_ignore mathjax_ignore" style="` + outer + `">`

func tag(name, style string) string { return "<" + name + ` style="` + style + `">` }

func headHTML(f arrow.Field) string {
	align := "left"
	if values.IsNumber(f.Type) {
		align = "right"
	}
	return tag("th", headStyle+align) + html.EscapeString(Visible(f.Name)) +
		"<br>" + tag("span", typeStyle) + html.EscapeString(typeName(f.Type)) + "</span></th>"
}

// typeName is the type, with the zone of times.
func typeName(t arrow.DataType) string {
	name := values.Type(t)
	if t.ID() == arrow.TIMESTAMP {
		return name + " (UTC)"
	}
	return name
}

// unbroken is how many characters of a text stand in one line; a longer one may be broken anywhere, since command lines
// and encoded text have no words.
const unbroken = 40

func cellStyleOf(t arrow.DataType, text string) string {
	switch {
	case values.IsNumber(t):
		return numberCell
	case utf8.RuneCountInString(text) > unbroken:
		return textCell
	}
	return shortCell
}

// valueHTML is a value; a long one unfolds.
func valueHTML(c cell, shown int) string {
	switch {
	case c.null:
		return tag("span", quiet+";font-style:italic") + "null</span>"
	case c.text == "":
		return tag("span", quiet) + "&#34;&#34;</span>"
	}
	short, cut := shorten(c.text, shown)
	if !cut {
		return html.EscapeString(c.text)
	}
	whole, _ := shorten(c.text, cellHeld)
	return "<details>" + tag("summary", "cursor:pointer") + html.EscapeString(short) + "</summary>" + html.EscapeString(whole) + "</details>"
}

func (v View) footHTML(rows, columns int) string {
	var b strings.Builder
	b.WriteString(tag("div", footStyle) + html.EscapeString(v.size(rows, columns)) + "</div>")
	for _, w := range v.warnings() {
		b.WriteString(warningHTML(w))
	}
	if len(v.Ledger) > 0 {
		b.WriteString(ledgerHTML(v.Ledger))
	}
	return b.String()
}

func warningHTML(w string) string {
	return tag("div", warnStyle) + "⚠ " + html.EscapeString(w) + "</div>"
}

// Warnings are what must be said about the rows, as HTML and as text, for what shows them in another form; both are
// empty when there is nothing to say.
func Warnings(v View) (page, text string) {
	for _, w := range v.warnings() {
		page += warningHTML(w)
		text += "⚠ " + w + "\n"
	}
	if text == "" {
		return "", ""
	}
	return opening + page + "</div>", strings.TrimSuffix(text, "\n")
}

func ledgerHTML(entries []ledger.Entry) string {
	var b strings.Builder
	b.WriteString(tag("details", footStyle) + tag("summary", "cursor:pointer") + "where it came from</summary>" + tag("table", grid))
	for _, e := range entries {
		for _, fact := range facts(e) {
			b.WriteString(tag("tr", "background:none") + tag("td", shortCell+";"+quiet) + fact[0] + "</td>" + tag("td", recordCell) + html.EscapeString(Visible(fact[1])) + "</td></tr>")
		}
	}
	b.WriteString("</table></details>")
	return b.String()
}

// facts are what an entry says, name and value, without what it does not know.
func facts(e ledger.Entry) [][2]string {
	all := [][2]string{
		{"source", strings.TrimSpace(e.Kind + " " + e.Source)}, {"index", e.Index}, {"query", e.Query}, {"window", window(e)},
		{"rows", rowFact(e)}, {"pages", number(int64(e.Pages))}, {"time", e.Took.String()}, {"sha256", e.SHA256},
	}
	known := all[:0]
	for _, f := range all {
		if f[1] != "" && f[1] != "0s" {
			known = append(known, f)
		}
	}
	return known
}

func window(e ledger.Entry) string {
	if e.From.IsZero() && e.To.IsZero() {
		return ""
	}
	return ledger.Window(e.From, e.To)
}

func rowFact(e ledger.Entry) string {
	if e.Matched < 0 {
		return ledger.Number(e.Fetched)
	}
	return fmt.Sprintf("%s fetched, %s matched", ledger.Number(e.Fetched), ledger.Number(e.Matched))
}

func number(n int64) string {
	if n == 0 {
		return ""
	}
	return ledger.Number(n)
}
