package dsl

import (
	"strings"
	"time"

	"gohunt/notebooks/lab/index"
)

// Query is a parsed query that can be compiled for an index.
type Query interface {
	// condition returns a boolean SQL expression that is never NULL.
	condition(c *compiler) (string, error)
}

// Env is what a query's meaning depends on beside the mapping.
type Env struct {
	Now   time.Time // the server's clock
	Index string    // the name that _index has
}

// Compile returns the SQL condition of a query for documents of a mapping.
func Compile(q Query, m *index.Mapping, env Env) (string, error) {
	return q.condition(&compiler{m: m, env: env})
}

type compiler struct {
	m   *index.Mapping
	env Env
}

const (
	yes = "true"
	no  = "false"
)

// All matches every document, None no document.
type (
	All  struct{}
	None struct{}
)

func (All) condition(*compiler) (string, error)  { return yes, nil }
func (None) condition(*compiler) (string, error) { return no, nil }

// Bool joins queries as Elasticsearch's bool query does. Filter counts as Must, since there is no score.
type Bool struct {
	Must, Should, MustNot []Query
	MinShould             int // how many of Should must match; -1: one if there is no Must, else none
}

func (b Bool) condition(c *compiler) (string, error) {
	var parts []string
	for _, q := range b.Must {
		s, err := q.condition(c)
		if err != nil {
			return "", err
		}
		parts = append(parts, s)
	}
	for _, q := range b.MustNot {
		s, err := q.condition(c)
		if err != nil {
			return "", err
		}
		parts = append(parts, "NOT "+s)
	}
	should, err := b.should(c)
	if err != nil {
		return "", err
	}
	return all(append(parts, should...)), nil
}

func (b Bool) should(c *compiler) ([]string, error) {
	need := b.MinShould
	if need < 0 {
		need = 0
		if len(b.Must) == 0 && len(b.Should) > 0 {
			need = 1
		}
	}
	if need == 0 {
		return nil, nil
	}
	var parts []string
	for _, q := range b.Should {
		s, err := q.condition(c)
		if err != nil {
			return nil, err
		}
		parts = append(parts, s)
	}
	if need == 1 {
		return []string{any1(parts)}, nil
	}
	return []string{atLeast(parts, need)}, nil
}

func all(parts []string) string {
	if len(parts) == 0 {
		return yes
	}
	return "(" + strings.Join(parts, " AND ") + ")"
}

func any1(parts []string) string {
	if len(parts) == 0 {
		return no
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}

func atLeast(parts []string, need int) string {
	for i, p := range parts {
		parts[i] = p + "::INT"
	}
	if len(parts) == 0 {
		return no
	}
	return "(" + strings.Join(parts, " + ") + " >= " + itoa(need) + ")"
}
