package index

import (
	"bytes"
	"encoding/json"
	"fmt"

	"gohunt/notebooks/lab/refusal"
)

// Leaf is the values of one field of a document: string, json.Number, int64, float64, bool or time.Time.
// Array says that the source had an array, even of one value.
type Leaf struct {
	Name   string
	Value  any   // the value, if there is one only
	Values []any // the values of an array, nulls left out
	Array  bool
}

// Flatten reads a document's JSON object into its leaves, in the order of their first appearance:
// {"a":{"b":1}} and {"a.b":1} are the same leaf a.b. Null values and empty arrays leave no leaf.
func Flatten(source []byte) ([]Leaf, error) {
	d := json.NewDecoder(bytes.NewReader(source))
	d.UseNumber()
	token, err := d.Token()
	if err != nil || token != json.Delim('{') {
		return nil, refusal.Document("failed to parse: the document is not a JSON object")
	}
	f := &flattener{dec: d, at: map[string]int{}}
	if err := f.object("", 0); err != nil {
		return nil, refusal.Document("failed to parse: %s", err)
	}
	return f.leaves, nil
}

// maxDepth is Elasticsearch's default limit of a mapping's depth.
const maxDepth = 20

type flattener struct {
	dec    *json.Decoder
	leaves []Leaf
	at     map[string]int
}

func (f *flattener) object(prefix string, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("Limit of mapping depth [%d] has been exceeded at [%s]", maxDepth, prefix)
	}
	for f.dec.More() {
		token, err := f.dec.Token()
		if err != nil {
			return err
		}
		if err := f.value(prefix+token.(string), false, depth); err != nil {
			return err
		}
	}
	_, err := f.dec.Token()
	return err
}

func (f *flattener) value(name string, inArray bool, depth int) error {
	token, err := f.dec.Token()
	if err != nil {
		return err
	}
	switch token {
	case nil:
		return nil
	case json.Delim('{'):
		return f.object(name+".", depth+1)
	case json.Delim('['):
		return f.array(name, depth)
	}
	f.add(name, token, inArray)
	return nil
}

func (f *flattener) array(name string, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("arrays nested too deeply at [%s]", name)
	}
	for f.dec.More() {
		if err := f.value(name, true, depth+1); err != nil {
			return err
		}
	}
	_, err := f.dec.Token()
	return err
}

func (f *flattener) add(name string, value any, array bool) {
	i, known := f.at[name]
	if !known {
		f.at[name] = len(f.leaves)
		leaf := Leaf{Name: name, Array: array, Value: value}
		if array {
			leaf.Value, leaf.Values = nil, []any{value}
		}
		f.leaves = append(f.leaves, leaf)
		return
	}
	leaf := &f.leaves[i]
	if !leaf.Array {
		leaf.Array, leaf.Values, leaf.Value = true, []any{leaf.Value}, nil
	}
	leaf.Values = append(leaf.Values, value)
}
