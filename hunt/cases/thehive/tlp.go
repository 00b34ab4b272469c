package thehive

import (
	"context"
	"fmt"
	"strings"
)

// TLP is a mark of the Traffic Light Protocol, by name: servers number them differently.
type TLP string

// The four marks of TLP 1.0 that every TheHive knows. White is called CLEAR in TLP 2.0.
const (
	White TLP = "white"
	Green TLP = "green"
	Amber TLP = "amber"
	Red   TLP = "red"
)

// number is the mark as this server counts it. TheHive 5.2 put AMBER+STRICT at 3, where RED was, and RED at 4: the
// old number would tell more people than may know.
func (c *Client) number(ctx context.Context, t TLP) (int, error) {
	switch t {
	case White:
		return 0, nil
	case Green:
		return 1, nil
	case Amber, "":
		return 2, nil
	case Red:
		if c.isFive2(ctx) {
			return 4, nil
		}
		return 3, nil
	}
	return 0, fmt.Errorf("no TLP mark is called %q; there are white, green, amber and red", t)
}

// name is the mark of a number that this server gave. AMBER+STRICT is told as red, the nearest that is not wider.
func (c *Client) name(n int) TLP {
	return []TLP{White, Green, Amber, Red, Red}[min(max(n, 0), 4)]
}

// isFive2 asks the server for its version once. One that does not tell is taken for TheHive 4.
func (c *Client) isFive2(ctx context.Context) bool {
	c.asked.Do(func() {
		var status struct{ Versions map[string]string }
		if _, err := c.send(ctx, "GET", "api/status", nil, nil, &status); err != nil {
			return
		}
		var major, minor int
		_, _ = fmt.Sscanf(strings.TrimSpace(status.Versions["TheHive"]), "%d.%d", &major, &minor)
		c.five2 = major > 5 || major == 5 && minor >= 2
	})
	return c.five2
}
