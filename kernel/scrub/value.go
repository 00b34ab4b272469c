package scrub

import "encoding/json"

// Value is v with every string in it scrubbed: in maps (keys too), slices and encoded JSON, as the content of a message has them.
// Other types come back as they are. v itself is not changed.
func (s *Scrubber) Value(v any) any {
	if len(s.known()) == 0 {
		return v
	}
	switch x := v.(type) {
	case string:
		return s.Text(x)
	case json.RawMessage:
		return json.RawMessage(s.Text(string(x)))
	case []byte:
		return []byte(s.Text(string(x)))
	case map[string]any:
		return scrubMap(s, x, s.Value)
	case map[string]string:
		return scrubMap(s, x, s.Text)
	case []any:
		return scrubSlice(x, s.Value)
	case []string:
		return scrubSlice(x, s.Text)
	case []map[string]any:
		return scrubSlice(x, func(m map[string]any) map[string]any { return scrubMap(s, m, s.Value) })
	}
	return v
}

func scrubMap[T any](s *Scrubber, m map[string]T, one func(T) T) map[string]T {
	if m == nil {
		return nil
	}
	out := make(map[string]T, len(m))
	for k, v := range m {
		out[s.Text(k)] = one(v)
	}
	return out
}

func scrubSlice[T any](list []T, one func(T) T) []T {
	if list == nil {
		return nil
	}
	out := make([]T, len(list))
	for i, v := range list {
		out[i] = one(v)
	}
	return out
}
