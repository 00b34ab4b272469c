package ipynb

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var idPattern = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,64}$`)

// Validate checks what the schema of format 4.5 demands and Decode let pass, and returns every
// fault joined into one error: ids, kinds, tags, and keys that the format does not know.
// A notebook with a newer minor version may have new keys and kinds.
func (n *Notebook) Validate() error {
	v := &validation{newer: n.Minor > 5, ids: map[string]int{}}
	v.keys("notebook", n.extra)
	for i, cell := range n.Cells {
		v.cell(i+1, cell)
	}
	return errors.Join(v.faults...)
}

type validation struct {
	newer  bool
	ids    map[string]int
	faults []error
}

func (v *validation) fault(format string, args ...any) {
	v.faults = append(v.faults, fmt.Errorf(format, args...))
}

func (v *validation) keys(at string, extra Object) {
	for key := range extra {
		if !v.newer {
			v.fault("%s: %q is no key of format 4.5", at, key)
		}
	}
}

func (v *validation) cell(number int, c *Cell) {
	at := fmt.Sprintf("cell %d", number)
	v.id(at, number, c.ID)
	v.keys(at, c.extra)
	v.tags(at, c)
	if !v.newer && !slices.Contains([]string{Code, Markdown, Raw}, c.Kind) {
		v.fault("%s: %q is no kind of cell", at, c.Kind)
	}
	for i, output := range c.Outputs {
		v.output(fmt.Sprintf("%s, output %d", at, i+1), output)
	}
}

func (v *validation) id(at string, number int, id string) {
	if !idPattern.MatchString(id) {
		v.fault("%s: the id %q is not 1 to 64 letters, digits, - or _", at, id)
	}
	if first := v.ids[id]; first != 0 {
		v.fault("%s: the id %q is that of cell %d", at, id, first)
		return
	}
	v.ids[id] = number
}

func (v *validation) tags(at string, c *Cell) {
	seen := map[string]bool{}
	for _, tag := range c.Tags() {
		if tag == "" || strings.Contains(tag, ",") || seen[tag] {
			v.fault("%s: the tag %q is empty, has a comma or is there twice", at, tag)
		}
		seen[tag] = true
	}
}

func (v *validation) output(at string, o *Output) {
	v.keys(at, o.extra)
	if !v.newer && !slices.Contains([]string{Stream, Display, Result, Failure}, o.Kind) {
		v.fault("%s: %q is no kind of output", at, o.Kind)
	}
	for mime, value := range o.Data {
		if _, isText := value.(string); !isText && !isJSON(mime) {
			v.fault("%s: the data of %s is not text", at, mime)
		}
	}
}
