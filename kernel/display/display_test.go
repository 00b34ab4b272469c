package display

import (
	"encoding/json"
	"strings"
	"testing"
)

type everything struct{}

func (everything) HTML() string     { return "<b>x</b>" }
func (everything) Markdown() string { return "**x**" }
func (everything) SVG() string      { return "<svg/>" }
func (everything) PNG() []byte      { return []byte{0x89, 'P'} }
func (everything) JSON() any        { return map[string]int{"a": 1} }

type bundle map[string]any

func (b bundle) MIME() map[string]any { return b }

type both struct{ bundle }

func (both) HTML() string { return "from HTML" }

type broken struct{}

func (broken) HTML() string     { panic("no luck") }
func (broken) Markdown() string { return "ok" }

type pointer struct{ n int }

func (p *pointer) HTML() string { return string(rune('a' + p.n)) }

func TestOf(t *testing.T) {
	var none *pointer
	for _, c := range []struct {
		name string
		v    any
		want string
	}{
		{"nothing", 3, `{"text/plain":"text"}`},
		{"nil", nil, `{"text/plain":"text"}`},
		{"nil pointer", none, `{"text/plain":"text"}`},
		{"all methods", everything{}, `{"application/json":{"a":1},"image/png":"iVA=","image/svg+xml":"<svg/>","text/html":"<b>x</b>","text/markdown":"**x**","text/plain":"text"}`},
		{"a bundle with its own text", bundle{"text/plain": "mine", "text/html": "h"}, `{"text/html":"h","text/plain":"mine"}`},
		{"MIME goes before HTML", both{bundle{"text/html": "from MIME"}}, `{"text/html":"from MIME","text/plain":"text"}`},
		{"no charset", bundle{"Text/HTML; charset=utf-8": "h"}, `{"text/html":"h","text/plain":"text"}`},
		{"a json type takes a tree", bundle{"application/vnd.vegalite.v5+json": map[string]any{"mark": "bar"}}, `{"application/vnd.vegalite.v5+json":{"mark":"bar"},"text/plain":"text"}`},
		{"a json type takes JSON text", bundle{"application/json": `{"a":[1]}`}, `{"application/json":{"a":[1]},"text/plain":"text"}`},
		{"a text type takes no tree", bundle{"text/html": 3}, `{"text/plain":"text\n(its text/html can't be shown: it is a int, not text)"}`},
		{"a png that is no png", bundle{"image/png": "häh"}, `{"text/plain":"text\n(its image/png can't be shown: it is a string that is not base64 (illegal base64 data at input byte 1); return []byte)"}`},
		{"what JSON can't say", bundle{"application/json": func() {}}, `{"text/plain":"text\n(its application/json can't be shown: json: unsupported type: func())"}`},
		{"a panic is said", broken{}, `{"text/markdown":"ok","text/plain":"text\n(its HTML method panicked: no luck)"}`},
		{"pointer receiver", &pointer{2}, `{"text/html":"c","text/plain":"text"}`},
		{"invalid UTF-8", bundle{"text/html": "a\xffb"}, `{"text/html":"a�b","text/plain":"text"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := Of(c.v, "text")
			got := marshal(t, b.Data)
			if got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
			if b.Metadata == nil {
				t.Error("no metadata")
			}
		})
	}
}

func marshal(t *testing.T, v any) string {
	var s strings.Builder
	e := json.NewEncoder(&s)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(s.String())
}

func TestLongRepresentationsAreSaid(t *testing.T) {
	b := Of(bundle{"text/html": strings.Repeat("x", MaxBytes+1)}, "short")
	if _, ok := b.Data["text/html"]; ok || b.Data["text/plain"] != "short\n(its text/html is left out: 8 MB, more than 8)" {
		t.Errorf("got %.80v", b.Data["text/plain"])
	}
	s := Of(1, strings.Repeat("ü", maxText)).Data["text/plain"].(string)
	if len(s) > maxText+100 || !strings.HasSuffix(s, "… (cut, 524288 bytes in all)") {
		t.Errorf("got %d bytes ending in %s", len(s), s[len(s)-40:])
	}
}
