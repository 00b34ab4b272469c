package ipynb

import "strings"

// titleLength is about how many characters of a title anybody shows.
const titleLength = 160

// Title is one line that says best what the cell does: of code its last statement, whose value is what the cell shows,
// on one line; of Markdown its first line; of cells that carry parameters, that they do.
func (c *Cell) Title() string {
	switch {
	case c.Tagged("parameters"):
		return "parameters"
	case c.Tagged("injected-parameters"):
		return "parameters of this run"
	case c.Kind == Code:
		return lastStatement(c.Source)
	}
	first, _, _ := strings.Cut(strings.TrimSpace(c.Source), "\n")
	return strings.TrimSpace(first)
}

// lastStatement begins at the last line that is not indented, since nobody's statement continues on one.
func lastStatement(source string) string {
	var title string
	for line := range strings.Lines(source) {
		line = strings.TrimRight(line, "\r\n\t ")
		switch {
		case line == "" || title != "" && strings.HasPrefix(line, "//"):
		case title == "" || !continues(line):
			title = strings.TrimSpace(line)
		case len(title) < titleLength:
			title = join(title, strings.Join(strings.Fields(line), " "))
		}
	}
	return title
}

func continues(line string) bool {
	return strings.ContainsRune(" \t})]`", rune(line[0]))
}

// join sets a space where one would stand on one line.
func join(title, next string) string {
	if strings.ContainsRune(".([`", rune(title[len(title)-1])) || strings.ContainsRune(").]`", rune(next[0])) {
		return strings.TrimSuffix(title, ",") + next
	}
	return title + " " + next
}
