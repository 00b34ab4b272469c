package run

import (
	"fmt"
	"go/token"
	"strings"

	"gohunt/notebooks/ipynb"
)

// Tags of the cells that carry parameters, as papermill names them.
const (
	tagParameters = "parameters"
	tagInjected   = "injected-parameters"
)

// Param is a value that a person gives to a parameter: -p Name Value.
type Param struct{ Name, Value string }

// UsageError is a fault in what the person asked for, found before anything ran.
type UsageError struct{ Reason string }

func (e *UsageError) Error() string { return e.Reason }

func usage(format string, args ...any) error { return &UsageError{fmt.Sprintf(format, args...)} }

// Parameters lists what the notebook's parameters cell declares, in order; none when there is no such cell.
func Parameters(nb *ipynb.Notebook) []Parameter {
	if i := nb.FindTag(tagParameters); i >= 0 {
		return declared(nb.Cells[i].Source)
	}
	return nil
}

// inject puts a cell with the given values behind the parameters cell, in place of one that an
// earlier run injected, and returns the values as they are typed. The last value of a name counts.
func inject(nb *ipynb.Notebook, params []Param) (map[string]any, error) {
	values := map[string]any{}
	if len(params) == 0 {
		return values, nil
	}
	if language := nb.Language(); language != "" && language != "go" {
		return nil, usage("-p sets parameters of Go notebooks, and this one is in %s", language)
	}
	at := nb.FindTag(tagParameters)
	if at < 0 {
		return nil, usage("-p %s: the notebook has no cell tagged %q, so it has no parameters", params[0].Name, tagParameters)
	}
	known := declared(nb.Cells[at].Source)
	source := "// Parameters\n"
	for _, param := range lastOfEach(params) {
		parameter, err := find(known, param.Name)
		if err != nil {
			return nil, err
		}
		line, value, err := parameter.assign(param.Value)
		if err != nil {
			return nil, err
		}
		values[param.Name] = value
		source += line + "\n"
	}
	place(nb, at, source)
	return values, nil
}

func place(nb *ipynb.Notebook, at int, source string) {
	cell := ipynb.NewCell(ipynb.Code, strings.TrimSuffix(source, "\n"), tagInjected)
	cell.Tag(tagInjected)
	if old := nb.FindTag(tagInjected); old >= 0 {
		nb.Cells = append(nb.Cells[:old], nb.Cells[old+1:]...)
		nb.Insert(old, cell)
		return
	}
	nb.Insert(at+1, cell)
}

// lastOfEach keeps the last value of each name, at the place of the first.
func lastOfEach(params []Param) []Param {
	var kept []Param
	at := map[string]int{}
	for _, param := range params {
		if i, ok := at[param.Name]; ok {
			kept[i] = param
			continue
		}
		at[param.Name] = len(kept)
		kept = append(kept, param)
	}
	return kept
}

func find(known []Parameter, name string) (Parameter, error) {
	if !token.IsIdentifier(name) || name == "_" {
		return Parameter{}, usage("-p %q: a parameter has the name of a Go variable: letters, digits and _", name)
	}
	var names []string
	for _, parameter := range known {
		if parameter.Name == name {
			return parameter, nil
		}
		names = append(names, parameter.Name)
	}
	if len(names) == 0 {
		return Parameter{}, usage("-p %s: the cell tagged %q declares nothing", name, tagParameters)
	}
	return Parameter{}, usage("-p %s: the notebook has no such parameter; it has %s", name, strings.Join(names, ", "))
}
