package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
)

type upper struct{ r io.Reader }

func (u upper) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	copy(p, bytes.ToUpper(p[:n]))
	return n, err
}

type count struct{ n int }

func (c *count) Write(p []byte) (int, error) { c.n += len(p); return len(p), nil }
func main() {
	b, err := io.ReadAll(upper{strings.NewReader("hello")})
	fmt.Println(string(b), err)
	c := &count{}
	fmt.Fprintf(c, "%d bytes", 3)
	fmt.Println(c.n)
	sc := bufio.NewScanner(strings.NewReader("a\nb c\n"))
	for sc.Scan() {
		fmt.Print("[", sc.Text(), "]")
	}
	fmt.Println()
	var buf bytes.Buffer
	w := bufio.NewWriter(&buf)
	w.WriteString("x")
	w.Flush()
	io.Copy(&buf, io.LimitReader(strings.NewReader("12345"), 3))
	fmt.Println(buf.String())
}

// Output:
// HELLO <nil>
// 7
// [a][b c]
// x123
