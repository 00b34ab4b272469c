package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
)

type hello struct{ greeting string }

func (h hello) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Test", "1")
	w.WriteHeader(http.StatusTeapot)
	fmt.Fprintf(w, "%s %s", h.greeting, r.URL.Path[1:])
}
func get(url string) {
	res, err := http.Get(url)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	fmt.Println(res.StatusCode, res.Header.Get("X-Test"), string(b))
}
func main() {
	s := httptest.NewServer(hello{"hi"})
	defer s.Close()
	get(s.URL + "/bob")
	f := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Method) }))
	defer f.Close()
	get(f.URL)
}

// Output:
// 418 1 hi bob
// 200  GET
