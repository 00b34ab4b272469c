package index

import (
	"strings"
	"unicode"
)

// Tokens returns the terms of a text as the standard analyzer makes them: words by the rules of Unicode
// text segmentation (UAX #29) as far as letters, digits, marks, underscores and the joiners . ' , : between
// them go, in lower case. Scripts without blanks between words are not segmented further.
func Tokens(text string) []string {
	var tokens []string
	runes := []rune(text)
	for i := 0; i < len(runes); {
		if !inWord(runes[i]) {
			i++
			continue
		}
		end := wordEnd(runes, i)
		tokens = append(tokens, strings.ToLower(string(runes[i:end])))
		i = end
	}
	return tokens
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || r == '_'
}

func wordEnd(runes []rune, i int) int {
	for i < len(runes) {
		switch {
		case inWord(runes[i]):
			i++
		case i+1 < len(runes) && joins(runes[i-1], runes[i], runes[i+1]):
			i += 2
		default:
			return i
		}
	}
	return i
}

// joins reports whether the rune between two letters, or between two digits, keeps them one word.
func joins(before, r, after rune) bool {
	letters := unicode.IsLetter(before) && unicode.IsLetter(after)
	digits := unicode.IsDigit(before) && unicode.IsDigit(after)
	switch r {
	case '.', '\'', '’':
		return letters || digits
	case ':', '·':
		return letters
	case ',', ';':
		return digits
	}
	return false
}

// tokenColumn is the tokens of a text, each between blanks, so that a term or a phrase is one search.
func tokenColumn(text string) string {
	return " " + strings.Join(Tokens(text), " ") + " "
}
