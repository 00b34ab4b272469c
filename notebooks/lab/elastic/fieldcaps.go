package elastic

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"gohunt/notebooks/lab/index"
)

// capability is what a field of one type can do, and in which indices it has that type.
type capability struct {
	Type         string   `json:"type"`
	Metadata     bool     `json:"metadata_field"`
	Searchable   bool     `json:"searchable"`
	Aggregatable bool     `json:"aggregatable"`
	Indices      []string `json:"indices,omitempty"`
}

// fieldCaps answers _field_caps.
func (s *Server) fieldCaps(r *http.Request) (int, any, error) {
	q, err := checkParameters(r, "fields", "include_empty_fields", "include_unmapped")
	if err != nil {
		return 0, nil, err
	}
	body, err := readBody(r)
	if err != nil {
		return 0, nil, err
	}
	f, err := parseFields(body)
	if err != nil {
		return 0, nil, err
	}
	wanted := patterns(strings.Split(q.Get("fields"), ","))
	if _, err := f.take("fields", &wanted); err != nil {
		return 0, nil, err
	}
	if err := f.rest(); err != nil {
		return 0, nil, err
	}
	found, err := s.resolve(r)
	if err != nil {
		return 0, nil, err
	}
	c := &caps{server: s, wanted: wanted, all: map[string]map[string]*capability{}, keepEmpty: boolean(q, "include_empty_fields", true)}
	err = s.catalog.Read(func() error { return c.collect(r.Context(), found) })
	return 0, map[string]any{"indices": names(found), "fields": c.all}, err
}

func names(found []*index.Index) []string {
	list := make([]string, len(found))
	for i, x := range found {
		list[i] = x.Name
	}
	return list
}

type caps struct {
	server    *Server
	wanted    []string
	keepEmpty bool
	all       map[string]map[string]*capability // by name and type
}

func (c *caps) collect(ctx context.Context, found []*index.Index) error {
	for _, x := range found {
		filled, err := c.filled(ctx, x)
		if err != nil {
			return err
		}
		for _, name := range []string{"_id", "_index", "_source"} {
			c.add(x, name, capability{Type: name, Metadata: true, Searchable: name != "_source", Aggregatable: name != "_source"})
		}
		for _, name := range x.Mapping.Names() {
			f := x.Mapping.Field(name)
			if filled != nil && !filled[f.Column()] {
				continue
			}
			c.add(x, name, capability{Type: f.Type, Searchable: true, Aggregatable: f.Kind != index.Text})
			c.parents(x, f.Source().Name)
		}
	}
	c.settle()
	return nil
}

// filled returns the columns with a value in a living document; nil if that was not asked.
func (c *caps) filled(ctx context.Context, x *index.Index) (map[string]bool, error) {
	if c.keepEmpty {
		return nil, nil
	}
	var list, columns []string
	for _, name := range x.Mapping.Names() {
		if f := x.Mapping.Field(name); f.Parent == nil {
			columns = append(columns, f.Column())
			list = append(list, "count("+f.Column()+")")
		}
	}
	filled := map[string]bool{}
	if len(list) == 0 {
		return filled, nil
	}
	sql := fmt.Sprintf("SELECT %s FROM %s WHERE _gone IS NULL", strings.Join(list, ", "), x.Table())
	return filled, c.server.catalog.Rows(ctx, sql, func(row []any) error {
		for i, n := range row {
			filled[columns[i]] = n.(int64) > 0
		}
		return nil
	})
}

func (c *caps) parents(x *index.Index, name string) {
	for i := range name {
		if name[i] == '.' {
			c.add(x, name[:i], capability{Type: "object"})
		}
	}
}

func (c *caps) add(x *index.Index, name string, one capability) {
	if !matchesAny(c.wanted, name) {
		return
	}
	if c.all[name] == nil {
		c.all[name] = map[string]*capability{}
	}
	known := c.all[name][one.Type]
	if known == nil {
		known = &one
		c.all[name][one.Type] = known
	}
	if n := len(known.Indices); n == 0 || known.Indices[n-1] != x.Name {
		known.Indices = append(known.Indices, x.Name)
	}
}

func matchesAny(wanted []string, name string) bool {
	for _, w := range wanted {
		if index.Glob(w, name) {
			return true
		}
	}
	return false
}

// settle drops the indices where a name has one type everywhere, as the answer has them for conflicts only.
func (c *caps) settle() {
	for _, types := range c.all {
		if len(types) > 1 {
			continue
		}
		for _, one := range types {
			one.Indices = nil
		}
	}
}
