package decode

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// textOf decodes characters, if data looks like text in one of the three encodings.
func textOf(data []byte, h hint) (content, bool) {
	for _, charset := range charsets(data, h) {
		c := content{encoding: charset.name, size: len(data)}
		c.text, c.cut = charset.decode(data)
		if sensible(c.text, charset.wide, h) {
			return c, true
		}
	}
	return content{}, false
}

type charset struct {
	name   string
	wide   bool
	decode func([]byte) (text string, cut bool)
}

var (
	utf16le = charset{"utf-16le", true, func(b []byte) (string, bool) { return wide(b, 0, 1) }}
	utf16be = charset{"utf-16be", true, func(b []byte) (string, bool) { return wide(b, 1, 0) }}
	plain   = charset{"utf-8", false, narrow}
)

// charsets are those to try, likeliest first: by the byte order mark, else by where the zero bytes are, else by
// what the context says.
func charsets(data []byte, h hint) []charset {
	switch even, odd := zeros(data); {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return []charset{utf16le}
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return []charset{utf16be}
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return []charset{plain}
	case odd > even:
		return []charset{utf16le}
	case even > odd:
		return []charset{utf16be}
	case h == command:
		return []charset{utf16le, plain}
	}
	return []charset{plain, utf16le, utf16be}
}

// zeros counts the zero bytes at even and at odd offsets.
func zeros(data []byte) (even, odd int) {
	for i, b := range data {
		if b == 0 {
			if i%2 == 0 {
				even++
			} else {
				odd++
			}
		}
	}
	return even, odd
}

// wide decodes UTF-16 with the low byte at lo and the high byte at hi of each pair. cut: half a character was left.
func wide(data []byte, lo, hi int) (text string, cut bool) {
	cut = len(data)%2 == 1
	var out strings.Builder
	out.Grow(len(data)/2 + 8)
	for i := 0; i+1 < len(data); i += 2 {
		low, high := data[i+lo], data[i+hi]
		if high == 0 && low < utf8.RuneSelf {
			out.WriteByte(low)
			continue
		}
		r := rune(high)<<8 | rune(low)
		if utf16.IsSurrogate(r) {
			r = utf8.RuneError
			if i+3 < len(data) {
				if pair := utf16.DecodeRune(rune(high)<<8|rune(low), rune(data[i+2+hi])<<8|rune(data[i+2+lo])); pair != utf8.RuneError {
					r = pair
					i += 2
				}
			}
		}
		if i == 0 && r == '\ufeff' {
			continue
		}
		out.WriteRune(r)
	}
	return out.String(), cut
}

func narrow(data []byte) (text string, cut bool) {
	text = string(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	if whole := withoutHalfRune(text); len(whole) < len(text) {
		return whole, true
	}
	return text, false
}

// withoutHalfRune leaves out a character whose last bytes are missing at the end.
func withoutHalfRune(text string) string {
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if b := text[len(text)-n]; utf8.RuneStart(b) {
			if b >= utf8.RuneSelf && !utf8.FullRuneInString(text[len(text)-n:]) {
				return text[:len(text)-n]
			}
			break
		}
	}
	return text
}

// sensible tells text from noise, by the rule in the package's doc.
func sensible(text string, wide bool, h hint) bool {
	all, ascii, narrowed, unreadable := 0, 0, 0, 0
	for _, r := range text {
		all++
		switch {
		case r == utf8.RuneError || !unicode.IsPrint(r) && r != '\t' && r != '\n' && r != '\r':
			unreadable++
		case r < utf8.RuneSelf:
			ascii++
		case r < 0x700:
			narrowed++
		}
	}
	if h != unsaid {
		return all > 0 && unreadable*10 <= all && (ascii*2 >= all || !wide || narrowed+ascii == all)
	}
	return all > 0 && unreadable == 0 && (ascii*4 >= all*3 || wide && ascii+narrowed == all)
}
