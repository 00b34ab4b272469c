package thehive

import (
	"encoding/json"
	"strings"
)

// wildcard fits texts against a pattern with *; case does not count, as in TheHive's full-text search.
func wildcard(raw json.RawMessage) (criterion, error) {
	c, err := compared(raw)
	pattern, _ := c.Value.(string)
	return func(_ *Server, o object) (bool, error) {
		switch v := o.at(c.Field).(type) {
		case string:
			return glob(strings.ToLower(pattern), strings.ToLower(v)), nil
		case []string:
			for _, one := range v {
				if glob(strings.ToLower(pattern), strings.ToLower(one)) {
					return true, nil
				}
			}
		}
		return false, nil
	}, err
}

// glob takes the first place for each part between stars, which is enough to know whether there is one.
func glob(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == text
	}
	text, ok := strings.CutPrefix(text, parts[0])
	for _, p := range parts[1 : len(parts)-1] {
		i := strings.Index(text, p)
		if !ok || i < 0 {
			return false
		}
		text = text[i+len(p):]
	}
	return ok && strings.HasSuffix(text, parts[len(parts)-1])
}

// relative is {"_type": kind, "_id": id} or {"_type": kind, "_query": criterion}.
type relative struct {
	Type  string          `json:"_type"`
	ID    string          `json:"_id"`
	Query json.RawMessage `json:"_query"`
}

func parseRelative(raw json.RawMessage) (relative, criterion, error) {
	var r relative
	if json.Unmarshal(raw, &r) != nil || labels[r.Type] == "" {
		return r, nil, badRequest("a relative needs a known _type: " + string(raw))
	}
	if r.ID != "" {
		fits, err := byID(json.RawMessage(r.ID))
		return r, fits, err
	}
	fits, err := parseQuery(r.Query)
	return r, fits, err
}

// parent fits observables and tasks whose case fits.
func parent(raw json.RawMessage) (criterion, error) {
	_, fits, err := parseRelative(raw)
	return func(s *Server, o object) (bool, error) {
		id, _ := o["__case"].(string)
		c, err := s.lookup("case", id)
		if err != nil {
			return false, nil
		}
		return fits(s, c)
	}, err
}

// child fits cases of which an observable or a task fits.
func child(raw json.RawMessage) (criterion, error) {
	r, fits, err := parseRelative(raw)
	return func(s *Server, o object) (bool, error) {
		for _, c := range s.kinds[r.Type].objects {
			if ok, err := fits(s, c); err != nil || ok && c["__case"] == o["_id"] {
				return ok, err
			}
		}
		return false, nil
	}, err
}
