package decode

import (
	"strings"

	"github.com/segmentio/asm/base64"
)

// unbase64 decodes a run. cut: its last character had to be left out, since one alone is less than a byte.
func unbase64(s string, url bool) (data []byte, cut, ok bool) {
	s = strings.TrimRight(s, "=")
	if strings.ContainsAny(s, "\r\n") {
		s = strings.NewReplacer("\r", "", "\n", "").Replace(s)
	}
	if len(s)%4 == 1 {
		s, cut = s[:len(s)-1], true
	}
	alphabet := base64.RawStdEncoding
	if url {
		alphabet = base64.RawURLEncoding
	}
	data, err := alphabet.DecodeString(s)
	return data, cut, err == nil && len(data) > 0
}
