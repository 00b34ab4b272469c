package display

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
)

// bare is a MIME type without parameters: frontends look types up as they are, and know none with a charset.
func bare(mime string) string {
	mime, _, _ = strings.Cut(mime, ";")
	return strings.ToLower(strings.TrimSpace(mime))
}

// encode brings data into the form that the notebook format has for mime, and returns its size in bytes.
func encode(mime string, data any) (encoded any, size int, err error) {
	switch {
	case mime == "application/json" || strings.HasSuffix(mime, "+json"):
		return tree(data)
	case binary(mime):
		return image(data)
	}
	s, ok := asText(data)
	if !ok {
		return nil, 0, fmt.Errorf("it is a %T, not text", data)
	}
	return s, len(s), nil
}

// binary types travel in base64.
func binary(mime string) bool {
	switch mime {
	case "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "application/pdf":
		return true
	}
	return strings.HasPrefix(mime, "audio/") || strings.HasPrefix(mime, "video/")
}

// image encodes bytes; a string is taken to be base64 already.
func image(data any) (any, int, error) {
	switch x := data.(type) {
	case []byte:
		s := base64.StdEncoding.EncodeToString(x)
		return s, len(s), nil
	case string:
		if _, err := base64.StdEncoding.DecodeString(strings.NewReplacer("\n", "", "\r", "").Replace(x)); err != nil {
			return nil, 0, fmt.Errorf("it is a string that is not base64 (%v); return []byte", err)
		}
		return x, len(x), nil
	}
	return nil, 0, fmt.Errorf("it is a %T, not []byte", data)
}

// tree makes plain JSON values of data: what reaches the wire must be able to.
func tree(data any) (any, int, error) {
	if s, ok := data.(string); ok && json.Valid([]byte(s)) {
		data = json.RawMessage(s)
	}
	raw, err := json.Marshal(data)
	if err != nil {
		return nil, 0, err
	}
	return json.RawMessage(raw), len(raw), nil
}

func asText(data any) (string, bool) {
	switch x := data.(type) {
	case string:
		return strings.ToValidUTF8(x, "\uFFFD"), true
	case []byte:
		return strings.ToValidUTF8(string(x), "\uFFFD"), true
	}
	return "", false
}
