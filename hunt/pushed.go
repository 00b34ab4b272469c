package hunt

import (
	"fmt"
	"html"

	"gohunt/hunt/table"
)

// Pushed says what a Push did, or with DryRun would do.
type Pushed struct {
	ID      string // of the case, "" when DryRun would open one
	Number  int    // as people name it, 0 when DryRun would open one
	Title   string
	URL     string // where a browser shows it
	Created bool   // it was opened by this Push
	DryRun  bool   // nothing was changed

	observables []pushedObservable
	had         map[string][]string
}

type pushedObservable struct {
	Kind    string `hunt:"kind"`
	Value   string `hunt:"value"`
	IOC     bool   `hunt:"ioc"`
	TLP     string `hunt:"tlp"`
	Outcome string `hunt:"outcome"`
}

func (p *Pushed) note(o Observable, value, outcome string) {
	mark := o.tlp
	if mark == 0 {
		mark = Amber
	}
	p.observables = append(p.observables, pushedObservable{o.kind, value, o.ioc, mark.String(), outcome})
}

// Observables are the values by row: kind, value, ioc, tlp, outcome (added, there already, refused: …).
func (p *Pushed) Observables() *Frame { return From(p.observables) }

// String says in a line what became of the case.
func (p *Pushed) String() string {
	switch {
	case p.DryRun && p.Created:
		return fmt.Sprintf("dry run: the case %q would be opened", p.Title)
	case p.DryRun:
		return fmt.Sprintf("dry run: case #%d %q is there already", p.Number, p.Title)
	case p.Created:
		return fmt.Sprintf("case #%d %q was opened", p.Number, p.Title)
	}
	return fmt.Sprintf("case #%d %q was there already", p.Number, p.Title)
}

// MIME is the line and the observables.
func (p *Pushed) MIME() map[string]any {
	line := html.EscapeString(table.Visible(p.String()))
	if p.URL != "" {
		line = fmt.Sprintf(`<a href="%s">%s</a>`, html.EscapeString(p.URL), line)
	}
	page, text := "<div>"+line+"</div>", table.Visible(p.String())
	if len(p.observables) > 0 {
		v := viewOf(p.observables)
		v.Rows = 100
		page, text = page+table.HTML(v), text+"\n"+table.Text(v)
	}
	return map[string]any{"text/html": page, "text/plain": text}
}
