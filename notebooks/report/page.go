package report

import (
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"

	"gohunt/notebooks/ipynb"
)

// tagErrorMarker is papermill's tag of the cells that say where a run stopped; the page has its own way to say it.
const tagErrorMarker = "papermill-error-cell-tag"

// document is what the page template shows.
type document struct {
	Style      template.CSS
	Title      string
	Name       string
	SHA256     string
	Run        runFacts
	Parameters []parameter
	Contents   []heading
	Cells      []cell
	Stopped    *stopped
}

// parameter is one line of the table of parameters.
type parameter struct {
	Name  string
	Value string
	Set   bool // by the person who ran the notebook, rather than by its author
}

// stopped is the first error that ended the run.
type stopped struct{ Name, Reason, Label string }

// cell is one cell as the page shows it.
type cell struct {
	Markdown template.HTML
	Code     template.HTML // the highlighted source; "" for Markdown
	Label    string        // In [3]
	Summary  string        // the first line of the source, shown while the code is folded
	Took     string
	Pending  bool // the run ended before this cell
	Stopped  bool // the run ended in this cell
	Outputs  []output
}

func build(nb *ipynb.Notebook, o Options) (*document, error) {
	d := &document{Style: template.CSS(style), Name: o.Name, SHA256: o.SHA256, Run: facts(nb), Parameters: parameters(nb)}
	m := newMarkdown()
	for _, c := range nb.Cells {
		if c.Tagged(tagErrorMarker) {
			continue
		}
		if err := d.add(m, c); err != nil {
			return nil, err
		}
	}
	d.Title, d.Contents = m.title, m.contents
	if d.Title == "" {
		d.Title = strings.TrimSuffix(o.Name, ".ipynb")
	}
	return d, nil
}

func (d *document) add(m *markdown, c *ipynb.Cell) error {
	switch c.Kind {
	case ipynb.Markdown:
		text, err := m.render(c.Source, c.Attachments)
		d.Cells = append(d.Cells, cell{Markdown: text})
		return err
	case ipynb.Code:
		if strings.TrimSpace(c.Source) != "" || len(c.Outputs) > 0 {
			return d.addCode(m, c)
		}
	}
	return nil
}

func (d *document) addCode(m *markdown, c *ipynb.Cell) error {
	shown := cell{Code: highlight(c.Source), Label: "In [ ]", Summary: c.Title()}
	if c.Count != nil {
		shown.Label = fmt.Sprintf("In [%d]", *c.Count)
	}
	record, _ := c.Metadata["papermill"].(ipynb.Object)
	shown.Took = duration(record["duration"])
	shown.Pending = record["status"] == "pending" && strings.TrimSpace(c.Source) != ""
	shown.Stopped = record["status"] == "failed" && d.Stopped == nil
	if shown.Stopped {
		d.Stopped = &stopped{Label: shown.Label}
	}
	for _, raw := range c.Outputs {
		rendered, err := m.output(raw)
		if err != nil {
			return err
		}
		shown.Outputs = append(shown.Outputs, rendered)
		if shown.Stopped && raw.Kind == ipynb.Failure { // the last error is the runner's own, if it has one
			d.Stopped.Name, d.Stopped.Reason = raw.EName, raw.EValue
		}
	}
	d.Cells = append(d.Cells, shown)
	return nil
}

// parameters are the author's defaults and the values of this run, in the author's order where it is known.
func parameters(nb *ipynb.Notebook) []parameter {
	record, _ := nb.Metadata["papermill"].(ipynb.Object)
	defaults, _ := record["default_parameters"].(ipynb.Object)
	values, _ := record["parameters"].(ipynb.Object)
	all := ipynb.Object{}
	maps.Copy(all, defaults)
	maps.Copy(all, values)
	var list []parameter
	for _, name := range inOrder(nb, all) {
		_, set := values[name]
		list = append(list, parameter{name, display(all[name]), set})
	}
	return list
}

func inOrder(nb *ipynb.Notebook, all ipynb.Object) []string {
	ours, _ := nb.Metadata["gohunt"].(ipynb.Object)
	order, _ := ours["parameters"].([]any)
	place := func(name string) int {
		at := slices.Index(order, any(name))
		if at < 0 {
			return len(order)
		}
		return at
	}
	names := slices.Sorted(maps.Keys(all))
	slices.SortStableFunc(names, func(a, b string) int { return place(a) - place(b) })
	return names
}

func display(value any) string {
	if list, ok := value.([]any); ok {
		parts := make([]string, len(list))
		for i, item := range list {
			parts[i] = display(item)
		}
		return strings.Join(parts, ", ")
	}
	return fmt.Sprint(value)
}
