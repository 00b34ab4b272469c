package table

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible is s with everything that acts instead of being read drawn as a sign: control characters as their Unicode
// pictures (ESC is ␛), bidirectional and invisible characters as ⟨U+202E⟩, bytes that are no UTF-8 as �. Line breaks
// and tabs stay.
func Visible(s string) string {
	if clean(s) {
		return s
	}
	var out strings.Builder
	for _, r := range strings.ToValidUTF8(s, "�") {
		out.WriteString(sign(r))
	}
	return out.String()
}

func clean(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || c == 0x7f || c < ' ' && c != '\n' && c != '\t' && c != '\r' {
			return cleanRunes(s)
		}
	}
	return true
}

func cleanRunes(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return sign(r) != string(r) })
}

func sign(r rune) string {
	switch {
	case r == '\n' || r == '\t' || r == '\r':
		return string(r)
	case r < ' ':
		return string(rune(0x2400) + r)
	case r == 0x7f:
		return "␡"
	case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r), unicode.Is(unicode.Co, r):
		return fmt.Sprintf("⟨U+%04X⟩", r)
	}
	return string(r)
}

// shorten cuts s to n characters, the last of them an ellipsis.
func shorten(s string, n int) (string, bool) {
	if utf8.RuneCountInString(s) <= n {
		return s, false
	}
	i, seen := 0, 0
	for i = range s {
		if seen == n-1 {
			break
		}
		seen++
	}
	return s[:i] + "…", true
}
