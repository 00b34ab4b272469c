package ipynb

import (
	"fmt"
	"strings"
	"testing"
)

// large is a notebook of about 7 MB of printed text.
func large() *Notebook {
	nb := New()
	for i := range 5 {
		cell := NewCell(Code, "x", fmt.Sprint(i))
		cell.Outputs = []*Output{{Kind: Stream, Name: "stdout", Text: strings.Repeat("a line of text that is \"quoted\" ü\n", 30_000)}}
		nb.Insert(i, cell)
	}
	return nb
}

func BenchmarkEncode(b *testing.B) {
	nb := large()
	for b.Loop() {
		data, err := nb.Encode()
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(data)))
	}
}

func BenchmarkDecode(b *testing.B) {
	data, err := large().Encode()
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Decode(data); err != nil {
			b.Fatal(err)
		}
	}
}
