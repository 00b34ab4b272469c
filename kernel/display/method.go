package display

import "reflect"

// A method is one way in which a value draws itself: what it is called, the MIME type it returns, and how to find it on a
// value. of returns nil when the value has no such method.
type method struct {
	name, mime string
	of         func(v any) func() any
}

var methods = []method{
	{"HTML", "text/html", func(v any) func() any {
		m, ok := v.(interface{ HTML() string })
		return found(ok, func() any { return m.HTML() })
	}},
	{"Markdown", "text/markdown", func(v any) func() any {
		m, ok := v.(interface{ Markdown() string })
		return found(ok, func() any { return m.Markdown() })
	}},
	{"SVG", "image/svg+xml", func(v any) func() any {
		if m, ok := v.(interface{ SVG() []byte }); ok {
			return func() any { return m.SVG() }
		}
		m, ok := v.(interface{ SVG() string })
		return found(ok, func() any { return m.SVG() })
	}},
	{"PNG", "image/png", func(v any) func() any {
		m, ok := v.(interface{ PNG() []byte })
		return found(ok, func() any { return m.PNG() })
	}},
	{"JSON", "application/json", func(v any) func() any {
		m, ok := v.(interface{ JSON() any })
		return found(ok, func() any { return m.JSON() })
	}},
}

func found(ok bool, f func() any) func() any {
	if !ok {
		return nil
	}
	return f
}

// isNil tells nil and typed nil pointers, on which no method is called.
func isNil(v any) bool {
	if v == nil {
		return true
	}
	r := reflect.ValueOf(v)
	switch r.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Slice, reflect.Func, reflect.Chan:
		return r.IsNil()
	}
	return false
}
