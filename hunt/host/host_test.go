package host

import (
	"context"
	"errors"
	"strings"
	"testing"
)

type quiet struct{ Terminal }

func (quiet) Ask(string, bool) (string, error) { return "answer", nil }

func TestSet(t *testing.T) {
	defer Set(nil)
	Set(quiet{})
	if got, _ := Current().Ask("?", true); got != "answer" {
		t.Errorf("the host that was set is not current: %q", got)
	}
	Set(nil)
	if _, err := Current().Ask("?", true); !errors.Is(err, ErrNobody) {
		t.Errorf("after Set(nil) somebody answers: %v", err)
	}
	if Current().Context() != context.Background() {
		t.Error("a terminal's context must never end")
	}
}

func TestTerminalDisplay(t *testing.T) {
	var out strings.Builder
	host := Terminal{Out: &out}
	host.Display(map[string]any{"text/plain": "10 rows", "text/html": "<b>10 rows</b>"}, nil, "", false)
	host.Display(map[string]any{"image/png": "iVBOR"}, nil, "", false)
	if out.String() != "10 rows\n" {
		t.Errorf("%q", out.String())
	}
}
