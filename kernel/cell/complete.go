package cell

// A Completion is what could be written at a place: the text from Start to End, byte offsets, may be replaced by the
// Text of any of the Matches.
type Completion struct {
	Matches    []Match
	Start, End int
}

// A Match is one completion. Type is one of "function", "method", "field", "variable", "constant", "type", "package",
// "keyword" or "path".
type Match struct{ Text, Type string }

// Doc is what is known of a name.
type Doc struct{ Text, Markdown string }

// Complete lists what could be written at the cursor, a byte offset in src.
func (s *Session) Complete(src string, cursor int) Completion {
	return Completion{Start: cursor, End: cursor}
}

// Inspect describes what is at the cursor, a byte offset in src.
func (s *Session) Inspect(src string, cursor, detail int) (Doc, bool) { return Doc{}, false }
