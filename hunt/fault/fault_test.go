package fault

import (
	"errors"
	"io"
	"testing"
)

func TestText(t *testing.T) {
	for _, c := range []struct {
		name string
		err  *Error
		want string
	}{
		{"all parts", New("Where", "process.nmae = 'x'", "no column process.nmae", "did you mean process.name?"),
			"Where process.nmae = 'x': no column process.nmae\n  try: did you mean process.name?"},
		{"no hint", New("Search", "logs-*", "refused", ""), "Search logs-*: refused"},
		{"no object", New("Search", "", "refused", ""), "Search: refused"},
		{"reason only", &Error{Err: io.EOF}, "EOF"},
		{"no reason", &Error{Step: "Search", On: "logs-*"}, "Search logs-*"},
	} {
		if got := c.err.Error(); got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestWrap(t *testing.T) {
	if Wrap(nil, "Read", "x.csv", "") != nil {
		t.Error("Wrap made an error out of nil")
	}
	first := Wrap(io.ErrUnexpectedEOF, "Read", "x.csv", "")
	if again := Wrap(first, "Frame", "y", ""); again != first {
		t.Errorf("a second Wrap changed the words: %v", again)
	}
	if !errors.Is(first, io.ErrUnexpectedEOF) {
		t.Error("the reason cannot be found with errors.Is")
	}
}
