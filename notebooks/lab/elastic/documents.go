package elastic

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"gohunt/notebooks/lab/dsl"
	"gohunt/notebooks/lab/index"
	"gohunt/notebooks/lab/refusal"
)

// createIndex answers PUT /{index} with mappings; settings are taken as they are, aliases refused.
func (s *Server) createIndex(r *http.Request) (int, any, error) {
	body, err := readBody(r)
	if err != nil {
		return 0, nil, err
	}
	f, err := parseFields(body)
	if err != nil {
		return 0, nil, err
	}
	var mappings json.RawMessage
	if _, err := f.take("mappings", &mappings); err != nil {
		return 0, nil, err
	}
	if err := f.rest("settings"); err != nil {
		return 0, nil, err
	}
	m := index.NewMapping()
	if len(mappings) > 0 {
		if err := m.Put(mappings); err != nil {
			return 0, nil, err
		}
	}
	name := r.PathValue("index")
	if _, err := s.catalog.Create(r.Context(), name, m); err != nil {
		return 0, nil, err
	}
	return 0, map[string]any{"acknowledged": true, "shards_acknowledged": true, "index": name}, nil
}

func (s *Server) deleteIndex(r *http.Request) (int, any, error) {
	name := r.PathValue("index")
	if strings.ContainsAny(name, "*") || name == "_all" {
		return 0, nil, refusal.Argument("Wildcard expressions or all indices are not allowed")
	}
	return 0, map[string]any{"acknowledged": true}, s.catalog.Delete(r.Context(), name)
}

func (s *Server) getIndex(r *http.Request) (int, any, error) {
	return s.describe(r, func(x *index.Index) any {
		return map[string]any{"aliases": map[string]any{}, "mappings": x.Mapping.JSON(), "settings": map[string]any{"index": map[string]any{
			"number_of_shards": "1", "number_of_replicas": "0", "uuid": x.UUID, "provided_name": x.Name, "creation_date": fmt.Sprint(x.Created.UnixMilli())}}}
	})
}

func (s *Server) getMapping(r *http.Request) (int, any, error) {
	return s.describe(r, func(x *index.Index) any { return map[string]any{"mappings": x.Mapping.JSON()} })
}

func (s *Server) describe(r *http.Request, what func(*index.Index) any) (int, any, error) {
	if _, err := checkParameters(r, "include_type_name", "local", "flat_settings", "include_defaults"); err != nil {
		return 0, nil, err
	}
	found, err := s.resolve(r)
	if err != nil {
		return 0, nil, err
	}
	out := map[string]any{}
	err = s.catalog.Read(func() error {
		for _, x := range found {
			out[x.Name] = what(x)
		}
		return nil
	})
	return 0, out, err
}

func (s *Server) putMapping(r *http.Request) (int, any, error) {
	body, err := readBody(r)
	if err != nil {
		return 0, nil, err
	}
	found, err := s.resolve(r)
	if err != nil {
		return 0, nil, err
	}
	for _, x := range found {
		if err := s.catalog.PutMapping(r.Context(), x, body); err != nil {
			return 0, nil, err
		}
	}
	return 0, map[string]any{"acknowledged": true}, nil
}

// refresh has nothing to do: what is written is seen at once.
func (s *Server) refresh(r *http.Request) (int, any, error) {
	found, err := s.resolve(r)
	return 0, map[string]any{"_shards": shards(len(found))}, err
}

// putDocument answers the four ways to index one document.
func (s *Server) putDocument(r *http.Request) (int, any, error) {
	if _, err := checkParameters(r, "op_type", "pipeline"); err != nil {
		return 0, nil, err
	}
	body, err := readBody(r)
	if err != nil {
		return 0, nil, err
	}
	op := index.Op{Action: "index", Index: r.PathValue("index"), ID: r.PathValue("id"), Source: body}
	if strings.Contains(r.URL.Path, "/_create/") || r.URL.Query().Get("op_type") == "create" || op.ID == "" {
		op.Action = "create"
	}
	return s.one(r, op)
}

func (s *Server) deleteDocument(r *http.Request) (int, any, error) {
	return s.one(r, index.Op{Action: "delete", Index: r.PathValue("index"), ID: r.PathValue("id")})
}

func (s *Server) one(r *http.Request, op index.Op) (int, any, error) {
	done, err := s.catalog.Write(r.Context(), []index.Op{op})
	if err != nil {
		return 0, nil, err
	}
	if done[0].Err != nil {
		return 0, nil, done[0].Err
	}
	body := item(done[0])
	delete(body, "status")
	return done[0].Status, body, nil
}

func (s *Server) getDocument(r *http.Request) (int, any, error) {
	found, err := s.catalog.Resolve(r.PathValue("index"), index.Options{})
	if err != nil {
		return 0, nil, err
	}
	sr := &search{indices: found, at: s.catalog.Snapshot(), query: dsl.IDs{Values: []string{r.PathValue("id")}}, size: 1}
	a := &answer{}
	if err := s.catalog.Read(func() error { return s.hits(r.Context(), sr, a) }); err != nil {
		return 0, nil, err
	}
	if len(a.Hits.Hits) == 0 {
		return http.StatusNotFound, map[string]any{"_index": r.PathValue("index"), "_id": r.PathValue("id"), "found": false}, nil
	}
	h := a.Hits.Hits[0]
	return 0, map[string]any{"_index": h.Index, "_id": h.ID, "found": true, "_source": h.Source}, nil
}

func (s *Server) dataStreams(r *http.Request) (int, any, error) {
	found, err := s.resolve(r)
	list := []any{}
	for _, x := range found {
		if x.Stream != "" {
			list = append(list, map[string]any{"name": x.Stream, "timestamp_field": map[string]any{"name": "@timestamp"}, "generation": 1, "status": "GREEN",
				"indices": []any{map[string]any{"index_name": x.Name, "index_uuid": x.UUID}}})
		}
	}
	return 0, map[string]any{"data_streams": list}, err
}

func (s *Server) catIndices(r *http.Request) (int, any, error) {
	q, err := checkParameters(r, "format", "v", "h", "s")
	if err != nil {
		return 0, nil, err
	}
	found, err := s.resolve(r)
	rows := []map[string]string{}
	lines := ""
	for _, x := range found {
		rows = append(rows, map[string]string{"health": "green", "status": "open", "index": x.Name, "uuid": x.UUID, "pri": "1", "rep": "0", "docs.count": fmt.Sprint(x.Count())})
		lines += fmt.Sprintf("green open %s %s 1 0 %d\n", x.Name, x.UUID, x.Count())
	}
	if q.Get("format") == "json" {
		return 0, rows, err
	}
	return 0, text{"text/plain; charset=UTF-8", lines}, err
}
