package main

import (
	"bytes"
	"fmt"
	"regexp"
)

func main() {
	r := regexp.MustCompile(`p([a-z]+)ch`)
	fmt.Println(r.MatchString("peach"), r.FindString("peach punch"), r.FindStringSubmatch("peach punch"))
	fmt.Println(r.FindAllString("peach punch pinch", -1), r.FindAllStringSubmatchIndex("peach punch", -1))
	fmt.Println(r.ReplaceAllString("a peach", "<$1>"), string(r.ReplaceAllFunc([]byte("a peach"), bytes.ToUpper)))
	fmt.Println(r.ReplaceAllStringFunc("peach", func(s string) string { return s + "!" }))
	ip := regexp.MustCompile(`(?P<host>\d+\.\d+\.\d+\.\d+)`)
	fmt.Println(ip.SubexpNames()[1], ip.FindString("from 10.0.0.1 to"))
}

// Output:
// true peach [peach ea]
// [peach punch pinch] [[0 5 1 3] [6 11 7 9]]
// a <ea> a PEACH
// peach!
// host 10.0.0.1
