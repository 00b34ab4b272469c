package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
)

func main() {
	e := base64.StdEncoding.EncodeToString([]byte("abc123!?$*&()'-=@~"))
	d, _ := base64.URLEncoding.DecodeString(base64.URLEncoding.EncodeToString([]byte("x?")))
	fmt.Println(e, string(d))
	fmt.Printf("%x\n", sha256.Sum256([]byte("x")))
	fmt.Println(hex.EncodeToString([]byte{1, 255}))
	rows, err := csv.NewReader(strings.NewReader("a,b\n1,\"x,y\"\n")).ReadAll()
	fmt.Println(rows, err)
	var sb strings.Builder
	w := csv.NewWriter(&sb)
	w.Write([]string{"q", "r s"})
	w.Flush()
	fmt.Print(sb.String())
	u, err := url.Parse("https://u:p@h.com:80/p/a?k=v&k=w#f")
	fmt.Println(u.Host, u.Port(), u.Query()["k"], u.User.Username(), err)
}

// Output:
// YWJjMTIzIT8kKiYoKSctPUB+ x?
// 2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881
// 01ff
// [[a b] [1 x,y]] <nil>
// q,r s
// h.com:80 80 [v w] u <nil>
