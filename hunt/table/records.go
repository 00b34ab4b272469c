package table

import (
	"fmt"
	"html"
	"strings"
)

// recordShown is how much of a value a record shows before it folds the rest.
const recordShown = 2000

// RecordsHTML is each row as a record: the names of the columns beside the values, which are shown whole.
func RecordsHTML(v View) string {
	rows, columns, _ := v.limits()
	var b strings.Builder
	b.WriteString(opening)
	v.each(rows, columns, true, func(row int, cells []cell) {
		b.WriteString(tag("div", footStyle+";margin-top:8px") + fmt.Sprintf("record %d", row+1) + "</div>" + v.recordHTML(cells))
	})
	b.WriteString(v.footHTML(rows, columns) + "</div>")
	return b.String()
}

// RecordHTML is the first row as a record, and nothing else.
func RecordHTML(v View) string {
	page := ""
	v.each(1, v.Schema.NumFields(), true, func(_ int, cells []cell) { page = opening + v.recordHTML(cells) + "</div>" })
	return page
}

func (v View) recordHTML(cells []cell) string {
	var b strings.Builder
	b.WriteString(tag("div", scroller) + tag("table", grid))
	for i, c := range cells {
		name := html.EscapeString(Visible(v.Schema.Field(i).Name))
		b.WriteString(tag("tr", "background:none") + tag("th", headStyle+"left;border-bottom-width:1px;vertical-align:top") + name + "</th>" +
			tag("td", recordCell) + valueHTML(c, recordShown) + "</td></tr>")
	}
	b.WriteString("</table></div>")
	return b.String()
}

const recordCell = cellStyle + bodyStyle + ";text-align:left;white-space:pre-wrap;overflow-wrap:anywhere"

// RecordsText is each row as a record: a line for each column, name and value.
func RecordsText(v View) string {
	rows, columns, _ := v.limits()
	names, longest := v.names(columns)
	var b strings.Builder
	v.each(rows, columns, true, func(row int, cells []cell) {
		title := fmt.Sprintf("─ record %d ", row+1)
		b.WriteString(title + strings.Repeat("─", max(2, longest+2-cellsOf(title))) + "\n" + recordText(names, longest, cells))
	})
	b.WriteString(v.footText(rows, columns))
	return b.String()
}

// RecordText is the first row as a record, and nothing else.
func RecordText(v View) string {
	names, longest := v.names(v.Schema.NumFields())
	text := ""
	v.each(1, len(names), true, func(_ int, cells []cell) { text = recordText(names, longest, cells) })
	return strings.TrimSuffix(text, "\n")
}

// names are the first columns' and the places that the longest takes.
func (v View) names(columns int) (names []string, longest int) {
	for _, f := range v.Schema.Fields()[:columns] {
		name := Visible(f.Name)
		names, longest = append(names, name), max(longest, cellsOf(name))
	}
	return names, longest
}

func recordText(names []string, longest int, cells []cell) string {
	var b strings.Builder
	for i, c := range cells {
		text, _ := shorten(c.plain(), recordShown)
		pad := strings.Repeat(" ", longest-cellsOf(names[i]))
		b.WriteString(names[i] + pad + "  " + strings.ReplaceAll(text, "\n", "\n"+strings.Repeat(" ", longest+2)) + "\n")
	}
	return b.String()
}
