package ipynb

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// Encode writes the notebook as Jupyter does. It fails only when metadata or data hold a Go value that is no JSON.
func (n *Notebook) Encode() ([]byte, error) {
	cells := make([]any, len(n.Cells))
	for i, cell := range n.Cells {
		cells[i] = cell.stored()
	}
	top := with(n.extra, Object{"cells": cells, "metadata": n.Metadata, "nbformat": 4, "nbformat_minor": n.Minor})
	w := &writer{}
	w.value(top, 0)
	w.WriteByte('\n')
	return w.Bytes(), w.err
}

// WriteFile writes the notebook to a new file beside path and renames it, so that path never holds half a notebook.
func (n *Notebook) WriteFile(path string) error {
	data, err := n.Encode()
	if err != nil {
		return err
	}
	return Replace(path, data)
}

// Replace puts data at path in one step: readers see the old file or the new one, never a part. A new file
// has the mode that the person's umask gives.
func Replace(path string, data []byte) error {
	temporary := filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%08x", filepath.Base(path), rand.Uint32()))
	file, err := os.OpenFile(temporary, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	defer os.Remove(temporary) // after the rename there is nothing of that name
	_, err = file.Write(data)
	if err = firstError(err, file.Close()); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *Cell) stored() Object {
	object := with(c.extra, Object{"cell_type": c.Kind, "metadata": orEmpty(c.Metadata), "source": splitLines(c.Source)})
	if c.ID != "" {
		object["id"] = c.ID
	}
	if c.Attachments != nil {
		object["attachments"] = splitBundles(c.Attachments)
	}
	if c.Kind == Code {
		outputs := make([]any, len(c.Outputs))
		for i, output := range c.Outputs {
			outputs[i] = output.stored()
		}
		object["outputs"], object["execution_count"] = outputs, orNull(c.Count)
	}
	return object
}

func (o *Output) stored() Object {
	object := with(o.extra, Object{"output_type": o.Kind})
	switch o.Kind {
	case Stream:
		object["name"], object["text"] = o.Name, splitLines(o.Text)
	case Display, Result:
		object["data"], object["metadata"] = splitBundle(orEmpty(o.Data)), orEmpty(o.Metadata)
		if o.Kind == Result {
			object["execution_count"] = orNull(o.Count)
		}
	case Failure:
		lines := []any{}
		for _, line := range o.Traceback {
			lines = append(lines, line)
		}
		object["ename"], object["evalue"], object["traceback"] = o.EName, o.EValue, lines
	}
	return object
}

func with(extra, known Object) Object {
	object := Object{}
	maps.Copy(object, extra)
	maps.Copy(object, known)
	return object
}

func orEmpty(object Object) Object {
	if object == nil {
		return Object{}
	}
	return object
}

func orNull(count *int) any {
	if count == nil {
		return nil
	}
	return *count
}
