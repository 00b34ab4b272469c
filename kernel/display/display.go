// Package display turns a value into a MIME bundle: what a frontend may choose from to draw an output.
//
// In the flow it stands between a hunt's value and the wire: interp hands over what a cell shows, session sends the bundle. It
// knows no type, only methods that a value may have, so that a type made in a cell draws itself as one of hunt does:
//
//	MIME() map[string]any       the whole bundle, by MIME type
//	HTML() string               text/html
//	Markdown() string           text/markdown
//	SVG() string or []byte      image/svg+xml
//	PNG() []byte                image/png
//	JSON() any                  application/json, which JupyterLab prefers to HTML: for values that are data and nothing else
//
// The standard library only. Bundles follow the notebook format: text as strings, binary images in base64, JSON as a tree for
// application/json and +json types alone, no parameters (charset) in a MIME type, and always a text/plain.
package display

import (
	"fmt"
	"unicode/utf8"
)

// A Bundle is one output. Data and Metadata are keyed by MIME type; Metadata is never nil.
type Bundle struct {
	Data, Metadata map[string]any
}

// MaxBytes is the size of one representation above which it is left out and said so: a notebook is a file that people open.
const MaxBytes = 8 << 20

// maxText is the size above which a text is cut.
const maxText = 256 << 10

// Of makes the bundle of v by the methods it has; text is its text/plain unless v gives one itself. A method that panics is
// named in the text and costs nothing else.
func Of(v any, text string) Bundle {
	b := Bundle{Data: map[string]any{}, Metadata: map[string]any{}}
	d := &drawing{bundle: b, text: text}
	d.draw(v)
	b.Data["text/plain"] = d.plain()
	return b
}

// drawing collects the representations of one value, and what is to be said about those that failed.
type drawing struct {
	bundle Bundle
	text   string
	notes  []string
}

func (d *drawing) draw(v any) {
	if isNil(v) {
		return
	}
	if m, ok := v.(interface{ MIME() map[string]any }); ok {
		d.try("MIME", func() {
			for mime, data := range m.MIME() {
				d.put(mime, data)
			}
		})
	}
	for _, m := range methods {
		if f := m.of(v); f != nil {
			d.try(m.name, func() { d.offer(m.mime, f()) })
		}
	}
}

// try runs a person's method.
func (d *drawing) try(method string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			d.notes = append(d.notes, fmt.Sprintf("(its %s method panicked: %v)", method, r))
		}
	}()
	f()
}

// offer puts data unless MIME gave that type already.
func (d *drawing) offer(mime string, data any) {
	if _, ok := d.bundle.Data[mime]; !ok {
		d.put(mime, data)
	}
}

// put adds one representation in the form that the notebook format wants.
func (d *drawing) put(mime string, data any) {
	mime = bare(mime)
	if mime == "text/plain" {
		if s, ok := asText(data); ok {
			d.text = s
		}
		return
	}
	encoded, size, err := encode(mime, data)
	switch {
	case err != nil:
		d.notes = append(d.notes, fmt.Sprintf("(its %s can't be shown: %v)", mime, err))
	case size > MaxBytes:
		d.notes = append(d.notes, fmt.Sprintf("(its %s is left out: %d MB, more than %d)", mime, size>>20, MaxBytes>>20))
	default:
		d.bundle.Data[mime] = encoded
	}
}

// plain is the text/plain with the notes below.
func (d *drawing) plain() string {
	text := d.text
	if len(text) > maxText {
		cut := maxText
		for !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = text[:cut] + fmt.Sprintf("… (cut, %d bytes in all)", len(text))
	}
	for _, n := range d.notes {
		if text != "" {
			text += "\n"
		}
		text += n
	}
	return text
}
