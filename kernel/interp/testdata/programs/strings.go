package main

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

func main() {
	const s = "สวัสดี, wörld"
	fmt.Println(len(s), utf8.RuneCountInString(s))
	for i, r := range "añ🙂" {
		fmt.Print(i, ":", string(r), " ")
	}
	fmt.Println()
	fmt.Println(strings.ToUpper(s), strings.Fields(" a  b "), strings.Repeat("ab", 2), strings.Contains(s, "wör"))
	fmt.Printf("%x %q %c %U\n", "hi", "q\"t", 'ö', 'ö')
	b := []byte("abc")
	b[0] = 'X'
	fmt.Println(string(b), []rune("añ")[1], string([]rune{'a', 'b'}))
	var sb strings.Builder
	for i := 3; i > 0; i-- {
		fmt.Fprintf(&sb, "%d...", i)
	}
	sb.WriteString("go")
	fmt.Println(sb.String(), strings.Map(func(r rune) rune { return r + 1 }, "HAL"))
	fmt.Println(strings.Split("a,b", ","), strings.TrimLeft("xxa", "x"), strings.Join([]string{"p", "q"}, "-"), "a" < "b")
}

// Output:
// 26 13
// 0:a 1:ñ 3:🙂
// สวัสดี, WÖRLD [a b] abab true
// 6869 "q\"t" ö U+00F6
// Xbc 241 ab
// 3...2...1...go IBM
// [a b] a p-q true
