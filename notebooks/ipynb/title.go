package ipynb

import "strings"

// Title is the one line that says best what the cell does: of code its last statement, whose value is what the cell
// shows, up to a line that could stand alone; of Markdown its first line.
func (c *Cell) Title() string {
	var title string
	open := false // the title goes on in the next line
	for line := range strings.Lines(c.Source) {
		line = strings.TrimRight(line, "\r\n\t ")
		switch {
		case line == "" || title != "" && c.Kind != Code:
		case open && continues(line):
			title += strings.TrimLeft(line, " \t")
			open = unfinished(title)
		case title == "" || !continues(line) && !strings.HasPrefix(line, "//"):
			title = line
			open = c.Kind == Code && unfinished(line)
		}
	}
	return strings.TrimSpace(title)
}

// continues says whether a line of code belongs to the statement above it.
func continues(line string) bool {
	return strings.ContainsRune(" \t})]`", rune(line[0]))
}

// unfinished says whether a line of code ends where no statement can.
func unfinished(line string) bool {
	return len(line) < 80 && strings.ContainsRune(".(`", rune(line[len(line)-1]))
}
