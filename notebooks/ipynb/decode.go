package ipynb

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
)

// ReadFile reads the notebook at path. The error names the file.
func ReadFile(path string) (*Notebook, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	nb, err := Decode(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return nb, nil
}

// Decode reads a notebook from JSON text. It changes nothing but this: lists of lines become strings,
// cells of format 4.0 to 4.4 get ids, and what Jupyter never stores (signature, trusted) is left out.
// It is not a validation; see Validate.
func Decode(data []byte) (*Notebook, error) {
	top, err := parse(data)
	if err != nil {
		return nil, err
	}
	f := &fields{at: "notebook", object: top}
	minor, err := version(f)
	if err != nil {
		return nil, err
	}
	nb := &Notebook{Minor: minor, Metadata: f.members("metadata")}
	for i, raw := range f.list("cells") {
		cell, err := decodeCell(fmt.Sprintf("cell %d", i+1), raw)
		if err != nil {
			return nil, err
		}
		nb.Cells = append(nb.Cells, cell)
	}
	nb.extra = f.rest()
	nb.clean()
	nb.upgrade()
	return nb, f.err
}

func parse(data []byte) (Object, error) {
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	decoder.UseNumber()
	var top any
	if err := decoder.Decode(&top); err != nil {
		return nil, notJSON(data, err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, errors.New("not a notebook: there is more text after the end of its JSON")
	}
	object, ok := top.(Object)
	if !ok {
		return nil, errors.New("not a notebook: its JSON is not an object")
	}
	return object, nil
}

// notJSON says where the text stops being JSON, and recognises what is often left in a notebook by a merge.
func notJSON(data []byte, err error) error {
	if len(bytes.TrimSpace(data)) == 0 {
		return errors.New("not a notebook: the file is empty")
	}
	if bytes.Contains(data, []byte("\n<<<<<<< ")) {
		return errors.New("not a notebook: it has merge conflict markers (<<<<<<<); resolve them first")
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		line := 1 + bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte("\n"))
		return fmt.Errorf("not a notebook: line %d is not JSON: %w", line, err)
	}
	return fmt.Errorf("not a notebook: its JSON ends early or is wrong: %w", err)
}

func version(f *fields) (minor int, err error) {
	major, ok := f.integer("nbformat")
	if !ok {
		return 0, errors.New("not a notebook: it has no format version (nbformat)")
	}
	minor, _ = f.integer("nbformat_minor")
	switch {
	case major < 4:
		return 0, fmt.Errorf("notebook format %d is too old; open it in JupyterLab and save it, or run: jupyter nbconvert --to notebook", major)
	case major > 4:
		return 0, fmt.Errorf("notebook format %d is newer than the 4.5 that this program knows", major)
	}
	return minor, f.err
}

func decodeCell(at string, raw any) (*Cell, error) {
	object, ok := raw.(Object)
	if !ok {
		return nil, fmt.Errorf("%s is not an object", at)
	}
	f := &fields{at: at, object: object}
	c := &Cell{ID: f.string("id"), Kind: f.string("cell_type"), Source: f.text("source"), Metadata: f.members("metadata")}
	if _, has := object["attachments"]; has {
		c.Attachments = joinBundles(f.members("attachments"))
	}
	if c.Kind == Code {
		c.Count = f.count("execution_count")
		for i, raw := range f.list("outputs") {
			output, err := decodeOutput(fmt.Sprintf("%s, output %d", at, i+1), raw)
			if err != nil {
				return nil, err
			}
			c.Outputs = append(c.Outputs, output)
		}
	}
	c.extra = f.rest()
	return c, f.err
}

func decodeOutput(at string, raw any) (*Output, error) {
	object, ok := raw.(Object)
	if !ok {
		return nil, fmt.Errorf("%s is not an object", at)
	}
	f := &fields{at: at, object: object}
	o := &Output{Kind: f.string("output_type")}
	switch o.Kind {
	case Stream:
		o.Name, o.Text = f.string("name"), f.text("text")
	case Display, Result:
		o.Data, o.Metadata = joinBundle(f.members("data")), f.members("metadata")
		if o.Kind == Result {
			o.Count = f.count("execution_count")
		}
	case Failure:
		o.EName, o.EValue, o.Traceback = f.string("ename"), f.string("evalue"), f.strings("traceback")
	}
	o.extra = f.rest()
	return o, f.err
}

// atoi reads the integers that a format version or a count may be, also 4.0.
func atoi(n json.Number) (int, bool) {
	if i, err := strconv.Atoi(n.String()); err == nil {
		return i, true
	}
	f, err := n.Float64()
	return int(f), err == nil && f == float64(int(f))
}
