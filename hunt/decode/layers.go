package decode

import (
	"crypto/sha256"
	"encoding/hex"
)

// Layer is one encoded part of a text.
type Layer struct {
	// Encoding names the ways in which it was encoded, outermost first: "base64/utf-16le", "base64/utf-16be",
	// "base64/utf-8", "base64/gzip/utf-8", or for a file "base64/pe", "base64/zip" and so on.
	Encoding string
	// Parent is the index, among the layers returned, of the one whose text this was found in; -1: the text given.
	Parent int
	// Start and End are byte offsets of the encoded characters in the text of the parent.
	Start, End int
	// Text is what was decoded. It is empty for a file.
	Text string
	// Size is the number of decoded bytes: after base64 and gzip, before UTF-16 became UTF-8.
	Size int
	// SHA256 is that of Text in UTF-8, or of the decoded bytes of a file, in hexadecimal digits.
	SHA256 string
	// Cut says that the encoded characters end amid a character or a byte: the source truncated them, and Text is
	// the part that is there.
	Cut bool
}

const (
	deepest    = 16   // layers under each other
	mostLayers = 1000 // of one text; a hostile text ends there
)

// Layers finds what is encoded in s, and in what was decoded from it. Each layer comes after its parent, those of one
// parent in the order of the text. It never panics, whatever s holds.
func Layers(s string) []Layer {
	var f finder
	f.search(s, -1, 0)
	return f.layers
}

type finder struct{ layers []Layer }

func (f *finder) search(text string, parent, depth int) {
	if depth >= deepest {
		return
	}
	for run := range runs(text) {
		if len(f.layers) >= mostLayers {
			return
		}
		f.try(text, run, parent, depth)
	}
}

// try decodes a run as a whole, or else the parts of it that a narrower alphabet gives.
func (f *finder) try(text string, run run, parent, depth int) {
	for _, parts := range run.readings(text) {
		found := false
		for _, part := range parts {
			found = f.take(text, part, parent, depth) || found
		}
		if found {
			return
		}
	}
}

func (f *finder) take(text string, r run, parent, depth int) bool {
	layer, ok := decoded(text, r)
	if !ok {
		return false
	}
	layer.Parent = parent
	f.layers = append(f.layers, layer)
	f.search(layer.Text, len(f.layers)-1, depth+1)
	return true
}

// decoded is the layer that a run holds, if it holds one.
func decoded(text string, r run) (Layer, bool) {
	data, cut, ok := unbase64(text[r.start:r.end], r.url)
	if !ok {
		return Layer{}, false
	}
	c, ok := recognised(data, r.hint)
	if !ok {
		return Layer{}, false
	}
	sum := sha256.Sum256(c.hashed())
	return Layer{
		Encoding: "base64/" + c.encoding,
		Start:    r.start, End: r.end,
		Text:   c.text,
		Size:   c.size,
		SHA256: hex.EncodeToString(sum[:]),
		Cut:    cut || c.cut,
	}, true
}
