package session

import "testing"

func TestPositions(t *testing.T) {
	const text = "aé😀\nz" // 1, 2, 4, 1 and 1 bytes
	for _, c := range []struct{ points, bytes int }{{0, 0}, {1, 1}, {2, 3}, {3, 7}, {4, 8}, {5, 9}} {
		if got := byteOffset(text, c.points); got != c.bytes {
			t.Errorf("byteOffset(%d) = %d, want %d", c.points, got, c.bytes)
		}
		if got := codePoints(text, c.bytes); got != c.points {
			t.Errorf("codePoints(%d) = %d, want %d", c.bytes, got, c.points)
		}
	}
	if byteOffset(text, -1) != 0 || byteOffset(text, 99) != len(text) || codePoints(text, -1) != 0 || codePoints(text, 99) != 5 {
		t.Error("a position outside the text is not its nearest end")
	}
}

func TestAsksAbout(t *testing.T) {
	for _, c := range []struct {
		code, name string
		detail     int
	}{
		{"?strings.Split", "strings.Split", 0},
		{" strings.Split?\n", "strings.Split", 0},
		{"??f", "f", 1},
		{"größe??", "größe", 1},
		{"f", "", 0},
		{"?", "", 0},
		{"?f?", "", 0},
		{"?f()", "", 0},
		{"f.?", "", 0},
		{"???f", "", 0},
		{"x := 1 // really?", "", 0},
	} {
		name, detail, ok := asksAbout(c.code)
		if name != c.name || detail != c.detail || ok != (c.name != "") {
			t.Errorf("%q: got %q, %d, %v", c.code, name, detail, ok)
		}
	}
}
