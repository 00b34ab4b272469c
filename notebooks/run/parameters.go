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

// injection is the cell that sets parameters.
type injection struct {
	cell   *ipynb.Cell    // nil when nothing is set; as it is written, with the passwords of URLs masked
	source string         // as it is run
	values map[string]any // as JSON has them, masked
}

// inject puts a cell with the given values behind the parameters cell, in place of one that an
// earlier run injected. The last value of a name counts.
func inject(nb *ipynb.Notebook, params []Param) (injection, error) {
	set := injection{values: map[string]any{}}
	if len(params) == 0 {
		return set, nil
	}
	known, at, err := settableOf(nb, params[0].Name)
	if err != nil {
		return set, err
	}
	lines, masked := []string{"// Parameters"}, []string{"// Parameters"}
	for _, param := range lastOfEach(params) {
		parameter, err := find(known, param.Name)
		if err != nil {
			return set, err
		}
		line, _, err := parameter.assign(param.Value)
		if err != nil {
			return set, err
		}
		shown, value, err := parameter.assign(mask(param.Value))
		if err != nil {
			return set, err
		}
		set.values[param.Name] = value
		lines, masked = append(lines, line), append(masked, shown)
	}
	set.source = strings.Join(lines, "\n")
	set.cell = place(nb, at, strings.Join(masked, "\n"))
	return set, nil
}

// settableOf is what the notebook declares and the index of the cell that does.
func settableOf(nb *ipynb.Notebook, asked string) (known []Parameter, at int, err error) {
	if language := nb.Language(); language != "" && language != "go" {
		return nil, 0, usage("-p sets parameters of Go notebooks, and this one is in %s", language)
	}
	at = nb.FindTag(tagParameters)
	if at < 0 {
		return nil, 0, usage("-p %s: the notebook has no cell tagged %q, so it has no parameters", asked, tagParameters)
	}
	return declared(nb.Cells[at].Source), at, nil
}

func place(nb *ipynb.Notebook, at int, source string) *ipynb.Cell {
	cell := ipynb.NewCell(ipynb.Code, source, tagInjected)
	cell.Tag(tagInjected)
	if old := nb.FindTag(tagInjected); old >= 0 {
		nb.Cells = append(nb.Cells[:old], nb.Cells[old+1:]...)
		at = old - 1
	}
	nb.Insert(at+1, cell)
	return cell
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
