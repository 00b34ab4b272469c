package ipynb

import "strings"

// Title is the one line that says best what the cell does: of code the beginning of its last statement, whose
// value is what the cell shows; of Markdown its first line.
func (c *Cell) Title() string {
	title := ""
	for line := range strings.Lines(c.Source) {
		line = strings.TrimRight(line, "\r\n\t ")
		switch {
		case line == "" || title != "" && (c.Kind != Code || continues(line)):
		case title == "" || !strings.HasPrefix(line, "//"):
			title = line
		}
	}
	return strings.TrimSpace(title)
}

// continues says whether a line of code belongs to the statement above it.
func continues(line string) bool {
	return strings.ContainsRune(" \t})]`", rune(line[0]))
}
