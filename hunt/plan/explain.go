package plan

import "strings"

// Explain is the query that reading the node would run now, after a comment line for each table that it reads.
func (n *Node) Explain() string {
	var lines []string
	n.walk(func(at *Node) {
		if at.origin != "" && (at.fetch != nil || at.Kept() != nil) {
			lines = append(lines, "-- "+at.table.name+": "+strings.Join(strings.Fields(at.origin), " ")+at.state())
		}
	})
	return strings.Join(append(lines, n.compose().String()), "\n")
}

func (n *Node) state() string {
	if n.Kept() == nil {
		return " (not read yet)"
	}
	return ""
}
