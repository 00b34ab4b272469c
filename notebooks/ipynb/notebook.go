package ipynb

import "slices"

// Object is a JSON object. Numbers in it are json.Number, so that they are written as they were read.
type Object = map[string]any

// Notebook is one document. The zero value with Minor 5 is an empty notebook.
type Notebook struct {
	Cells    []*Cell
	Metadata Object // kernelspec, language_info and whatever else tools keep there; never nil after Decode
	Minor    int    // the minor format version: 5, or what a newer tool wrote
	extra    Object // top-level keys that the format does not name
}

// Kinds of cells.
const (
	Code     = "code"
	Markdown = "markdown"
	Raw      = "raw"
)

// Cell is one cell. Outputs and Count are for code cells only.
type Cell struct {
	ID          string // 1 to 64 letters, digits, - or _, unique in the notebook
	Kind        string // Code, Markdown, Raw, or the word of a newer format
	Source      string
	Metadata    Object
	Attachments Object // file name -> MIME bundle; nil when the cell has none
	Outputs     []*Output
	Count       *int // the number in In[n]; nil when the cell has not run
	extra       Object
}

// Kinds of outputs.
const (
	Stream  = "stream"
	Display = "display_data"
	Result  = "execute_result"
	Failure = "error"
)

// Output is one output of a code cell. Which fields count depends on Kind.
type Output struct {
	Kind      string
	Name      string   // Stream: stdout or stderr
	Text      string   // Stream
	Data      Object   // Display, Result: MIME type -> text, or any JSON value for JSON types
	Metadata  Object   // Display, Result
	Count     *int     // Result
	EName     string   // Failure
	EValue    string   // Failure
	Traceback []string // Failure: lines with ANSI colours
	extra     Object
}

// New returns an empty notebook of format 4.5.
func New() *Notebook { return &Notebook{Metadata: Object{}, Minor: 5} }

// NewCell returns a cell of that kind whose id is made from its kind, text and salt, so that the same call gives the same id.
func NewCell(kind, source, salt string) *Cell {
	return &Cell{ID: deriveID(kind, source, salt), Kind: kind, Source: source, Metadata: Object{}}
}

// Tags are the cell's tags in the order they were written; a tag that is no string is left out.
func (c *Cell) Tags() []string {
	list, _ := c.Metadata["tags"].([]any)
	var tags []string
	for _, item := range list {
		if tag, ok := item.(string); ok {
			tags = append(tags, tag)
		}
	}
	return tags
}

// Tagged says whether the cell has that tag.
func (c *Cell) Tagged(tag string) bool { return slices.Contains(c.Tags(), tag) }

// Tag adds a tag, once.
func (c *Cell) Tag(tag string) {
	if c.Tagged(tag) {
		return
	}
	list, _ := c.Metadata["tags"].([]any)
	c.Metadata["tags"] = append(slices.Clone(list), tag)
}

// FindTag is the index of the first cell with that tag, or -1.
func (n *Notebook) FindTag(tag string) int {
	return slices.IndexFunc(n.Cells, func(c *Cell) bool { return c.Tagged(tag) })
}

// Insert puts a cell before the one at index i; i may be len(Cells). A cell whose id is taken gets a new one.
func (n *Notebook) Insert(i int, c *Cell) {
	for salt := c.ID; n.has(c.ID); salt += "+" {
		c.ID = deriveID(c.Kind, c.Source, salt)
	}
	n.Cells = slices.Insert(n.Cells, i, c)
}

func (n *Notebook) has(id string) bool {
	return slices.ContainsFunc(n.Cells, func(c *Cell) bool { return c.ID == id })
}

// KernelName is metadata.kernelspec.name, or "".
func (n *Notebook) KernelName() string { return n.text("kernelspec", "name") }

// Language is the programming language: language_info.name, else kernelspec.language, else "".
func (n *Notebook) Language() string {
	if name := n.text("language_info", "name"); name != "" {
		return name
	}
	return n.text("kernelspec", "language")
}

func (n *Notebook) text(section, key string) string {
	object, _ := n.Metadata[section].(Object)
	value, _ := object[key].(string)
	return value
}
