package index

import (
	"fmt"
	"sort"
	"strings"

	"gohunt/notebooks/lab/refusal"
)

// Kind is how a field's values are stored and compared.
type Kind int

// The kinds, with the engine's type of each.
const (
	String Kind = iota // VARCHAR, compared byte by byte: keyword, wildcard, constant_keyword
	Text               // VARCHAR, and its analysed tokens in a second column: text, match_only_text
	Int                // BIGINT: long, integer, short, byte
	Float              // DOUBLE: double, float, half_float
	Bool               // BOOLEAN
	Date               // TIMESTAMP, UTC, milliseconds
	IP                 // VARCHAR of 32 hexadecimal digits, so that order and prefixes are those of addresses
)

var kinds = map[string]Kind{
	"keyword": String, "wildcard": String, "constant_keyword": String,
	"text": Text, "match_only_text": Text,
	"long": Int, "integer": Int, "short": Int, "byte": Int,
	"double": Float, "float": Float, "half_float": Float,
	"boolean": Bool, "date": Date, "ip": IP,
}

// Field is one mapped field. A multi-field (process.name.text of process.name) shares its parent's column.
type Field struct {
	Name        string
	Type        string // Elasticsearch's name: keyword, long, date, ...
	Kind        Kind
	Multi       bool   // the column is a list, since a document had an array
	Parent      *Field // the field whose values a multi-field indexes; nil for a field of the source
	Lowercase   bool   // the keyword has the normalizer "lowercase"
	IgnoreAbove int    // longer strings are not indexed; 0: no limit
	Format      string // of a date; empty: the default
	number      int    // of the column
}

// Source returns the field whose column holds the values: itself, or the parent of a multi-field.
func (f *Field) Source() *Field {
	if f.Parent != nil {
		return f.Parent
	}
	return f
}

// Column returns the name of the column with the field's values as they were given.
func (f *Field) Column() string { return fmt.Sprintf("c%d", f.Source().number) }

// Tokens returns the name of the column with a text field's tokens, each between blanks.
func (f *Field) Tokens() string { return fmt.Sprintf("t%d", f.Source().number) }

// IsList reports whether the column holds lists.
func (f *Field) IsList() bool { return f.Source().Multi }

// Mapping is the fields of one index.
type Mapping struct {
	fields  map[string]*Field
	columns []*Field        // those with a column of their own, in the order of their numbers
	objects map[string]bool // names that are objects, since a field lies below them
	Strings string          // the type that a new string gets: "keyword", or "text" with a keyword below it
}

// NewMapping returns a mapping without fields, whose new strings become text with a keyword below,
// as in an index without a template.
func NewMapping() *Mapping {
	return &Mapping{fields: map[string]*Field{}, objects: map[string]bool{}, Strings: "text"}
}

// Field returns the field of that name, or nil.
func (m *Mapping) Field(name string) *Field { return m.fields[name] }

// IsObject reports whether fields lie below that name.
func (m *Mapping) IsObject(name string) bool { return m.objects[name] }

// Names returns the names of all fields, multi-fields too, sorted.
func (m *Mapping) Names() []string {
	names := make([]string, 0, len(m.fields))
	for name := range m.fields {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// Match returns the fields whose names match a pattern with *, sorted by name.
func (m *Mapping) Match(pattern string) []*Field {
	if !strings.Contains(pattern, "*") {
		if f := m.fields[pattern]; f != nil {
			return []*Field{f}
		}
		return nil
	}
	var found []*Field
	for _, name := range m.Names() {
		if Glob(pattern, name) {
			found = append(found, m.fields[name])
		}
	}
	return found
}

// Add puts a field of the source into the mapping.
func (m *Mapping) Add(name, kind string) (*Field, error) {
	k, ok := kinds[kind]
	if !ok {
		return nil, refusal.Parsing("No handler for type [%s] declared on field [%s]", kind, name)
	}
	if m.objects[name] {
		return nil, refusal.Document("object mapping for [%s] tried to parse field [%s] as object, but found a concrete value", name, name)
	}
	for i := range name {
		if name[i] == '.' {
			if f := m.fields[name[:i]]; f != nil {
				return nil, refusal.Document("failed to parse field [%s] of type [%s]: it cannot also be an object that holds [%s]", f.Name, f.Type, name)
			}
			m.objects[name[:i]] = true
		}
	}
	f := &Field{Name: name, Type: kind, Kind: k, number: len(m.columns)}
	m.fields[name] = f
	m.columns = append(m.columns, f)
	return f, nil
}

// AddSub puts a multi-field below parent.
func (m *Mapping) AddSub(parent *Field, name, kind string) (*Field, error) {
	k, ok := kinds[kind]
	if !ok || (k != String && k != Text) {
		return nil, refusal.NotImplemented("multi-fields of type [%s], as [%s.%s]", kind, parent.Name, name)
	}
	f := &Field{Name: parent.Name + "." + name, Type: kind, Kind: k, Parent: parent}
	m.fields[f.Name] = f
	return f, nil
}

// Exact returns the field to compare whole values with: f itself, or the keyword below or above a text.
func (m *Mapping) Exact(f *Field) *Field {
	if f.Kind != Text {
		return f
	}
	if f.Parent != nil && f.Parent.Kind == String {
		return f.Parent
	}
	for _, name := range m.Names() {
		if s := m.fields[name]; s.Parent == f && s.Kind == String && !s.Lowercase {
			return s
		}
	}
	return nil
}

// hasTokens reports whether f or one of its multi-fields is text.
func (m *Mapping) hasTokens(f *Field) bool {
	if f.Kind == Text {
		return true
	}
	for _, s := range m.fields {
		if s.Parent == f && s.Kind == Text {
			return true
		}
	}
	return false
}

// Glob reports whether name matches pattern, in which * stands for any text.
func Glob(pattern, name string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == name
	}
	if !strings.HasPrefix(name, parts[0]) {
		return false
	}
	name = name[len(parts[0]):]
	for _, p := range parts[1 : len(parts)-1] {
		i := strings.Index(name, p)
		if i < 0 {
			return false
		}
		name = name[i+len(p):]
	}
	return strings.HasSuffix(name, parts[len(parts)-1])
}
