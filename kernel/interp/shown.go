package interp

import (
	"go/types"
	"reflect"
)

// drawn is a value of a cell's type that has methods which draw it: reflect can't give it methods, so that this carries them to display.
type drawn struct {
	value any
	draw  map[string]func() any // MIME type -> what the method returns
	all   func() any            // the MIME method
}

// drawers are the methods that draw, and the MIME type of what they return.
var drawers = map[string]string{"HTML": "text/html", "Markdown": "text/markdown", "SVG": "image/svg+xml", "PNG": "image/png"}

// MIME makes the bundle that the person's methods describe.
func (d drawn) MIME() map[string]any {
	data := map[string]any{}
	if d.all != nil {
		if m, ok := d.all().(map[string]any); ok {
			data = m
		}
	}
	for mime, f := range d.draw {
		data[mime] = f()
	}
	return data
}

// displayed is v as display should see it.
func (tt *typeTable) displayed(v any, t types.Type) any {
	inner, found := tt.open(reflect.ValueOf(v))
	if !inner.IsValid() || !inner.CanInterface() {
		return nil
	}
	if t == nil || types.IsInterface(t) {
		t = found
	}
	d := drawn{value: inner.Interface(), draw: map[string]func() any{}}
	d.all, _ = tt.method(inner, t, "MIME")
	for name, mime := range drawers {
		if f, ok := tt.method(inner, t, name); ok {
			d.draw[mime] = f
		}
	}
	if d.all == nil && len(d.draw) == 0 {
		return d.value
	}
	return d
}
