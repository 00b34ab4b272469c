package elastic

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"

	"gohunt/hunt/fault"
)

// keepAlive is how long the server keeps the snapshot after each page was asked for. Pages are asked for as fast as
// they can be read, so that this is the longest time that one page may take with its repetitions.
const keepAlive = "5m"

// pit is a point in time: a snapshot of an index for one scan.
type pit struct {
	ID     string `json:"id"`
	Shards *struct {
		Total int `json:"total"`
	} `json:"_shards"`
}

// noShards reports whether no index matched; a server that does not say is taken to have some.
func (p pit) noShards() bool { return p.Shards != nil && p.Shards.Total == 0 }

// openPIT may be repeated: a snapshot whose answer was lost ends by itself when keepAlive is over.
func (c *Client) openPIT(ctx context.Context, index string) (p pit, err error) {
	body, err := c.do(ctx, call{step: "Search", on: index, method: http.MethodPost, path: indexPath(index, "_pit"),
		query: url.Values{"keep_alive": {keepAlive}}, again: repeatable})
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal(body, &p); err != nil {
		return p, &fault.Error{Step: "Search", On: index, Err: err}
	}
	if p.ID == "" {
		return p, &fault.Error{Step: "Search", On: index, Err: errors.New("the server gave no point in time"),
			Hint: "Elasticsearch has points in time since version 7.10"}
	}
	return p, nil
}

// closePIT gives the snapshot back. It has its own short time, for the caller's may be over, and its failure does not
// matter: the server drops the snapshot by itself.
func (c *Client) closePIT(id string) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	body, _ := json.Marshal(map[string]string{"id": id})
	_, _ = c.once(ctx, call{method: http.MethodDelete, path: "/_pit", body: body})
}
