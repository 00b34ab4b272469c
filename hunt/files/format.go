package files

import (
	"bytes"
	"errors"
	"path"
	"strings"
)

type format uint8

const (
	jsonFormat format = iota
	csvFormat
	parquetFormat
	arrowFormat
	zeekFormat
)

// formatOf tells what a part is, by its first bytes and then by its ending.
func formatOf(p part) (format, error) {
	head, _ := p.r.Peek(1 << 12)
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	text := bytes.TrimLeft(head, " \t\r\n")
	switch ending := strings.ToLower(path.Ext(p.name)); {
	case bytes.HasPrefix(head, []byte("PAR1")):
		return parquetFormat, nil
	case bytes.HasPrefix(head, []byte("ARROW1")):
		return arrowFormat, nil
	case bytes.HasPrefix(head, []byte("#separator ")):
		return zeekFormat, nil
	case bytes.HasPrefix(text, []byte("{")), bytes.HasPrefix(text, []byte("[")):
		return jsonFormat, nil
	case strings.HasPrefix(ending, ".json"), ending == ".ndjson", ending == ".jsonl":
		return jsonFormat, nil
	case bytes.IndexByte(head, 0) >= 0:
		return 0, errors.New("this is no format that can be read")
	}
	return csvFormat, nil
}
