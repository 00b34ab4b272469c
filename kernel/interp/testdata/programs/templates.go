package main

import (
	"fmt"
	"strings"
	"text/template"
)

type Row struct {
	Name string
	Tags []string
}

func main() {
	t := template.Must(template.New("t").Funcs(template.FuncMap{"up": strings.ToUpper}).Parse("{{range .}}{{.Name | up}}:{{range $i, $t := .Tags}}{{if $i}},{{end}}{{$t}}{{else}}none{{end}}\n{{end}}"))
	var sb strings.Builder
	err := t.Execute(&sb, []Row{{"a", []string{"x", "y"}}, {"b", nil}})
	fmt.Print(sb.String(), err, "\n")
}

// Output:
// A:x,y
// B:none
// <nil>
