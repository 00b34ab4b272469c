package main

import (
	"encoding/json"
	"fmt"
	"strings"
)

type hit struct {
	Host  string   `json:"host"`
	Count int      `json:"n,omitempty"`
	Tags  []string `json:"tags"`
	skip  int
}

func main() {
	b, err := json.Marshal(hit{Host: "a", Tags: []string{"x"}})
	fmt.Println(string(b), err)
	var h hit
	err = json.Unmarshal([]byte(`{"host":"b","n":3,"tags":["p","q"]}`), &h)
	fmt.Println(h.Host, h.Count, h.Tags, err)
	var any map[string]interface{}
	json.Unmarshal([]byte(`{"a":[1,2,{"b":null}],"c":1.5}`), &any)
	fmt.Println(any["a"].([]interface{})[1].(float64), any["c"])
	dec := json.NewDecoder(strings.NewReader("{\"host\":\"1\"}\n{\"host\":\"2\"}"))
	for dec.More() {
		var h hit
		if err := dec.Decode(&h); err != nil {
			fmt.Println(err)
			break
		}
		fmt.Println(h.Host)
	}
	fmt.Println(json.Unmarshal([]byte("{"), &h) != nil)
}

// Output:
// {"host":"a","tags":["x"]} <nil>
// b 3 [p q] <nil>
// 2 1.5
// 1
// 2
// true
