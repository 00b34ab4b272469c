package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	p := filepath.Join(dir, "a.txt")
	fmt.Println(os.WriteFile(p, []byte("one\ntwo\n"), 0o644))
	f, _ := os.Open(p)
	defer f.Close()
	for sc := bufio.NewScanner(f); sc.Scan(); {
		fmt.Println(sc.Text())
	}
	es, _ := os.ReadDir(dir)
	fmt.Println(len(es), es[0].Name(), filepath.Ext(p), filepath.Base(p))
	fi, err := os.Stat(p)
	fmt.Println(fi.Size(), fi.IsDir(), err)
}

// Output:
// <nil>
// one
// two
// 1 a.txt .txt a.txt
// 8 false <nil>
