package report

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"html/template"
	"regexp"
	"strings"

	"gohunt/notebooks/ipynb"
)

// output is one output as the page shows it: exactly one of its forms is set.
type output struct {
	Image  template.URL // a data: URL
	Alt    string
	HTML   template.HTML // sanitised
	Paper  bool          // HTML sets colours of its own, which suppose a white page
	Text   template.HTML // escaped, with spans for terminal colours
	Stream string        // stdout or stderr when Text came from a stream
	Error  *failure
}

type failure struct {
	Name, Value string
	Trace       template.HTML
}

// images are the kinds that can be held in the page, best first. An SVG as an image runs no script and loads nothing.
var images = []string{"image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"}

func (m *markdown) output(o *ipynb.Output) (output, error) {
	switch o.Kind {
	case ipynb.Stream:
		return output{Text: terminal(overwrite(o.Text)), Stream: o.Name}, nil
	case ipynb.Failure:
		return output{Error: &failure{o.EName, o.EValue, terminal(strings.Join(o.Traceback, "\n"))}}, nil
	}
	return m.bundle(o.Data)
}

// bundle shows the richest form that reads offline: image, HTML, Markdown, text, JSON.
func (m *markdown) bundle(data ipynb.Object) (output, error) {
	plain, _ := data["text/plain"].(string)
	for _, mime := range images {
		if text, ok := data[mime].(string); ok && sound(mime, text) {
			return output{Image: template.URL(dataURL(mime, text)), Alt: alternative(plain)}, nil
		}
	}
	if text, ok := data["text/html"].(string); ok {
		clean := hunted.Sanitize(text)
		return output{HTML: template.HTML(clean), Paper: colours(clean)}, nil
	}
	if text, ok := data["text/markdown"].(string); ok {
		html, err := m.quiet(text)
		return output{HTML: html}, err
	}
	if text, ok := data["text/latex"].(string); ok && plain == "" {
		plain = text
	}
	if plain == "" {
		plain = asJSON(data)
	}
	return output{Text: terminal(plain)}, nil
}

var colour = regexp.MustCompile(`(?i)["; ](?:background|background-color|color):\s*([^;"]+)`)

// colours says whether inline style sets a colour, rather than none or the page's own.
func colours(html string) bool {
	for _, found := range colour.FindAllStringSubmatch(html, -1) {
		switch strings.ToLower(strings.TrimSpace(found[1])) {
		case "none", "transparent", "inherit", "initial", "unset", "currentcolor":
		default:
			return true
		}
	}
	return false
}

// alternative is what a reader without images gets: the first line of the text beside the image.
func alternative(plain string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(plain), "\n")
	return first
}

// sound says whether base64 is that, so that nothing else gets into the attribute.
func sound(mime, text string) bool {
	if mime == "image/svg+xml" {
		return strings.Contains(text, "<svg")
	}
	_, err := base64.StdEncoding.DecodeString(strings.NewReplacer("\n", "", "\r", "", " ", "").Replace(text))
	return err == nil && text != ""
}

// asJSON shows data of types that have no reader here.
func asJSON(data ipynb.Object) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if len(data) == 0 || encoder.Encode(data) != nil {
		return ""
	}
	return out.String()
}

// overwrite does what a terminal does with \r: the line begins anew.
func overwrite(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, line := range lines {
		line = strings.TrimRight(line, "\r")
		lines[i] = line[strings.LastIndexByte(line, '\r')+1:]
	}
	return strings.Join(lines, "\n")
}
