package hunt

// Text is text that shows as it is.
type Text string

// String is the text.
func (t Text) String() string { return string(t) }

// MIME is the text as text/plain.
func (t Text) MIME() map[string]any { return map[string]any{"text/plain": string(t)} }

// Document is formatted text.
type Document struct{ html, markdown, plain string }

// Markdown shows text as Markdown.
func Markdown(text string) *Document { return nil }

// HTML shows text as HTML.
func HTML(text string) *Document { return nil }

// MIME is the document.
func (d *Document) MIME() map[string]any { return nil }

// Show shows v now, in the middle of a cell.
func Show(v any) {}

// Meter is a progress line.
type Meter struct{}

// Progress is a line that updates in place.
func Progress(label string, total int) *Meter { return nil }

// Add moves on by n.
func (m *Meter) Add(n int) {}

// Done ends the line.
func (m *Meter) Done() {}

// Decoded is a text with its layers.
type Decoded struct{ text string }

// Decode finds what is encoded in text.
func Decode(text string) *Decoded { return nil }

// String is the innermost text.
func (d *Decoded) String() string { return "" }

// MIME shows every layer.
func (d *Decoded) MIME() map[string]any { return nil }
