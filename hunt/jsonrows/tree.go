package jsonrows

import (
	"fmt"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
)

// node is one dotted path: a place in the tree of names, and the column of that path if it has one.
type node struct {
	path  string
	root  bool
	col   *column
	known bool // a given column lies below
	edges []edge
	index map[string]int // edges by key
	first int            // the edge that came first last time
}

// edge leads from a node to what one key means below it. Two ways may lead to one node: "a.b", and "b" in "a".
type edge struct {
	key  string
	to   *node
	next int // the edge that came after this one last time
}

// tree is all nodes and columns of a table.
type tree struct {
	root    *node
	nodes   map[string]*node // by path
	names   map[string]bool  // column names in lower case: engines fold case
	columns []*column        // given ones, then others as they came
	lists   map[string]bool  // paths whose new columns are lists
}

// PathKey is the metadata key under which a field names the JSON path it is read from, where that is not its name.
const PathKey = "json:path"

// ObjectsKey is the metadata key, with any value, of a utf8 field whose values are objects or arrays of them: that
// they are kept as JSON text is then neither counted nor noted.
const ObjectsKey = "json:objects"

func newTree(given []arrow.Field, lists []string) *tree {
	t := &tree{root: &node{root: true}, nodes: map[string]*node{}, names: map[string]bool{}, lists: map[string]bool{}}
	for _, name := range lists {
		t.lists[name] = true
	}
	for _, f := range given {
		t.add(t.node(pathOf(f)), t.asked(f))
	}
	for _, f := range given {
		t.markAbove(pathOf(f))
	}
	return t
}

func pathOf(f arrow.Field) string {
	if path, ok := f.Metadata.GetValue(PathKey); ok {
		return path
	}
	return f.Name
}

// asked makes the column of a given field, as a list if the caller named it one.
func (t *tree) asked(f arrow.Field) *column {
	if t.lists[f.Name] && f.Type.ID() != arrow.LIST {
		f.Type = arrow.ListOf(f.Type)
	}
	return typed(f)
}

// markAbove notes on every node above path that a given column lies below.
func (t *tree) markAbove(path string) {
	for i := strings.LastIndexByte(path, '.'); i >= 0; i = strings.LastIndexByte(path[:i], '.') {
		t.node(path[:i]).known = true
	}
}

func (t *tree) node(path string) *node {
	n := t.nodes[path]
	if n == nil {
		n = &node{path: path}
		t.nodes[path] = n
	}
	return n
}

// child gives what key means below n, and its edge; prev is the edge before it in the same object, or -1.
func (t *tree) child(n *node, key []byte, prev int) (*node, int) {
	guess := n.first
	if prev >= 0 {
		guess = n.edges[prev].next
	}
	if guess < len(n.edges) && n.edges[guess].key == string(key) {
		return n.edges[guess].to, guess
	}
	i, ok := n.index[string(key)]
	if !ok {
		i = t.grow(n, string(key))
	}
	if prev >= 0 {
		n.edges[prev].next = i
	} else {
		n.first = i
	}
	return n.edges[i].to, i
}

func (t *tree) grow(n *node, key string) int {
	path := key
	if !n.root {
		path = n.path + "." + key
	}
	if n.index == nil {
		n.index = map[string]int{}
	}
	i := len(n.edges)
	n.index[key] = i
	n.edges = append(n.edges, edge{key: key, to: t.node(path), next: i + 1})
	return i
}

// columnOf gives the node's column and makes it when there is none.
func (t *tree) columnOf(n *node) *column {
	if n.col == nil {
		c := newColumn(n.path)
		if t.lists[n.path] {
			c.runs(newColumn("item"))
		}
		t.add(n, c)
	}
	return n.col
}

func (t *tree) add(n *node, c *column) {
	c.field.Name = t.unique(c.field.Name)
	c.count.Column = c.field.Name
	if c.field.Name != n.path && !c.field.HasMetadata() {
		c.field.Metadata = arrow.NewMetadata([]string{PathKey}, []string{n.path})
	}
	n.col = c
	t.columns = append(t.columns, c)
}

// rawOf gives the column beside c that keeps as text what c's type cannot hold.
func (t *tree) rawOf(c *column) *column {
	if c.raw == nil {
		c.raw = typed(arrow.Field{Name: t.unique(c.field.Name + "__raw"), Type: arrow.BinaryTypes.String})
		t.columns = append(t.columns, c.raw)
	}
	return c.raw
}

// unique gives name, or name__cs2, __cs3 ... when a column's name is the same but for case.
func (t *tree) unique(name string) string {
	tried := name
	for n := 2; t.names[strings.ToLower(tried)]; n++ {
		tried = fmt.Sprintf("%s__cs%d", name, n)
	}
	t.names[strings.ToLower(tried)] = true
	return tried
}
