package index

import (
	"encoding/json"
	"sort"
	"strings"

	"gohunt/notebooks/lab/refusal"
)

type property struct {
	Type        string               `json:"type,omitempty"`
	Properties  map[string]*property `json:"properties,omitempty"`
	Fields      map[string]*property `json:"fields,omitempty"`
	Normalizer  string               `json:"normalizer,omitempty"`
	IgnoreAbove int                  `json:"ignore_above,omitempty"`
	Format      string               `json:"format,omitempty"`
}

type mappingBody struct {
	Properties map[string]*property `json:"properties"`
	Dynamic    json.RawMessage      `json:"dynamic,omitempty"`
	Templates  []dynamicTemplate    `json:"dynamic_templates,omitempty"`
}

type dynamicTemplate map[string]struct {
	MatchType string   `json:"match_mapping_type"`
	Mapping   property `json:"mapping"`
}

// Put adds the fields of a mapping's JSON ({"properties":{...}}). A dynamic template that maps strings to
// keyword is honoured; a field that stands already keeps its type, and another type for it is refused.
func (m *Mapping) Put(body []byte) error {
	var b mappingBody
	if err := json.Unmarshal(body, &b); err != nil {
		return refusal.Parsing("Failed to parse mapping: %s", err)
	}
	for _, t := range b.Templates {
		for _, rule := range t {
			if rule.MatchType == "string" && rule.Mapping.Type == "keyword" {
				m.Strings = "keyword"
			}
		}
	}
	return m.putAll("", b.Properties)
}

func (m *Mapping) putAll(prefix string, properties map[string]*property) error {
	names := make([]string, 0, len(properties))
	for name := range properties {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if err := m.put(prefix+name, properties[name]); err != nil {
			return err
		}
	}
	return nil
}

func (m *Mapping) put(name string, p *property) error {
	if p.Properties != nil || p.Type == "" || p.Type == "object" {
		return m.putAll(name+".", p.Properties)
	}
	f := m.fields[name]
	if f == nil {
		var err error
		if f, err = m.Add(name, p.Type); err != nil {
			return err
		}
	}
	if f.Type != p.Type {
		return refusal.Argument("mapper [%s] cannot be changed from type [%s] to [%s]", name, f.Type, p.Type)
	}
	f.Format, f.IgnoreAbove = p.Format, p.IgnoreAbove
	f.Lowercase = p.Normalizer == "lowercase"
	return m.putSubs(f, p.Fields)
}

func (m *Mapping) putSubs(f *Field, subs map[string]*property) error {
	for name, p := range subs {
		s := m.fields[f.Name+"."+name]
		if s == nil {
			var err error
			if s, err = m.AddSub(f, name, p.Type); err != nil {
				return err
			}
		}
		s.IgnoreAbove, s.Lowercase = p.IgnoreAbove, p.Normalizer == "lowercase"
	}
	return nil
}

// JSON returns the mapping as GET _mapping shows it: {"properties":{...}}.
func (m *Mapping) JSON() any {
	root := &property{}
	for _, f := range m.columns {
		at := root
		parts := strings.Split(f.Name, ".")
		for _, part := range parts {
			at = at.child(part)
		}
		*at = f.property()
	}
	for _, name := range m.Names() {
		if f := m.fields[name]; f.Parent != nil {
			m.showSub(root, f)
		}
	}
	return root
}

func (p *property) child(name string) *property {
	if p.Properties == nil {
		p.Properties = map[string]*property{}
	}
	if p.Properties[name] == nil {
		p.Properties[name] = &property{}
	}
	return p.Properties[name]
}

func (f *Field) property() property {
	p := property{Type: f.Type, IgnoreAbove: f.IgnoreAbove, Format: f.Format}
	if f.Lowercase {
		p.Normalizer = "lowercase"
	}
	return p
}

func (m *Mapping) showSub(root *property, f *Field) {
	at := root
	for _, part := range strings.Split(f.Parent.Name, ".") {
		at = at.child(part)
	}
	if at.Fields == nil {
		at.Fields = map[string]*property{}
	}
	p := f.property()
	at.Fields[strings.TrimPrefix(f.Name, f.Parent.Name+".")] = &p
}
