package decode

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
)

// content is what decoded bytes turned out to be.
type content struct {
	encoding string
	text     string
	data     []byte // of a file
	size     int
	cut      bool
}

func (c content) hashed() []byte {
	if c.data != nil {
		return c.data
	}
	return []byte(c.text)
}

// magics are the first bytes of the files that payloads are; at is their offset.
var magics = []struct {
	name, magic string
	at          int
}{
	{"pe", "MZ\x90\x00", 0},
	{"elf", "\x7fELF", 0},
	{"zip", "PK\x03\x04", 0},
	{"cab", "MSCF\x00\x00\x00\x00", 0},
	{"7z", "7z\xbc\xaf\x27\x1c", 0},
	{"pdf", "%PDF-", 0},
	{"ole", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0},
	{"tar", "ustar", 257},
}

// recognised says what data is. A file is known by its first bytes; text must look like text.
func recognised(data []byte, h hint) (content, bool) {
	if bytes.HasPrefix(data, []byte("\x1f\x8b\x08")) {
		return gunzipped(data)
	}
	for _, m := range magics {
		if len(data) >= m.at+len(m.magic) && string(data[m.at:m.at+len(m.magic)]) == m.magic {
			return content{encoding: m.name, data: data, size: len(data)}, true
		}
	}
	return textOf(data, h)
}

const largestUnpacked = 16 << 20 // bytes taken out of one gzip

// gunzipped is the text in a gzip, or the gzip itself as a file when it holds none.
func gunzipped(data []byte) (content, bool) {
	plain, cut := gunzip(data)
	if c, ok := textOf(plain, literal); ok {
		c.encoding = "gzip/" + c.encoding
		c.cut = c.cut || cut
		return c, true
	}
	return content{encoding: "gzip", data: data, size: len(data), cut: cut}, true
}

// gunzip unpacks as far as it can; cut: that was not to the end.
func gunzip(data []byte) (plain []byte, cut bool) {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, true
	}
	plain, err = io.ReadAll(io.LimitReader(r, largestUnpacked))
	_, more := r.Read(make([]byte, 1))
	return plain, err != nil || !errors.Is(more, io.EOF)
}
