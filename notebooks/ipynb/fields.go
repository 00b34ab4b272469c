package ipynb

import (
	"encoding/json"
	"fmt"
	"maps"
)

// fields takes the known keys out of an object one by one, keeps the first complaint, and hands back what is left.
type fields struct {
	at     string // where in the document, for the complaint
	object Object
	taken  []string
	err    error
}

func (f *fields) take(key string) (any, bool) {
	f.taken = append(f.taken, key)
	value, ok := f.object[key]
	return value, ok
}

func (f *fields) complain(key, want string) {
	if f.err == nil {
		f.err = fmt.Errorf("%s: %s is not %s", f.at, key, want)
	}
}

// rest is every key that nobody took, or nil.
func (f *fields) rest() Object {
	rest := maps.Clone(f.object)
	for _, key := range f.taken {
		delete(rest, key)
	}
	if len(rest) == 0 {
		return nil
	}
	return rest
}

func (f *fields) string(key string) string {
	value, ok := f.take(key)
	if !ok {
		return ""
	}
	s, isString := value.(string)
	if !isString {
		f.complain(key, "a string")
	}
	return s
}

// text is a string, or a list of strings joined.
func (f *fields) text(key string) string {
	value, ok := f.take(key)
	if !ok {
		return ""
	}
	s, isText := joinLines(value).(string)
	if !isText {
		f.complain(key, "a string or a list of lines")
	}
	return s
}

func (f *fields) strings(key string) []string {
	var out []string
	for _, item := range f.list(key) {
		s, ok := item.(string)
		if !ok {
			f.complain(key, "a list of strings")
		}
		out = append(out, s)
	}
	return out
}

func (f *fields) list(key string) []any {
	value, ok := f.take(key)
	if !ok {
		return nil
	}
	list, isList := value.([]any)
	if !isList {
		f.complain(key, "a list")
	}
	return list
}

// members is never nil, so that a caller may write into it.
func (f *fields) members(key string) Object {
	value, ok := f.take(key)
	if !ok {
		return Object{}
	}
	object, isObject := value.(Object)
	if !isObject {
		f.complain(key, "an object")
		return Object{}
	}
	return object
}

func (f *fields) integer(key string) (int, bool) {
	value, ok := f.take(key)
	if !ok {
		return 0, false
	}
	number, isNumber := value.(json.Number)
	i, whole := atoi(number)
	if !isNumber || !whole {
		f.complain(key, "a whole number")
	}
	return i, true
}

// count is a number or null.
func (f *fields) count(key string) *int {
	if value, ok := f.object[key]; ok && value == nil {
		f.taken = append(f.taken, key)
		return nil
	}
	if i, ok := f.integer(key); ok {
		return &i
	}
	return nil
}
