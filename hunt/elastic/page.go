package elastic

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"gohunt/hunt/jsonrows"
)

// page is what a search's answer says besides its rows.
type page struct {
	after json.RawMessage // the sort values of the last hit; nil without hits
	total int64           // documents that match; -1 where the answer does not count
	hits  int
}

var (
	errTimedOut = errors.New("the search timed out on the server")
	errShards   = errors.New("some shards did not answer")
	errShape    = errors.New("the answer is not what a search answers")
)

// parsePage reads a whole answer: the hits become rows of the scan's table. Failed shards and a time-out, which
// come with status 200, are errors.
func parsePage(body []byte, s *scan) (page, error) {
	p := page{total: -1}
	hits := false
	c := jsonrows.NewCursor(body)
	err := c.Object(func(key []byte) error {
		switch string(key) {
		case "timed_out":
			return refuseTimeOut(c)
		case "_shards":
			return refuseFailed(c)
		case "hits":
			hits = true
			return p.envelope(c, s)
		}
		return c.Skip()
	})
	if _, broken := errors.AsType[*jsonrows.SyntaxError](err); broken || err == nil && !hits {
		err = fmt.Errorf("%w: %w", errShape, orNoHits(err))
	}
	return p, err
}

func orNoHits(err error) error {
	if err == nil {
		return errors.New("it has no hits")
	}
	return err
}

func refuseTimeOut(c *jsonrows.Cursor) error {
	raw, err := c.Raw()
	if err == nil && string(raw) != "false" {
		err = errTimedOut
	}
	return err
}

// refuseFailed reads _shards and gives the first failure's reason.
func refuseFailed(c *jsonrows.Cursor) error {
	raw, err := c.Raw()
	if err != nil {
		return err
	}
	var shards struct {
		Total, Failed int
		Failures      []struct{ Reason trouble }
	}
	if json.Unmarshal(raw, &shards) != nil {
		return errShape
	}
	if shards.Failed == 0 {
		return nil
	}
	reason := ""
	if len(shards.Failures) > 0 {
		reason = ": " + shards.Failures[0].Reason.words()
	}
	return fmt.Errorf("%w: %d of %d failed%s", errShards, shards.Failed, shards.Total, reason)
}

// envelope reads the object "hits": the total, and the array of hits.
func (p *page) envelope(c *jsonrows.Cursor, s *scan) error {
	return c.Object(func(key []byte) error {
		switch string(key) {
		case "total":
			return p.count(c)
		case "hits":
			return c.Array(func() error { return p.hit(c, s) })
		}
		return c.Skip()
	})
}

// count reads {"value":n,"relation":"eq"}, or a bare number as servers before version 7 and some others write it.
func (p *page) count(c *jsonrows.Cursor) error {
	raw, err := c.Raw()
	if err != nil {
		return err
	}
	var total struct {
		Value    int64
		Relation string
	}
	if json.Unmarshal(raw, &total) != nil && json.Unmarshal(raw, &total.Value) != nil {
		return errShape
	}
	if total.Relation == "" || total.Relation == "eq" {
		p.total = total.Value
	}
	return nil
}

// hit reads one document into the table. One without _source would be a row of nulls: mappings can switch it off.
func (p *page) hit(c *jsonrows.Cursor, s *scan) error {
	found := false
	err := c.Object(func(key []byte) (err error) {
		switch string(key) {
		case "_source":
			if found {
				return fmt.Errorf("%w: a hit has two documents", errShape)
			}
			found = true
			return s.table.Append(c)
		case "sort":
			p.after, err = c.Raw()
			return err
		case "_id", "_index":
			return s.put(string(key), c)
		}
		return c.Skip()
	})
	if err == nil && !found {
		err = errNoSource
	}
	p.hits++
	return err
}

var errNoSource = errors.New("documents come without _source: the index does not keep it")

// put fills _id or _index, where asked for. They stand before _source in a hit.
func (s *scan) put(name string, c *jsonrows.Cursor) error {
	if !s.address[name] {
		return c.Skip()
	}
	text, err := c.Text()
	if err == nil {
		s.table.Put(name, text)
	}
	return err
}

func hintFor(err error) string {
	switch {
	case errors.Is(err, errTimedOut), errors.Is(err, errShards):
		return "take a shorter window or a narrower index pattern, or try again later; nothing was kept"
	case errors.Is(err, errShape):
		return "check what stands between here and the server: a proxy may change answers"
	case errors.Is(err, errNoSource):
		return "use SQL, which reads the values from the index"
	}
	return ""
}

// sortMark stands before the sort values of a hit. A string cannot hold it: its quotes would be escaped.
var sortMark = []byte(`"sort":[`)

// lastSort finds the sort values of the last hit without parsing, so that the next page can be asked for at once.
// parsePage checks that it was right.
func lastSort(body []byte) json.RawMessage {
	i := bytes.LastIndex(body, sortMark)
	if i < 0 {
		return nil
	}
	raw, err := jsonrows.NewCursor(body[i+len(sortMark)-1:]).Raw()
	if err != nil {
		return nil
	}
	return append(json.RawMessage(nil), raw...) // the page's memory will be used again
}

// newPIT reads the id that the server wants to be used from now on, when it stands before the hits.
func newPIT(body []byte) (id string) {
	c := jsonrows.NewCursor(body)
	_ = c.Object(func(key []byte) error {
		switch string(key) {
		case "pit_id":
			text, err := c.Text()
			id = string(text)
			return errors.Join(err, errShape) // found: stop here
		case "hits":
			return errShape
		}
		return c.Skip()
	})
	return id
}
