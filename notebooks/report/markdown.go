package report

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"

	"gohunt/notebooks/ipynb"
)

// heading is one line of the table of contents.
type heading struct {
	Level    int
	ID, Text string
}

// markdown renders the Markdown of one document and collects its headings.
type markdown struct {
	engine   goldmark.Markdown
	ids      map[string]int
	title    string // the first heading of level 1, which the page shows above everything
	contents []heading
}

// newMarkdown reads what GitHub reads, but makes no link of a bare address: in a hunt that is often a hostile one, and
// a reader must not get there by a slip. Raw HTML is let through, since the allow-list comes after.
func newMarkdown() *markdown {
	return &markdown{ids: map[string]int{}, engine: goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList), goldmark.WithRendererOptions(html.WithUnsafe()))}
}

// render renders a Markdown cell of the author's.
func (m *markdown) render(source string, attachments ipynb.Object) (template.HTML, error) {
	raw := []byte(source)
	document := m.engine.Parser().Parse(text.NewReader(raw), parser.WithContext(parser.NewContext()))
	m.headings(document, raw)
	attach(document, attachments)
	return m.write(document, raw)
}

// quiet renders Markdown that a cell has put out: it may hold hunted text, so it gives no headings to the contents.
func (m *markdown) quiet(source string) (template.HTML, error) {
	raw := []byte(source)
	return m.write(m.engine.Parser().Parse(text.NewReader(raw)), raw)
}

func (m *markdown) write(document ast.Node, source []byte) (template.HTML, error) {
	var out bytes.Buffer
	if err := m.engine.Renderer().Render(&out, source, document); err != nil {
		return "", fmt.Errorf("markdown: %w", err)
	}
	return template.HTML(authored.SanitizeBytes(out.Bytes())), nil
}

// headings gives every heading an id, and takes the first one of level 1 out as the title.
func (m *markdown) headings(document ast.Node, source []byte) {
	for node := document.FirstChild(); node != nil; {
		next := node.NextSibling()
		if h, ok := node.(*ast.Heading); ok {
			words := plainText(h, source)
			if m.title == "" && h.Level == 1 {
				m.title = words
				document.RemoveChild(document, h)
			} else {
				m.enter(h, words)
			}
		}
		node = next
	}
}

func (m *markdown) enter(h *ast.Heading, words string) {
	id := m.unique(words)
	h.SetAttributeString("id", []byte(id))
	if h.Level <= 3 {
		m.contents = append(m.contents, heading{h.Level, id, words})
	}
}

// unique is the heading as an anchor; "s-" keeps it apart from the page's own anchors.
func (m *markdown) unique(words string) string {
	id := "s-" + strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '-'
	}, words), "-")
	m.ids[id]++
	if n := m.ids[id]; n > 1 {
		return fmt.Sprintf("%s--%d", id, n)
	}
	return id
}

func plainText(node ast.Node, source []byte) string {
	var words strings.Builder
	ast.Walk(node, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			words.Write(t.Value(source))
		}
		return ast.WalkContinue, nil
	})
	return words.String()
}

// attach replaces attachment:NAME, which is how a notebook holds pasted images, by the image itself.
func attach(document ast.Node, attachments ipynb.Object) {
	ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		image, ok := n.(*ast.Image)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		name, isAttached := strings.CutPrefix(string(image.Destination), "attachment:")
		bundle, _ := attachments[name].(ipynb.Object)
		for _, mime := range images {
			if data, ok := bundle[mime].(string); ok && isAttached {
				image.Destination = []byte(dataURL(mime, data))
				break
			}
		}
		return ast.WalkContinue, nil
	})
}

// dataURL holds an image in the page. SVG comes as text, other images in base64 already.
func dataURL(mime, data string) string {
	if mime == "image/svg+xml" {
		data = base64.StdEncoding.EncodeToString([]byte(data))
	}
	return "data:" + mime + ";base64," + strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == ' ' {
			return -1
		}
		return r
	}, data)
}
