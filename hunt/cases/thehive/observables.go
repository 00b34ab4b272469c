package thehive

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"gohunt/hunt/fault"
)

// Observables are values of one type that share all their marks.
type Observables struct {
	Type    string   // TheHive's data type: ip, domain, url, hash, filename, other ...
	Data    []string // the values; empty ones are left out
	Message string
	TLP     TLP // Amber when empty
	Tags    []string
	IOC     bool
	Sighted bool
}

// Added says what became of each value.
type Added struct {
	New, Existing []string          // added now; on the case already
	Failed        map[string]string // the server's reason by value
}

// artifact is an observable in the v0 API; Data is a text or a list of them.
type artifact struct {
	Type    string   `json:"dataType"`
	Data    any      `json:"data"`
	Message string   `json:"message"`
	TLP     int      `json:"tlp"`
	Tags    []string `json:"tags"`
	IOC     bool     `json:"ioc"`
	Sighted bool     `json:"sighted"`
}

// AddObservables puts values on a case. Values that are there already are no error, so that it may be run again; a
// request whose answer was lost is sent once more for that reason. Values that the server refuses are in Failed. An
// error is a *fault.Error.
func (c *Client) AddObservables(ctx context.Context, caseID string, o Observables) (Added, error) {
	added := Added{Failed: map[string]string{}}
	values := distinct(o.Data)
	if len(values) == 0 {
		return added, nil
	}
	on := "observables " + o.Type
	tlp, err := c.number(ctx, o.TLP)
	if err != nil {
		return added, &fault.Error{Step: "TheHive", On: on, Err: err}
	}
	tags := append([]string{}, o.Tags...)
	a := artifact{Type: o.Type, Data: values, Message: o.Message, TLP: tlp, Tags: tags, IOC: o.IOC, Sighted: o.Sighted}
	status, answer, err := c.post(ctx, caseID, a)
	if errors.Is(err, errLost) && ctx.Err() == nil {
		status, answer, err = c.post(ctx, caseID, a)
	}
	if known := alreadyThere(err); known && len(values) == 1 {
		added.Existing = values
		return added, nil
	}
	if err != nil {
		return added, c.explain("TheHive", on, err)
	}
	return added, c.sort(&added, values, status, answer)
}

func (c *Client) post(ctx context.Context, caseID string, a artifact) (status int, answer json.RawMessage, err error) {
	status, err = c.send(ctx, http.MethodPost, "api/case/"+url.PathEscape(caseID)+"/artifact", nil, a, &answer)
	return status, answer, err
}

// sort reads an answer: an array of what was added, or, where some were not (207), both lists.
func (c *Client) sort(added *Added, values []string, status int, answer json.RawMessage) error {
	if status != http.StatusMultiStatus {
		added.New = values
		return nil
	}
	var parts struct {
		Failure []struct {
			Type, Message string
			Object        struct{ Data any }
		}
	}
	if err := json.Unmarshal(answer, &parts); err != nil {
		return c.explain("TheHive", "observables", err)
	}
	for _, f := range parts.Failure {
		value, _ := f.Object.Data.(string)
		if isDuplicate(f.Message) {
			added.Existing = append(added.Existing, value)
		} else {
			added.Failed[value] = f.Message
		}
	}
	added.New = without(values, added.Existing, added.Failed)
	return nil
}

// Observables gives the values on a case by their data type.
func (c *Client) Observables(ctx context.Context, caseID string) (map[string][]string, error) {
	var found []struct {
		Type string `json:"dataType"`
		Data string `json:"data"`
	}
	query := map[string]any{"query": map[string]any{"_parent": map[string]any{"_type": "case", "_query": map[string]any{"_id": caseID}}}}
	_, err := c.send(ctx, http.MethodPost, "api/case/artifact/_search", map[string][]string{"range": {"all"}}, query, &found)
	if err != nil {
		return nil, c.explain("TheHive", "observables of "+caseID, err)
	}
	values := map[string][]string{}
	for _, o := range found {
		values[o.Type] = append(values[o.Type], o.Data)
	}
	return values, nil
}

func alreadyThere(err error) bool {
	r, ok := errors.AsType[*refusal](err)
	return ok && r.status == http.StatusBadRequest && isDuplicate(r.Message)
}

func isDuplicate(message string) bool { return strings.Contains(message, "already exist") }

func distinct(values []string) (out []string) {
	seen := map[string]bool{"": true}
	for _, v := range values {
		if v = strings.TrimSpace(v); !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}

func without(values, existing []string, failed map[string]string) (out []string) {
	gone := map[string]bool{}
	for _, v := range existing {
		gone[v] = true
	}
	for _, v := range values {
		if _, bad := failed[v]; !bad && !gone[v] {
			out = append(out, v)
		}
	}
	return out
}
