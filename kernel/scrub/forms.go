package scrub

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
)

// forms are the texts in which a secret may show.
func forms(secret string) []string {
	out := []string{secret, inJSON(secret, true), inJSON(secret, false), inGo(secret),
		url.QueryEscape(secret), url.PathEscape(secret), percent(secret), inUserinfo(secret)}
	out = append(out, lowerPercent(url.QueryEscape(secret)), lowerPercent(url.PathEscape(secret)))
	out = append(out, hex.EncodeToString([]byte(secret)), strings.ToUpper(hex.EncodeToString([]byte(secret))))
	for _, f := range out[:4] { // a URL or a password may be escaped twice
		out = append(out, inJSON(f, false))
	}
	return append(out, inBase64(secret)...)
}

// inJSON is the secret inside a JSON string. html says whether <, > and & are escaped too, as encoding/json does by itself.
func inJSON(s string, html bool) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(html)
	e.Encode(s)
	return strings.Trim(strings.TrimSpace(b.String()), `"`)
}

// inGo is the secret inside a Go string literal.
func inGo(s string) string {
	q := strconv.Quote(s)
	return q[1 : len(q)-1]
}

// inUserinfo is the secret as the password of a URL.
func inUserinfo(s string) string {
	return strings.TrimPrefix(url.UserPassword("", s).String(), ":")
}

// percent is the secret with every byte but letters and digits percent-encoded, as some clients do.
func percent(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' {
			b.WriteByte(c)
		} else {
			b.WriteString("%" + strings.ToUpper(hex.EncodeToString([]byte{c})))
		}
	}
	return b.String()
}

// lowerPercent writes the escapes with small letters.
func lowerPercent(s string) string {
	b := []byte(s)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			copy(b[i:i+3], bytes.ToLower(b[i:i+3]))
		}
	}
	return string(b)
}

// minBase64 is the length of encoded text below which it would be found in ordinary words.
const minBase64 = 5

// inBase64 is what of the secret shows in base64 whatever stands around it: three bytes become four characters, so that there are
// three ways to cut it, and the characters at both ends may hold bits of its neighbours.
func inBase64(s string) []string {
	var out []string
	for before := range 3 {
		for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			text := enc.EncodeToString(append(make([]byte, before), s...))
			from, to := (before*8+5)/6, (before+len(s))*8/6
			if to-from >= minBase64 {
				out = append(out, text[from:to])
			}
		}
	}
	return out
}
