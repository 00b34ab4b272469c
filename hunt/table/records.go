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
		b.WriteString(tag("div", footStyle+";margin-top:8px") + fmt.Sprintf("record %d", row+1) + "</div>" + tag("div", scroller) + tag("table", grid))
		for i, c := range cells {
			name := html.EscapeString(Visible(v.Schema.Field(i).Name))
			b.WriteString(tag("tr", "background:none") + tag("th", headStyle+"left;border-bottom-width:1px;vertical-align:top") + name + "</th>" +
				tag("td", recordCell) + valueHTML(c, recordShown) + "</td></tr>")
		}
		b.WriteString("</table></div>")
	})
	b.WriteString(v.footHTML(rows, columns) + "</div>")
	return b.String()
}

const recordCell = cellStyle + bodyStyle + ";text-align:left;white-space:pre-wrap;overflow-wrap:anywhere"

// RecordsText is each row as a record: a line for each column, name and value.
func RecordsText(v View) string {
	rows, columns, _ := v.limits()
	names, longest := make([]string, columns), 0
	for i := range names {
		names[i] = Visible(v.Schema.Field(i).Name)
		longest = max(longest, cellsOf(names[i]))
	}
	var b strings.Builder
	v.each(rows, columns, true, func(row int, cells []cell) {
		title := fmt.Sprintf("─ record %d ", row+1)
		b.WriteString(title + strings.Repeat("─", max(2, longest+2-cellsOf(title))) + "\n")
		for i, c := range cells {
			text, _ := shorten(c.plain(), recordShown)
			pad := strings.Repeat(" ", longest-cellsOf(names[i]))
			b.WriteString(names[i] + pad + "  " + strings.ReplaceAll(text, "\n", "\n"+strings.Repeat(" ", longest+2)) + "\n")
		}
	})
	b.WriteString(v.footText(rows, columns))
	return b.String()
}
