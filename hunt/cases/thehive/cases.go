package thehive

import (
	"context"
	"errors"
	"slices"
	"time"

	"gohunt/hunt/fault"
)

// Draft is a case to be opened.
type Draft struct {
	Ref         string // the tag by which the case is found again; needed
	Title       string // needed
	Description string // Markdown
	TLP         TLP    // Amber when empty
	PAP         int    // permissible actions, 0 to 3; -1 stands for 2, TheHive's default
	Severity    int    // 1 low to 4 critical; 2 when 0
	Tags        []string
	Start       time.Time // now when zero
}

// Case is one that TheHive has.
type Case struct {
	ID          string // as the API names it, "~49216"
	Number      int    // as people name it
	Title       string
	Description string
	Status      string // "Open", "Resolved" ...
	TLP         TLP
	Severity    int
	Tags        []string
	CreatedBy   string
	Created     time.Time // UTC
	URL         string    // where a browser shows it
}

// wire is a case in the v0 API. Times are milliseconds since 1970.
type wire struct {
	ID          string   `json:"_id,omitempty"`
	Number      int      `json:"caseId,omitempty"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Status      string   `json:"status,omitempty"`
	TLP         int      `json:"tlp"`
	PAP         int      `json:"pap"`
	Severity    int      `json:"severity"`
	Flag        bool     `json:"flag"`
	Tags        []string `json:"tags"`
	Start       int64    `json:"startDate"`
	CreatedBy   string   `json:"createdBy,omitempty"`
	Created     int64    `json:"createdAt,omitempty"`
}

// FindCase looks for the newest case that has the tag; found tells whether there is one. An error is a *fault.Error.
func (c *Client) FindCase(ctx context.Context, tag string) (found Case, ok bool, err error) {
	var cases []wire
	query := map[string]any{"query": map[string]any{"_field": "tags", "_value": tag}}
	_, err = c.send(ctx, "POST", "api/case/_search", map[string][]string{"range": {"0-50"}, "sort": {"-createdAt"}}, query, &cases)
	if err != nil {
		return found, false, c.explain("TheHive", "find case "+tag, err)
	}
	for _, w := range cases { // checked here too: a server that knows no such query would give any case
		if slices.Contains(w.Tags, tag) {
			return c.read(w), true, nil
		}
	}
	return found, false, nil
}

// CreateCase opens a case and is sent once. When its answer is lost, the case is looked for by its Ref; only when that
// fails too is it an error, and the next run finds out. An error is a *fault.Error.
func (c *Client) CreateCase(ctx context.Context, d Draft) (Case, error) {
	w, err := c.write(ctx, d)
	if err != nil {
		return Case{}, &fault.Error{Step: "TheHive", On: "case " + d.Title, Err: err}
	}
	var made wire
	status, err := c.send(ctx, "POST", "api/case", nil, w, &made)
	switch {
	case err == nil:
		return c.read(made), nil
	case errors.Is(err, errLost) || status >= 500:
		return c.search(ctx, d, err)
	}
	return Case{}, c.explain("TheHive", "case "+d.Title, err)
}

// search looks for a case whose creation got no answer, three times, as TheHive may need a moment to find it.
func (c *Client) search(ctx context.Context, d Draft, lost error) (Case, error) {
	for _, wait := range []time.Duration{0, time.Second, 2 * time.Second} {
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return Case{}, c.explain("TheHive", "case "+d.Title, lost)
		}
		if found, ok, err := c.FindCase(ctx, d.Ref); err == nil && ok {
			return found, nil
		}
	}
	return Case{}, c.explain("TheHive", "case "+d.Title, lost)
}

func (c *Client) write(ctx context.Context, d Draft) (w wire, err error) {
	if d.Ref == "" || d.Title == "" {
		return w, errors.New("a case needs a reference and a title")
	}
	tlp, err := c.number(ctx, d.TLP)
	if err != nil {
		return w, err
	}
	w = wire{Title: d.Title, Description: d.Description, TLP: tlp, PAP: d.PAP, Severity: d.Severity,
		Tags: append([]string{}, d.Tags...), Start: d.Start.UnixMilli()}
	if d.PAP < 0 {
		w.PAP = 2
	}
	if d.Severity == 0 {
		w.Severity = 2
	}
	if d.Start.IsZero() {
		w.Start = time.Now().UnixMilli()
	}
	if !slices.Contains(w.Tags, d.Ref) {
		w.Tags = append(w.Tags, d.Ref)
	}
	return w, nil
}

func (c *Client) read(w wire) Case {
	return Case{ID: w.ID, Number: w.Number, Title: w.Title, Description: w.Description, Status: w.Status, TLP: c.name(w.TLP),
		Severity: w.Severity, Tags: w.Tags, CreatedBy: w.CreatedBy, Created: time.UnixMilli(w.Created).UTC(),
		URL: c.base.JoinPath("index.html").String() + "#!/case/" + w.ID + "/details"}
}
