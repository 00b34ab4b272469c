package ipynb

import (
	"maps"
	"strings"
)

// joinLines turns a list of strings into one; everything else stays.
func joinLines(value any) any {
	list, ok := value.([]any)
	if !ok {
		return value
	}
	var b strings.Builder
	for _, item := range list {
		line, ok := item.(string)
		if !ok {
			return value
		}
		b.WriteString(line)
	}
	return b.String()
}

// splitLines cuts text as Python's str.splitlines(keepends=True) does, which is how Jupyter stores it.
func splitLines(text string) []any {
	lines := []any{}
	start := 0
	for i, r := range text {
		if i < start || !endsLine(r) {
			continue
		}
		end := i + len(string(r))
		if r == '\r' && strings.HasPrefix(text[end:], "\n") {
			end++
		}
		lines = append(lines, text[start:end])
		start = end
	}
	if start < len(text) {
		lines = append(lines, text[start:])
	}
	return lines
}

func endsLine(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', 0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029:
		return true
	}
	return false
}

// isJSON says whether a MIME type holds a JSON value rather than text.
func isJSON(mime string) bool {
	return mime == "application/json" || strings.HasPrefix(mime, "application/") && strings.HasSuffix(mime, "+json")
}

// inLines says whether Jupyter stores text of a MIME type as a list of lines.
func inLines(mime string) bool {
	return strings.HasPrefix(mime, "text/") || mime == "application/javascript" || mime == "image/svg+xml"
}

func joinBundle(bundle Object) Object {
	for mime, value := range bundle {
		if !isJSON(mime) {
			bundle[mime] = joinLines(value)
		}
	}
	return bundle
}

func joinBundles(attachments Object) Object {
	for _, value := range attachments {
		if bundle, ok := value.(Object); ok {
			joinBundle(bundle)
		}
	}
	return attachments
}

// splitBundle is a copy of the bundle as it is stored.
func splitBundle(bundle Object) Object {
	stored := maps.Clone(bundle)
	for mime, value := range stored {
		if text, ok := value.(string); ok && inLines(mime) {
			stored[mime] = splitLines(text)
		}
	}
	return stored
}

func splitBundles(attachments Object) Object {
	stored := maps.Clone(attachments)
	for name, value := range stored {
		if bundle, ok := value.(Object); ok {
			stored[name] = splitBundle(bundle)
		}
	}
	return stored
}
